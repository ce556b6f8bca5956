"""A register as a file that imports back identical, and an import's outcome as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qualepref.noyau.tableurs.conversion import Erreur
from qualepref.noyau.tableurs.ecriture import write_tableau
from qualepref.organisation.models import Site
from qualepref.suivi.models import Comptage, Demande
from qualepref.suivi.operations.imports import BilanImport, champs_of
from qualepref.suivi.rules.champs import COMPTAGES


# Beyond, a machine reads the annotated file rather than a page of JSON.
REFERENCES_CITEES = 200
ERREURS_CITEES = 1000


def export_registre(site: Site, sortie: Path, *, registre: str, annee: int | None = None) -> int:
    """Write a register to a .xlsx, .ods or .csv file; return the number of rows.

    annee: limits it to what was received that year.

    Raises:
        RegistreInconnuError, ExportImpossibleError.
    """
    champs = champs_of(site, registre=registre)
    codes = [c.code for c in champs]
    lignes = (
        list(_list_comptages(site, annee))
        if registre == COMPTAGES
        else list(_list_demandes(site, registre, annee, codes))
    )
    write_tableau(sortie, champs, lignes, feuille=registre)
    return len(lignes)


def render_bilan_import(bilan: BilanImport) -> dict[str, Any]:
    """Return the outcome of an import as JSON-ready data."""
    difference = bilan.difference
    return {
        "etat": "refuse" if bilan.erreurs else "applique" if bilan.applique else "verifie",
        "registre": bilan.registre,
        "fichier": bilan.fichier,
        "feuille": bilan.feuille,
        "ligne_entete": bilan.ligne_entete,
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


def _list_demandes(
    site: Site, registre: str, annee: int | None, codes: list[str]
) -> Iterator[list[Any]]:
    demandes = Demande.objects.filter(site=site, registre=registre)
    if annee is not None:
        demandes = demandes.filter(mois__range=(annee * 100 + 1, annee * 100 + 12))
    champs = {"service": "service__code", "boite": "boite__code"}
    colonnes = [champs.get(code, code) for code in codes]
    for ligne in demandes.order_by("recue_le", "pk").values_list(*colonnes).iterator():
        yield [None if valeur == "" else valeur for valeur in ligne]


def _list_comptages(site: Site, annee: int | None) -> Iterator[list[Any]]:
    comptages = Comptage.objects.filter(site=site)
    if annee is not None:
        comptages = comptages.filter(mois__range=(annee * 100 + 1, annee * 100 + 12))
    for c in comptages.order_by("mois", "grandeur", "dimension"):
        mois = dt.date(c.mois // 100, c.mois % 100, 1)
        yield [mois, c.grandeur, c.dimension or None, c.valeur, c.source or None]
