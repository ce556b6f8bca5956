"""A text as blocks: paragraphs, and lists whose lines begin with a hyphen."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby


PUCES = ("- ", "– ", "• ")


@dataclass(frozen=True, slots=True)
class Bloc:
    """A paragraph, its lines in order, or a list, its items."""

    liste: bool
    lignes: tuple[str, ...]


def parse_blocs(texte: str) -> tuple[Bloc, ...]:
    """Return the blocks of a text; blank lines separate them and are not kept."""
    blocs: list[Bloc] = []
    for paragraphe in texte.replace("\r\n", "\n").split("\n\n"):
        lignes = [ligne.strip() for ligne in paragraphe.splitlines() if ligne.strip()]
        for liste, groupe in groupby(lignes, key=lambda ligne: ligne.startswith(PUCES)):
            blocs.append(Bloc(liste, tuple(x[2:].strip() if liste else x for x in groupe)))
    return tuple(blocs)
