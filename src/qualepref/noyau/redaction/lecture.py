"""Text as people type it, in blocks: a small part of Markdown, the rest printed as typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from qualepref.noyau.redaction.modele import BlocTexte, Morceau, TexteRiche


PUCE = re.compile(r"^\s*[-*•]\s+(?P<suite>\S.*)$")
GRAS = re.compile(r"\*\*(?P<dedans>[^*\n]+?)\*\*")


def parse_texte(texte: str) -> TexteRiche:
    """Return the blocks of a text: an empty line ends a paragraph, « - » begins an item, « ** » is bold.

    Nothing else is markup: links, pictures, tags are printed as typed. Control characters go.
    """
    lignes = [_clean(ligne) for ligne in texte.replace("\r\n", "\n").split("\n")]
    blocs: list[BlocTexte] = []
    for plein, groupe in groupby(lignes, key=bool):
        if plein:
            blocs += _build_blocs(list(groupe))
    return TexteRiche(tuple(blocs))


def _clean(ligne: str) -> str:
    propre = "".join(c if unicodedata.category(c) not in ("Cc", "Cs") else " " for c in ligne)
    return propre.strip()


def _build_blocs(lignes: list[str]) -> Iterator[BlocTexte]:
    """Yield paragraphs and lists: a line after an item, without its dash, continues the item."""
    elements: list[str] = []
    liste = False
    for ligne in lignes:
        puce = PUCE.match(ligne)
        if puce is None and elements:
            elements[-1] += f" {ligne}"
            continue
        if puce is not None and elements and not liste:
            yield BlocTexte(tuple(_split(e) for e in elements))
            elements = []
        liste = puce is not None
        elements.append(puce["suite"] if puce else ligne)
    yield BlocTexte(tuple(_split(e) for e in elements), liste=liste)


def _split(texte: str) -> tuple[Morceau, ...]:
    morceaux: list[Morceau] = []
    fin = 0
    for trouve in GRAS.finditer(texte):
        if trouve.start() > fin:
            morceaux.append(Morceau(texte[fin : trouve.start()]))
        morceaux.append(Morceau(trouve["dedans"], gras=True))
        fin = trouve.end()
    if fin < len(texte):
        morceaux.append(Morceau(texte[fin:]))
    return tuple(morceaux)
