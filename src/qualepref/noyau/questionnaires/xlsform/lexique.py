"""Names of the sheets, columns and types; those of this product stand beside XLSForm's own."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qualepref.noyau.questionnaires.modele import LANGUE_REFERENCE, Langue, TypeQuestion
from qualepref.noyau.tableurs.vocabulaire import strip_accents


FEUILLES = ("survey", "choices", "settings")
# Columns XLSForm has no place for; other tools leave them alone.
COLONNES_QUESTION = ("critere", "engagements", "personnel")
COLONNES_OPTION = ("satisfait", "sans_objet")
COLONNES_REGLAGE = ("genre", "public", "source", "seuil_significatif")
TITRE = "titre"

OUI, NON = "oui", "non"
VRAIS = frozenset({"oui", "yes", "true", "true()", "vrai", "1"})
FAUX = frozenset({"non", "no", "false", "false()", "faux", "0"})

# How pyxform names the types once read.
TYPES_LUS: Mapping[str, TypeQuestion] = {
    "select one": TypeQuestion.CHOIX,
    "select all that apply": TypeQuestion.CHOIX_MULTIPLE,
    "integer": TypeQuestion.NOMBRE,
    "int": TypeQuestion.NOMBRE,
    "decimal": TypeQuestion.NOMBRE,
    "date": TypeQuestion.DATE,
    "text": TypeQuestion.TEXTE,
    "string": TypeQuestion.TEXTE,
}
DECIMAL = "decimal"


def name_langue(langue: Langue) -> str:
    """Return a language as XLSForm columns name it: « Français (fr) »."""
    return f"{langue.nom} ({langue.code})"


def find_code_langue(intitule: str, langues: tuple[Langue, ...]) -> str | None:
    """Return the code of a language named « Français (fr) », « fr » or « Français »; else None.

    A column without language holds the reference language, which pyxform calls « default ».
    """
    if intitule == "default":
        return LANGUE_REFERENCE
    fin = re.search(r"\(([A-Za-z]{2,3})(?:-[A-Za-z0-9]+)*\)\s*$", intitule)
    dit = fin.group(1) if fin else intitule.strip()
    for langue in langues:
        if dit.lower() in (langue.code, langue.nom.lower()):
            return langue.code
    return None


def as_code(nom: str, prefixe: str) -> str:
    """Return a name as a code of question or option: « Q 1-b » becomes « q_1_b ».

    prefixe: what goes before a name that does not start with a letter.
    """
    code = re.sub(r"[^a-z0-9]+", "_", strip_accents(nom).lower()).strip("_")
    return code if code[:1].isalpha() else f"{prefixe}_{code}".rstrip("_")


def as_code_fichier(nom: str, prefixe: str) -> str:
    """Return a name as the code, or the version, of a questionnaire; kept when it already is one.

    prefixe: what stands for a name without any letter or digit.
    """
    if re.fullmatch(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*", nom):
        return nom
    code = re.sub(r"[^a-z0-9]+", "-", strip_accents(nom).lower()).strip("-")
    return code or prefixe
