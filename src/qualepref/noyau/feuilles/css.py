"""Read a stylesheet as blocks, and write blocks back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


COMMENTAIRE = re.compile(r"/\*.*?\*/", re.DOTALL)
OUVRANTS, FERMANTS = "([", ")]"
GUILLEMETS = "\"'"


@dataclass(frozen=True, slots=True)
class Bloc:
    """« tete { … } »: declarations of a rule, or the blocks inside an at-rule."""

    tete: str
    declarations: tuple[str, ...] = ()
    blocs: tuple[Bloc, ...] = ()


def parse_css(texte: str) -> list[Bloc]:
    """Return the blocks of a stylesheet, comments and statements without block left out."""
    return list(_iter_blocs(COMMENTAIRE.sub("", texte)))


def write_css(blocs: Iterable[Bloc]) -> str:
    """Return a stylesheet, one top block per line."""
    return "".join(f"{_write(bloc)}\n" for bloc in blocs)


def split_css(texte: str, separateur: str) -> list[str]:
    """Return the parts between separators that stand outside strings and brackets."""
    parties, debut, profondeur, guillemet = [], 0, 0, ""
    for rang, signe in enumerate(texte):
        if guillemet:
            guillemet = "" if signe == guillemet else guillemet
        elif signe in GUILLEMETS:
            guillemet = signe
        elif signe in OUVRANTS:
            profondeur += 1
        elif signe in FERMANTS:
            profondeur -= 1
        elif signe == separateur and not profondeur:
            parties.append(texte[debut:rang])
            debut = rang + 1
    parties.append(texte[debut:])
    return [partie.strip() for partie in parties if partie.strip()]


def _iter_blocs(texte: str) -> Iterator[Bloc]:
    position = 0
    while (ouvrante := _find(texte, "{", position)) != -1:
        fermante = _find_fermante(texte, ouvrante)
        tete = texte[position:ouvrante].rpartition(";")[2].strip()
        corps = texte[ouvrante + 1 : fermante]
        if tete.startswith("@") and "{" in corps:
            yield Bloc(tete, blocs=tuple(_iter_blocs(corps)))
        else:
            yield Bloc(tete, declarations=tuple(split_css(corps, ";")))
        position = fermante + 1


def _find_fermante(texte: str, ouvrante: int) -> int:
    profondeur, position = 1, ouvrante
    while profondeur:
        position += 1
        prochaine = min(
            (p for s in "{}" if (p := _find(texte, s, position)) != -1), default=len(texte)
        )
        if prochaine == len(texte):
            return prochaine
        profondeur += 1 if texte[prochaine] == "{" else -1
        position = prochaine
    return position


def _find(texte: str, signe: str, debut: int) -> int:
    """Return where a sign next stands outside strings; -1 when it does not."""
    guillemet = ""
    for rang in range(debut, len(texte)):
        if guillemet:
            guillemet = "" if texte[rang] == guillemet else guillemet
        elif texte[rang] in GUILLEMETS:
            guillemet = texte[rang]
        elif texte[rang] == signe:
            return rang
    return -1


def _write(bloc: Bloc) -> str:
    corps = "".join(map(_write, bloc.blocs)) if bloc.blocs else ";".join(bloc.declarations)
    return f"{bloc.tete}{{{corps}}}"
