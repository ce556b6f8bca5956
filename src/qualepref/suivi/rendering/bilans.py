"""The outcome of an import as plain data, for pages and machines."""

from __future__ import annotations

from typing import Any

from qualepref.noyau.tableurs.conversion import Erreur
from qualepref.suivi.rules.bilans import BilanImport


# Beyond, a machine reads the annotated file rather than a page of JSON.
REFERENCES_CITEES = 200
ERREURS_CITEES = 1000


def render_bilan_import(bilan: BilanImport) -> dict[str, Any]:
    """Return the outcome of an import as JSON-ready data."""
    difference = bilan.difference
    return {
        "etat": "refuse" if bilan.erreurs else "applique" if bilan.applique else "verifie",
        "registre": bilan.registre,
        "fichier": bilan.fichier,
        "feuille": bilan.feuille,
        "ligne_entete": bilan.ligne_entete,
        "entetes": [*bilan.colonnes, *bilan.non_reconnues],
        "colonnes": bilan.colonnes,
        "colonnes_non_reconnues": list(bilan.non_reconnues),
        "avertissements": list(bilan.avertissements),
        "lignes_lues": bilan.lues,
        "lignes_ignorees": [
            {"premiere": i.premiere, "derniere": i.derniere, "motif": i.motif, "apercu": i.apercu}
            for i in bilan.ignorees
        ],
        "nombre_erreurs": len(bilan.erreurs),
        "erreurs": [_render_erreur(e) for e in bilan.erreurs[:ERREURS_CITEES]],
        "nouvelles": None if difference is None else len(difference.nouvelles),
        "modifiees": None if difference is None else len(difference.modifiees),
        "inchangees": None if difference is None else difference.inchangees,
        "references_nouvelles": _cite(difference.nouvelles if difference else ()),
        "references_modifiees": _cite(difference.modifiees if difference else ()),
    }


def _render_erreur(erreur: Erreur) -> dict[str, Any]:
    return {
        "feuille": erreur.feuille,
        "ligne": erreur.ligne,
        "colonne": erreur.lettre_colonne,
        "entete": erreur.entete,
        "valeur": erreur.valeur,
        "motif": erreur.motif,
        "remede": erreur.remede,
    }


def _cite(references: tuple[str, ...]) -> list[str]:
    return list(references[:REFERENCES_CITEES])
