"""Kinds of file that are not registers of the référentiel: comptages, and what upper storeys add.

A storey above adds its own kinds when it starts, so that commands and screens of import treat them
like any register, without this storey knowing what they hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from qualepref.noyau.tableurs.champs import Champ
from qualepref.noyau.tableurs.conversion import Ligne
from qualepref.organisation.models import Site
from qualepref.suivi.rules.bilans import Difference
from qualepref.suivi.rules.champs import FauteLigne


@dataclass(slots=True)
class LignesControlees:
    """Rows of a file once checked: those that can be written, faults and doubts of the others.

    fautes: (row number, fault). avertissements: in French, what is odd but not refused.
    """

    valides: list[Any] = field(default_factory=list)
    fautes: list[tuple[int, FauteLigne]] = field(default_factory=list)
    avertissements: list[str] = field(default_factory=list)


class Ecriture(Protocol):
    """What writes the checked rows, all or none."""

    def __call__(self, site: Site, lignes: Sequence[Any], *, par: str, le: dt.date) -> Difference:
        """Write and return what changed."""
        ...


@dataclass(frozen=True, slots=True)
class GenreFichier:
    """A kind of file, from its columns to its rows.

    build_champs: its columns. check: rows of a file -> those that can be written. compare: what
    `write` would do. list_lignes: the rows to export, one value per column; a year limits them.
    nomme: its rows may name people, so that who reads figures only may not export them; said of
    every kind that does not declare the contrary.
    """

    code: str
    libelle: str
    build_champs: Callable[[Site], list[Champ]]
    check: Callable[[Site, Sequence[Ligne], dt.date], LignesControlees]
    compare: Callable[[Site, Sequence[Any]], Difference]
    write: Ecriture
    list_lignes: Callable[[Site, int | None], Iterable[list[Any]]]
    nomme: bool = True


_GENRES: dict[str, GenreFichier] = {}


def add_genre(genre: GenreFichier) -> None:
    """Make a kind of file known; the same code again replaces it."""
    _GENRES[genre.code] = genre


def find_genre(code: str) -> GenreFichier | None:
    """Return the kind of file of that code, None for a register of the référentiel."""
    return _GENRES.get(code)


def list_genres() -> tuple[GenreFichier, ...]:
    """Return the kinds known, in the order they were added."""
    return tuple(_GENRES.values())
