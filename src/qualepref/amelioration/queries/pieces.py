"""Pieces that a storey above holds as evidence of an action or of a line of a grid.

That storey says so when it starts; without it, there are none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from qualepref.amelioration.models import Action, LigneGrille


# Primary key and title of a piece.
Piece = tuple[int, str]


@dataclass(frozen=True, slots=True)
class SourcePieces:
    """Where pieces are asked for: those of an action, those of each of some lines."""

    of_action: Callable[[Action], list[Piece]]
    of_lignes: Callable[[Iterable[LigneGrille]], dict[int, list[Piece]]]


_SOURCES: list[SourcePieces] = []


def set_source(source: SourcePieces) -> None:
    """Make the source of pieces known, in the place of any other."""
    _SOURCES[:] = [source]


def list_pieces_of_action(action: Action) -> list[Piece]:
    """Return the pieces deposited for an action."""
    return [piece for source in _SOURCES for piece in source.of_action(action)]


def list_pieces_of_lignes(lignes: Iterable[LigneGrille]) -> dict[int, list[Piece]]:
    """Return line of a grid -> the pieces deposited for it."""
    lues = list(lignes)
    return {pk: p for source in _SOURCES for pk, p in source.of_lignes(lues).items()}
