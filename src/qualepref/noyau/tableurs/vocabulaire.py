"""Words and marks met in French registers, and the form under which texts are compared.

Source of the missing marks: labels' reports and registers (« / », « n.c », « Sans objet »,
« aucun », « aucune réclamation reçue », « pas de courriers reçus »).
"""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache


class Absence(StrEnum):
    """Why a cell holds no value; never a zero."""

    VIDE = "vide"  # blank, or a mark that claims nothing (« / », « - »)
    NON_COMMUNIQUE = "non_communique"
    SANS_OBJET = "sans_objet"
    NEANT = "neant"  # the writer says that there was none


# What an export writes for each state; reading it back gives the same state.
MARQUES_ECRITES: dict[Absence, str] = {
    Absence.VIDE: "",
    Absence.NON_COMMUNIQUE: "n.c.",
    Absence.SANS_OBJET: "sans objet",
    Absence.NEANT: "néant",
}

# Keys are in the form given by `normalize_marque`.
MARQUES_ABSENCE: dict[str, Absence] = {
    **dict.fromkeys(
        ("", "/", "//", "-", "--", "---", "–", "—", "_", "?", "non renseigne", "non renseignee"),
        Absence.VIDE,
    ),
    **dict.fromkeys(
        ("nc", "n.c", "n/c", "n.d", "n/d", "non communique", "non communiquee", "non disponible"),
        Absence.NON_COMMUNIQUE,
    ),
    **dict.fromkeys(
        ("sans objet", "s.o", "s/o", "n.a", "n/a", "non applicable", "non concerne"),
        Absence.SANS_OBJET,
    ),
    **dict.fromkeys(("aucun", "aucune", "neant"), Absence.NEANT),
}
PHRASE_NEANT = re.compile(r"(?:aucune?|pas de|pas d') ?.*\brecue?s?")

MOIS: dict[str, int] = {
    nom: rang
    for rang, noms in enumerate(
        (
            "janvier janv jan",
            "fevrier fevr fev",
            "mars mar",
            "avril avr",
            "mai",
            "juin",
            "juillet juil jul",
            "aout aou",
            "septembre sept sep",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ),
        start=1,
    )
    for nom in noms.split()
}

OUI = frozenset({"oui", "o", "vrai", "x", "true", "yes", "y", "1", "✓", "✔", "☑"})
NON = frozenset({"non", "n", "faux", "false", "no", "0", "☐"})

# First words of a row that sums up the others, and of a note under a table.
TOTAUX = re.compile(
    r"(?:sous[- ]?)?tota(?:l|ux)\b|moyennes?\b|ensemble\b|cumuls?\b|sommes?\b", re.IGNORECASE
)
# What stands beside it: « 6 courriers », « 1 240 appels reçus ».
COMPTE = re.compile(r"\d[\d\s]*(?:[.,]\d+)?\s?[^\W\d]+(?:\s[^\W\d]+)?")
NOTES = re.compile(
    r"sources?\s*:|notes?\s*:|nb\s*:|n\.b\.?\s*:|légende|legende|\*|\(\*|mise? à jour",
    re.IGNORECASE,
)

_ABREVIATIONS = {"n": "numero", "no": "numero", "num": "numero", "nb": "nombre", "nbre": "nombre"}
# Those of European languages, save the joiner among them, which is no accent.
_ACCENTS = re.compile(r"[\u0300-\u034e\u0350-\u036f]+")
_SEPARATEURS = re.compile(r"[\W_]+")
_ESPACES = re.compile(r"\s+")
_CHIFFRE = re.compile(r"[0-9]")


def strip_accents(texte: str) -> str:
    """Return the text in lower case without accents; ligatures become two letters."""
    plat = texte.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    sans = _ACCENTS.sub("", unicodedata.normalize("NFKD", plat))
    if sans.isascii():
        return sans
    return "".join(c for c in sans if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def normalize_texte(texte: str) -> str:
    """Return the words of a heading or label, without accents, case nor punctuation.

    « N° », « Nb » and the like are spelt out, so that « N° demande » equals « Numéro demande ».
    """
    mots = _SEPARATEURS.sub(" ", strip_accents(texte.replace("°", " "))).split()
    return " ".join(_ABREVIATIONS.get(mot, mot) for mot in mots)


def normalize_marque(texte: str) -> str:
    """Return the form under which missing marks are listed: no accent, case nor final dot.

    Inner dots stay: « S.O. » is a mark, « SO » may be somebody's initials.
    """
    return _ESPACES.sub(" ", strip_accents(texte)).strip(" «»\"'()").rstrip(".")


def find_absence(texte: str) -> Absence | None:
    """Return the missing state a cell's whole text stands for, None when it is a value."""
    # No mark is longer, nor holds a digit: most values go no further.
    if len(texte) > 24 or _CHIFFRE.search(texte):
        return None
    return MARQUES_ABSENCE.get(normalize_marque(texte))
