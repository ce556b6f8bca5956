"""A workbook measured and read, then put in order by pyxform."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyxform.errors import PyXFormError  # type: ignore[import-untyped]
from pyxform.xls2json import workbook_to_json  # type: ignore[import-untyped]
from pyxform.xls2json_backends import DefinitionData  # type: ignore[import-untyped]

from qualepref.noyau.questionnaires.xlsform.erreurs import XlsformIllisibleError
from qualepref.noyau.questionnaires.xlsform.lexique import FEUILLES
from qualepref.noyau.tableurs.grille import Cellule, CelluleFautive, Classeur, Feuille
from qualepref.noyau.tableurs.lecture import read_classeur
from qualepref.noyau.tableurs.limites import Limites


# Far above any form a person fills, far below what would hold a worker.
LIMITES_FORMULAIRE = Limites(
    octets=5_000_000,
    octets_decompresses=50_000_000,
    octets_textes=20_000_000,
    lignes=5_000,
    colonnes=200,
    cellules=200_000,
)
# Expressions keep straight quotes; elsewhere pyxform would straighten those of French.
EXPRESSIONS = frozenset({"relevant", "relevance", "constraint", "calculation", "required"})
GARDER = str.maketrans("‘’“”", "\ue000\ue001\ue002\ue003")
RENDRE = str.maketrans("\ue000\ue001\ue002\ue003", "‘’“”")

Formulaire = Mapping[str, Any]
Ligne = dict[str, str]


def read_formulaire(path: Path, *, nom: str | None = None) -> tuple[Formulaire, str]:
    """Return a form as pyxform understands it, and the name the user knows it by.

    Raises:
        FichierRefuseError: the file is not a workbook that can be read.
        XlsformIllisibleError: it is one, but not of a form.
    """
    classeur = read_classeur(path, limites=LIMITES_FORMULAIRE, nom=nom)
    cles: dict[str, Any] = {"sheet_names": [feuille.nom for feuille in classeur.feuilles]}
    for attendue in FEUILLES:
        entetes, lignes = _read_feuille(classeur, attendue)
        cles[attendue] = lignes
        cles[f"{attendue}_header"] = [dict.fromkeys(entetes)]
    if not cles["survey"]:
        raise XlsformIllisibleError(classeur.nom, "la feuille « survey » manque ou est vide.")
    try:
        lu = workbook_to_json(DefinitionData(**cles), form_name="data", warnings=[])
    except PyXFormError as erreur:
        precision = str(erreur).translate(RENDRE)
        raise XlsformIllisibleError(
            classeur.nom, "corrigez-le dans le tableur, puis recommencez.", precision
        ) from erreur
    return _restore(lu), classeur.nom


def _read_feuille(classeur: Classeur, attendue: str) -> tuple[list[str], list[Ligne]]:
    """Return the headings and the rows of a sheet, nothing without it; blank cells left out."""
    feuille = next((f for f in classeur.feuilles if f.nom.strip().lower() == attendue), None)
    if feuille is None or not feuille.remplie:
        return [], []
    entetes = [_write(cellule) for cellule in feuille.lignes[0]]
    lignes = [
        {
            entete: _keep(entete, texte)
            for rang, (entete, cellule) in enumerate(zip(entetes, ligne, strict=False))
            if entete and (texte := _check(cellule, classeur, feuille, (numero, rang)))
        }
        for numero, ligne in enumerate(feuille.lignes[1:], start=1)
    ]
    return [entete for entete in entetes if entete], lignes


def _check(
    cellule: Cellule, classeur: Classeur, feuille: Feuille, position: tuple[int, int]
) -> str:
    if isinstance(cellule, CelluleFautive):
        ligne = feuille.premiere_ligne + position[0]
        motif = f"la feuille « {feuille.nom} » a une cellule en erreur à la ligne {ligne}."
        raise XlsformIllisibleError(classeur.nom, motif)
    return _write(cellule)


def _write(cellule: Cellule) -> str:
    """Return a cell as the text a form holds: 15.0 is « 15 »."""
    if isinstance(cellule, bool):
        return "yes" if cellule else "no"
    if isinstance(cellule, float) and cellule.is_integer():
        return str(int(cellule))
    if isinstance(cellule, dt.datetime):
        return cellule.date().isoformat()
    return str(cellule).strip()


def _keep(entete: str, texte: str) -> str:
    return texte if entete.lower() in EXPRESSIONS else texte.translate(GARDER)


def _restore(valeur: Any) -> Any:
    if isinstance(valeur, str):
        return valeur.translate(RENDRE)
    if isinstance(valeur, list):
        return [_restore(v) for v in valeur]
    if isinstance(valeur, dict):
        return {cle: _restore(v) for cle, v in valeur.items()}
    return valeur
