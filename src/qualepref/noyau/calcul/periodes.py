"""Spans of whole months, the grain of every cell and every reading."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MOIS_COURTS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
MOIS_PAR_TRIMESTRE = 3
MOIS_PAR_AN = 12


def mois_of(jour: dt.date) -> int:
    """Return the month of a day as an integer, 202204 for April 2022."""
    return jour.year * 100 + jour.month


def next_mois(mois: int) -> int:
    """Return the month after `mois`."""
    return mois + 1 if mois % 100 < MOIS_PAR_AN else mois + 100 - MOIS_PAR_AN + 1


def trimestre_of(mois: int) -> int:
    """Return the quarter of a month as an integer, 20222 for the second quarter of 2022."""
    return mois // 100 * 10 + (mois % 100 - 1) // MOIS_PAR_TRIMESTRE + 1


def format_mois(mois: int) -> str:
    """Return « avril 2022 »."""
    return f"{MOIS[mois % 100 - 1]} {mois // 100}"


@dataclass(frozen=True, slots=True, order=True)
class Periode:
    """A span of whole months, both bounds included, as integers such as 202201."""

    premier: int
    dernier: int

    @classmethod
    def annee(cls, annee: int) -> Periode:
        """Return the twelve months of a year."""
        return cls(annee * 100 + 1, annee * 100 + MOIS_PAR_AN)

    @classmethod
    def un_mois(cls, mois: int) -> Periode:
        """Return the span of a single month."""
        return cls(mois, mois)

    @classmethod
    def trimestres(cls, annee: int) -> tuple[Periode, ...]:
        """Return the four quarters of a year."""
        premiers = range(annee * 100 + 1, annee * 100 + MOIS_PAR_AN + 1, MOIS_PAR_TRIMESTRE)
        return tuple(cls(m, m + MOIS_PAR_TRIMESTRE - 1) for m in premiers)

    @classmethod
    def enclosing(cls, mois: Iterable[int]) -> Periode | None:
        """Return the shortest span holding these months; None when there are none."""
        connus = sorted(mois)
        return cls(connus[0], connus[-1]) if connus else None

    @property
    def debut(self) -> dt.date:
        """First day."""
        return dt.date(self.premier // 100, self.premier % 100, 1)

    @property
    def fin(self) -> dt.date:
        """Last day, included."""
        an, mois = divmod(self.dernier, 100)
        return dt.date(an, mois, calendar.monthrange(an, mois)[1])

    def __iter__(self) -> Iterator[int]:
        mois = self.premier
        while mois <= self.dernier:
            yield mois
            mois = next_mois(mois)

    def __contains__(self, mois: int) -> bool:
        return self.premier <= mois <= self.dernier

    def __str__(self) -> str:
        if self.premier == self.dernier:
            return format_mois(self.premier)
        if self.premier % 100 == 1 and self.dernier == self.premier + MOIS_PAR_AN - 1:
            return f"année {self.premier // 100}"
        if self.premier // 100 == self.dernier // 100:
            return f"{MOIS[self.premier % 100 - 1]} à {format_mois(self.dernier)}"
        return f"{format_mois(self.premier)} à {format_mois(self.dernier)}"
