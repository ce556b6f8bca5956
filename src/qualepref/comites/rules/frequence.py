"""Whether a committee met as often as the rule asks, by civil year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frequence:
    """Meetings held against those the rule asks for.

    tenues, attendues: of the civil year `annee`. prochaine: day of the next planned one.
    derniere: day of the last one held. annee_manquee: the last whole civil year that lacked
    meetings, when it is the one before `annee`.
    """

    annee: int
    tenues: int
    attendues: int
    source: str
    prochaine: dt.date | None
    derniere: dt.date | None
    annee_manquee: int | None
    douze_mois: int

    @property
    def manquantes(self) -> int:
        """Meetings still owed this civil year."""
        return max(0, self.attendues - self.tenues)

    @property
    def alerte(self) -> bool:
        """Whether something is owed and nothing planned makes up for it this year."""
        if not self.manquantes:
            return False
        return self.prochaine is None or self.prochaine.year != self.annee

    @property
    def aucune_depuis_un_an(self) -> bool:
        """Whether no meeting was held in the last twelve months, though the rule asks for some."""
        return bool(self.attendues) and not self.douze_mois


def compute_frequence(
    tenues: Collection[dt.date],
    prevues: Collection[dt.date],
    *,
    attendues: int,
    attendues_avant: int,
    source: str,
    le: dt.date,
) -> Frequence:
    """Return how often a committee met as of `le`.

    tenues, prevues: days of meetings held, and not held yet. attendues, attendues_avant: fewest of
    the civil year of `le` and of the one before; 0 when nothing asks for one.
    """
    avant = sum(jour.year == le.year - 1 for jour in tenues)
    return Frequence(
        annee=le.year,
        tenues=sum(jour.year == le.year for jour in tenues),
        attendues=attendues,
        source=source,
        prochaine=min((jour for jour in prevues if jour >= le), default=None),
        derniere=max(tenues, default=None),
        annee_manquee=le.year - 1 if avant < attendues_avant else None,
        douze_mois=sum(_year_before(le) < jour <= le for jour in tenues),
    )


def _year_before(jour: dt.date) -> dt.date:
    try:
        return jour.replace(year=jour.year - 1)
    except ValueError:  # 29 February
        return jour.replace(year=jour.year - 1, day=28)
