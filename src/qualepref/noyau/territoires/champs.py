"""Read one cell: a typed value, or a ValeurInvalideError that says what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from qualepref.noyau.territoires.modele import TypeSite


Lecteur = Callable[[str], Any]

# Insee's department codes: 01 to 95 without 20, 2A, 2B, and three digits overseas.
DEPARTEMENT = r"(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-8]|98[4-9])"
COMMUNE = r"(?:(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5])\d{3}|9[78]\d{3})"
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
PREFECTURE = rf"pref-{DEPARTEMENT.replace('AB', 'ab')}"
SOUS_PREFECTURE = rf"sp-{DEPARTEMENT.replace('AB', 'ab')}-{SLUG}"


class ValeurInvalideError(ValueError):
    """A cell does not hold what its column asks for; the message says what it asks for."""


def _match(motif: str, attendu: str) -> Callable[[str], str]:
    compile_ = re.compile(motif)

    def read(texte: str) -> str:
        if not compile_.fullmatch(texte):
            message = f"« {texte} » n’est pas {attendu}."
            raise ValeurInvalideError(message)
        return texte

    return read


read_code_departement = _match(
    DEPARTEMENT, "un code de département de l’Insee (« 01 », « 2A », « 974 »)"
)
read_code_region = _match(r"\d{2}", "un code de région de l’Insee (deux chiffres)")
read_code_commune = _match(
    COMMUNE, "un code de commune de l’Insee (« 44109 », « 2A004 », cinq caractères)"
)
read_code_arrondissement = _match(
    rf"{DEPARTEMENT}\d", "un code d’arrondissement de l’Insee (département suivi d’un chiffre)"
)
read_code_prefecture = _match(PREFECTURE, "un code de préfecture (« pref-44 », « pref-2a »)")
read_code_site = _match(
    f"{PREFECTURE}|{SOUS_PREFECTURE}", "un code de site (« pref-44 », « sp-91-etampes »)"
)
read_calendrier = _match(SLUG, "un code de calendrier (« metropole », « alsace-moselle »)")
read_quatre_chiffres = _match(r"(?:19|20)\d{2}", "une année sur quatre chiffres")
read_chiffres = _match(r"0|[1-9]\d*", "un nombre entier d’habitants, en chiffres sans espace")


def read_texte(texte: str) -> str:
    """Return the text; a cell that must be filled may not be empty."""
    if not texte:
        message = "valeur obligatoire absente."
        raise ValeurInvalideError(message)
    return texte


def read_annee(texte: str) -> int:
    """Return a year."""
    return int(read_quatre_chiffres(texte))


def read_population(texte: str) -> int:
    """Return a number of inhabitants."""
    return int(read_chiffres(texte))


def read_type_site(texte: str) -> TypeSite:
    """Return the type of a site."""
    try:
        return TypeSite(texte)
    except ValueError as erreur:
        valeurs = ", ".join(TypeSite)
        message = f"« {texte} » n’est pas un type de site ; valeurs admises : {valeurs}."
        raise ValeurInvalideError(message) from erreur


def read_fuseau(texte: str) -> str:
    """Return the name of a time zone, once the tz database knows it."""
    try:
        ZoneInfo(texte)
    except (ZoneInfoNotFoundError, ValueError, OSError) as erreur:
        message = f"« {texte} » n’est pas un fuseau horaire connu (« Europe/Paris »)."
        raise ValeurInvalideError(message) from erreur
    return texte


def read_optionnel(lecteur: Lecteur) -> Lecteur:
    """Return a reader for which an empty cell is None, never zero."""

    def read(texte: str) -> Any:
        return lecteur(texte) if texte else None

    return read
