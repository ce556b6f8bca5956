"""A span of days, told no finer than it is known: a day, some days, a month, some months."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from qualepref.noyau.calcul.periodes import MOIS, MOIS_PAR_AN, format_mois, mois_of
from qualepref.noyau.calcul.rendu import INSECABLE
from qualepref.noyau.documents.textes import format_date


class Precision(StrEnum):
    """The grain a span is known at."""

    JOUR = "jour"
    MOIS = "mois"


class PlageInverseeError(ValueError):
    """The end of a span comes before its beginning."""

    def __init__(self) -> None:
        super().__init__("La fin précède le début. Corrigez l’une des deux dates.")


@dataclass(frozen=True, slots=True)
class Plage:
    """Days from `debut` to `fin`, both included; at the grain of months, whole months."""

    debut: dt.date
    fin: dt.date
    precision: Precision = Precision.JOUR

    def __post_init__(self) -> None:
        if self.fin < self.debut:
            raise PlageInverseeError

    @classmethod
    def jour(cls, jour: dt.date) -> Plage:
        """Return the span of one day."""
        return cls(jour, jour)

    @classmethod
    def mois(cls, premier: dt.date, dernier: dt.date) -> Plage:
        """Return the whole months from that of a day to that of another.

        Raises:
            PlageInverseeError: the second comes first.
        """
        if dernier < premier:
            raise PlageInverseeError
        return cls(premier.replace(day=1), _end_of_mois(dernier), Precision.MOIS)

    @property
    def texte(self) -> str:
        """Return « 23 mars 2022 », « septembre 2021 », « de juin à août 2020 »."""
        if self.precision is Precision.MOIS:
            return self._say_mois()
        if self.debut == self.fin:
            return format_date(self.debut)
        return f"du {format_date(self.debut)} au {format_date(self.fin)}"

    def depassee(self, le: dt.date) -> bool:
        """Whether its last day has gone by."""
        return self.fin < le

    def _say_mois(self) -> str:
        premier, dernier = mois_of(self.debut), mois_of(self.fin)
        if premier == dernier:
            return format_mois(premier).replace(" ", INSECABLE)
        debut = MOIS[self.debut.month - 1]
        if self.debut.year != self.fin.year:
            debut += f"{INSECABLE}{self.debut.year}"
        de = f"d’{debut}" if debut[0] in "ao" else f"de {debut}"
        return f"{de} à {format_mois(dernier).replace(' ', INSECABLE)}"


def add_mois(jour: dt.date, mois: int) -> dt.date:
    """Return the same day months later, the last of its month where there is none."""
    rang = jour.year * MOIS_PAR_AN + jour.month - 1 + mois
    premier = dt.date(rang // MOIS_PAR_AN, rang % MOIS_PAR_AN + 1, 1)
    return premier.replace(day=min(jour.day, _end_of_mois(premier).day))


def _end_of_mois(jour: dt.date) -> dt.date:
    return jour.replace(day=calendar.monthrange(jour.year, jour.month)[1])
