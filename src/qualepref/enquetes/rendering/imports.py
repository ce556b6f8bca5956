"""What a file of answers holds and does, as plain data for pages and machines."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from qualepref.enquetes.rules.imports import Effet


# Beyond, the file is better corrected at its source than row by row from a page of JSON.
FAUTES_CITEES = 500
INCONNUS_CITES = 200


def render_effet(effet: Effet) -> dict[str, Any]:
    """Return the effect of a file as JSON-ready data."""
    return {
        "etat": _tell_etat(effet),
        "format": effet.format,
        "fichier": effet.fichier,
        "feuille": effet.feuille,
        "ligne_entete": effet.ligne_entete,
        "colonnes": [asdict(c) | {"exemples": list(c.exemples)} for c in effet.colonnes],
        "lignes_lues": effet.lues,
        "nouvelles": effet.nouvelles,
        "modifiees": effet.modifiees,
        "completees": effet.completees,
        "incompletes": effet.incompletes,
        "deja_connues": effet.connues,
        "refusees": effet.refusees,
        "sauf_refusees": effet.sauf_refusees,
        "applicable": effet.applicable,
        "a_ecrire": effet.a_ecrire,
        "a_preciser": list(effet.blocages),
        "nombre_inconnus": len(effet.inconnus),
        "inconnus": [asdict(i) for i in effet.inconnus[:INCONNUS_CITES]],
        "nombre_fautes": len(effet.fautes),
        "fautes": [asdict(f) for f in effet.fautes[:FAUTES_CITEES]],
        "avertissements": list(effet.avertissements),
        "lignes_ecartees": [
            {"motif": motif, "nombre": len(lignes), "lignes": list(lignes[:FAUTES_CITEES])}
            for motif, lignes in effet.ecartees
        ],
    }


def _tell_etat(effet: Effet) -> str:
    if effet.applique:
        return "applique"
    return "verifie" if effet.applicable else "refuse"
