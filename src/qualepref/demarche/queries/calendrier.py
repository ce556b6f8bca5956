"""The calendar of a site's approach: phases, steps, what is done, what is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from qualepref.demarche.models import Cycle, Jalon
from qualepref.demarche.queries.regles import get_regles
from qualepref.demarche.rules.ordre import EtapePosee, list_desordres
from qualepref.noyau.agendas.plages import Plage, Precision
from qualepref.organisation.models import Site


class CycleInconnuError(LookupError):
    """No cycle of that number on the site."""

    def __init__(self) -> None:
        super().__init__("Ce calendrier n’existe pas, ou n’existe plus.")


class JalonInconnuError(LookupError):
    """No step of that number on the site."""

    def __init__(self) -> None:
        super().__init__("Cette étape n’existe pas, ou n’existe plus.")


@dataclass(frozen=True, slots=True)
class PhaseLue:
    """A phase and its steps. en_retard: how many are left to do past their date."""

    numero: int
    code: str
    titre: str
    jalons: tuple[Jalon, ...]
    en_retard: int

    @property
    def total(self) -> int:
        """How many steps it has."""
        return len(self.jalons)

    @property
    def faites(self) -> int:
        """How many are done."""
        return sum(j.fait_le is not None for j in self.jalons)

    @property
    def finie(self) -> bool:
        """Whether all are done, and there are some."""
        return bool(self.jalons) and self.faites == self.total

    @property
    def plage(self) -> Plage | None:
        """From the first day of its steps to the last; None when none has a date."""
        return enclose(j.plage for j in self.jalons)


@dataclass(frozen=True, slots=True)
class CalendrierLu:
    """A cycle as of a day. retards: oldest first. prochains: left to do, nearest first."""

    cycle: Cycle
    le: dt.date
    phases: tuple[PhaseLue, ...]
    retards: tuple[Jalon, ...]
    prochains: tuple[Jalon, ...]
    desordres: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many steps there are."""
        return sum(p.total for p in self.phases)

    @property
    def faites(self) -> int:
        """How many are done."""
        return sum(p.faites for p in self.phases)

    @property
    def sans_date(self) -> int:
        """How many are left to do without a date."""
        return sum(j.fait_le is None and j.fin is None for p in self.phases for j in p.jalons)


def list_cycles(site: Site) -> list[Cycle]:
    """Return the cycles of a site, the current one first."""
    return list(Cycle.objects.filter(site=site))


def find_cycle(site: Site, pk: int) -> Cycle:
    """Return a cycle of a site.

    Raises:
        CycleInconnuError: there is none.
    """
    cycle = Cycle.objects.filter(site=site, pk=pk).select_related("site").first()
    if cycle is None:
        raise CycleInconnuError
    return cycle


def find_courant(site: Site, *, au: dt.date) -> Cycle | None:
    """Return the latest cycle begun by a day; None without any."""
    return Cycle.objects.filter(site=site, debut__lte=au).first()


def list_jalons(cycle: Cycle, *, au: dt.date) -> list[Jalon]:
    """Return the steps of a cycle as they stood at the end of a day: done later is left to do."""
    jalons = list(cycle.jalons.select_related("service"))
    for jalon in jalons:
        if jalon.fait_le is not None and jalon.fait_le > au:
            jalon.fait_le = None
    return jalons


def find_jalon(site: Site, pk: int) -> Jalon:
    """Return a step of a site.

    Raises:
        JalonInconnuError: there is none.
    """
    jalon = (
        Jalon.objects.filter(cycle__site=site, pk=pk)
        .select_related("cycle__site", "service", "agent")
        .first()
    )
    if jalon is None:
        raise JalonInconnuError
    return jalon


def load_calendrier(cycle: Cycle, *, le: dt.date) -> CalendrierLu:
    """Return a cycle as of a day."""
    jalons = list(cycle.jalons.select_related("service", "agent"))
    restent = sorted(
        (j for j in jalons if j.fait_le is None and j.fin is not None),
        key=lambda j: (j.fin, j.debut, j.rang),
    )
    return CalendrierLu(
        cycle=cycle,
        le=le,
        phases=_list_phases(jalons, le),
        retards=tuple(j for j in restent if j.en_retard(le)),
        prochains=tuple(j for j in restent if not j.en_retard(le)),
        desordres=tuple(list_desordres(pose_etapes(jalons).values())),
    )


def list_sites_a_effacer() -> list[Site]:
    """Return the sites where a step that is done says who did it."""
    nommes = Q(agent__isnull=False) | Q(qui__gt="") | Q(commentaire__gt="")
    faits = Jalon.objects.filter(nommes, fait_le__isnull=False)
    return list(Site.objects.filter(pk__in=faits.values("cycle__site")))


def pose_etapes(jalons: Iterable[Jalon]) -> dict[str, EtapePosee]:
    """Return the steps of a calendar that come from the product's, as the rules of order read them."""
    regles = get_regles()
    posees = {}
    for jalon in jalons:
        if jalon.code:
            modele = regles.etape(jalon.code)
            posees[jalon.code] = EtapePosee(
                jalon.code, jalon.titre, jalon.plage, jalon.fait_le, modele.apres if modele else ()
            )
    return posees


def enclose(plages: Iterable[Plage | None]) -> Plage | None:
    """Return the shortest span holding these; at the grain of months when one of them is."""
    connues = [p for p in plages if p is not None]
    if not connues:
        return None
    debut, fin = min(p.debut for p in connues), max(p.fin for p in connues)
    if any(p.precision is Precision.MOIS for p in connues):
        return Plage.mois(debut, fin)
    return Plage(debut, fin)


def _list_phases(jalons: list[Jalon], le: dt.date) -> tuple[PhaseLue, ...]:
    """Return the phases in order; those no longer declared, last."""
    regles = get_regles()
    codes = [p.code for p in regles.phases]
    codes += sorted({j.phase for j in jalons} - set(codes))
    phases = []
    for numero, code in enumerate(codes, start=1):
        siens = tuple(j for j in jalons if j.phase == code)
        retard = sum(j.en_retard(le) for j in siens)
        phases.append(PhaseLue(numero, code, regles.titre_de(code), siens, retard))
    return tuple(phases)
