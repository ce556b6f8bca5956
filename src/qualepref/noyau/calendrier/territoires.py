"""Public holidays of a territory: rules, dated days, known disagreements between sources."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType


PREMIER_JOUR = dt.date(2000, 1, 1)
DERNIER_JOUR = dt.date(2050, 12, 31)


def compute_paques(annee: int) -> dt.date:
    """Return Easter Sunday of a Gregorian year (Meeus, Astronomical Algorithms, chapter 8)."""
    siecle, rang = divmod(annee, 100)
    cycle = annee % 19
    correction = (siecle - (siecle + 8) // 25 + 1) // 3
    epacte = (19 * cycle + siecle - siecle // 4 - correction + 15) % 30
    dimanche = (32 + 2 * (siecle % 4) + 2 * (rang // 4) - epacte - rang % 4) % 7
    recul = (cycle + 11 * epacte + 22 * dimanche) // 451
    mois, jour = divmod(epacte + dimanche - 7 * recul + 114, 31)
    return dt.date(annee, mois, jour + 1)


@dataclass(frozen=True, slots=True)
class Regle:
    """One day a year: a fixed (month, day) or a number of days after Easter Sunday, never both.

    du, au: bounds of validity, included; None means no bound.
    """

    mois_jour: tuple[int, int] | None = None
    paques: int | None = None
    du: dt.date | None = None
    au: dt.date | None = None

    def jours(self) -> Iterator[dt.date]:
        """Yield the dates the rule gives within the calendar's range, in order."""
        debut = max(self.du or PREMIER_JOUR, PREMIER_JOUR)
        fin = min(self.au or DERNIER_JOUR, DERNIER_JOUR)
        for annee in range(debut.year, fin.year + 1):
            jour = self._jour_de(annee)
            if debut <= jour <= fin:
                yield jour

    def _jour_de(self, annee: int) -> dt.date:
        if self.mois_jour is not None:
            return dt.date(annee, *self.mois_jour)
        return compute_paques(annee) + dt.timedelta(days=self.paques or 0)


@dataclass(frozen=True, slots=True)
class JourFerie:
    """A public holiday as the law states it. source: the text that creates it."""

    regle: Regle
    libelle: str
    source: str


@dataclass(frozen=True, slots=True)
class Ferie:
    """A public holiday on its date."""

    jour: dt.date
    libelle: str
    source: str


@dataclass(frozen=True, slots=True)
class Divergence:
    """A known disagreement with another source, the law that decides and what was chosen.

    en_plus: days held here that the source has not; en_moins: days of the source not held here.
    """

    source: str
    constat: str
    droit: str
    choix: str
    en_plus: tuple[Regle, ...] = ()
    en_moins: tuple[Regle, ...] = ()


@dataclass(frozen=True)
class Territoire:
    """A territory with its own list of public holidays. fuseau: IANA time zone."""

    code: str
    nom: str
    fuseau: str
    jours: tuple[JourFerie, ...]
    divergences: tuple[Divergence, ...] = ()

    @cached_property
    def feries(self) -> Mapping[dt.date, tuple[Ferie, ...]]:
        """Holidays of the whole range by date, in order; two may share one date (1 May 2008)."""
        par_jour: dict[dt.date, list[Ferie]] = {}
        for ferie in self.jours:
            for jour in ferie.regle.jours():
                par_jour.setdefault(jour, []).append(Ferie(jour, ferie.libelle, ferie.source))
        return MappingProxyType({jour: tuple(par_jour[jour]) for jour in sorted(par_jour)})

    def list_feries(self, annee: int) -> list[Ferie]:
        """Return the holidays of one year, in order; empty outside the calendar's range."""
        return [f for jour, feries in self.feries.items() if jour.year == annee for f in feries]
