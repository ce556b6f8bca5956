"""Which tool wrote a file of answers, told by its headings, and what is particular to each."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from qualepref.noyau.tableurs.vocabulaire import normalize_texte


class FormatCollecte(StrEnum):
    """Where a file of answers comes from."""

    TABLEUR = "tableur"
    LIMESURVEY = "limesurvey"
    JDMA = "jdma"
    SDAPS = "sdaps"


# Headings that only this tool writes, normalised; two of them are enough.
SIGNES = {
    FormatCollecte.LIMESURVEY: {"submitdate", "lastpage", "startlanguage", "id de la reponse",
                                "derniere page", "langue de depart", "seed"},
    FormatCollecte.JDMA: {"date de l avis", "nom du formulaire", "lien d integration",
                          "identifiant avis"},
    FormatCollecte.SDAPS: {"questionnaire id", "global id", "recognized", "verified"},
}  # fmt: skip
# Columns of the tools that tell nothing of an answer, normalised.
TECHNIQUES = {
    FormatCollecte.TABLEUR: {
        "temps saisie", "origine saisie", "appareil saisie", "date modif", "cle api",
        "derniere question saisie", "horodateur de fin",
    },
    FormatCollecte.LIMESURVEY: {
        "lastpage", "seed", "startdate", "interviewtime", "grouptime", "derniere page",
        "date de lancement", "temps total",
    },
    FormatCollecte.JDMA: {"nom du formulaire", "lien d integration"},
    FormatCollecte.SDAPS: {"global id", "recognized", "review", "verified"},
}  # fmt: skip
# Columns that name somebody, or a machine: never read, whatever the tool.
PERSONNELLES = {
    "ipaddr", "adresse ip", "ip", "ip address", "token", "refurl", "url referente", "email",
    "courriel", "adresse mail", "adresse email", "firstname", "lastname", "nom", "prenom",
    "telephone", "tel",
}  # fmt: skip


def detect_collecte(entetes: Sequence[str]) -> FormatCollecte:
    """Return the tool whose headings these are; a plain spreadsheet when none is recognised."""
    formes = {normalize_texte(entete) for entete in entetes}
    for format_, signes in SIGNES.items():
        if len(formes & signes) > 1:
            return format_
    return FormatCollecte.TABLEUR


def is_technique(entete: str, format_: FormatCollecte) -> bool:
    """Whether a column is the tool's own business."""
    forme = normalize_texte(entete)
    if format_ is FormatCollecte.SDAPS and forme.endswith((" review", " image", " quality")):
        return True
    chronometre = format_ is FormatCollecte.LIMESURVEY and forme.endswith(("time", " filecount"))
    return chronometre or forme in TECHNIQUES[format_]


def is_personnelle(entete: str) -> bool:
    """Whether a column holds personal data, by its heading."""
    return normalize_texte(entete) in PERSONNELLES
