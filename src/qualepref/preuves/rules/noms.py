"""Names of the files of a folder: readable, plain letters, none twice."""

from __future__ import annotations

import re
import unicodedata


LONGUEUR = 60


def simplify_nom(texte: str) -> str:
    """Return the text in lower-case letters, digits and hyphens; « piece » when none is left."""
    sans_accents = (
        unicodedata.normalize("NFKD", texte.replace("’", " "))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    simple = re.sub(r"[^a-z0-9]+", "-", sans_accents).strip("-")
    return simple[:LONGUEUR].rstrip("-") or "piece"


def build_nom(titre: str, *, engagement: str, version: int, extension: str, pris: set[str]) -> str:
    """Return « E03-compte-rendu-v2.pdf » and take it; a number follows where it is taken already."""
    tete, point, reste = engagement.partition(".")
    prefixe = f"E{int(tete):02}{point.replace('.', '-')}{reste}" if engagement else "E00"
    base = f"{prefixe}-{simplify_nom(titre)}-v{version}"
    nom, rang = f"{base}.{extension}", 1
    while nom in pris:
        rang += 1
        nom = f"{base}-{rang}.{extension}"
    pris.add(nom)
    return nom
