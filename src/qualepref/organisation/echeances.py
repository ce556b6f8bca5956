"""What is due on a site, whoever keeps it: each storey adds its own, none knows the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from qualepref.noyau.agendas.plages import Plage
from qualepref.organisation.models import Agent, Site


@dataclass(frozen=True, slots=True)
class Lecture:
    """Who asks what is due on a site, on which civil day there.

    limite: most items wanted of each source, late ones and coming ones apart.
    """

    site: Site
    agent: Agent
    le: dt.date
    limite: int


@dataclass(frozen=True, slots=True)
class Echeance:
    """Something due. cle: names it for good within the site. adresse: its page.

    en_retard: late on the day asked. qui: who does it, in words, "" when unsaid.
    """

    cle: str
    titre: str
    plage: Plage
    adresse: str
    en_retard: bool
    qui: str = ""


@dataclass(frozen=True, slots=True)
class SourceEcheances:
    """What a storey has to say. load: the nearest items that this agent may read, none otherwise."""

    code: str
    libelle: str
    load: Callable[[Lecture], Iterable[Echeance]]


@dataclass(frozen=True, slots=True)
class EcheanceNommee:
    """An item with the name of where it comes from."""

    genre: str
    echeance: Echeance


@dataclass(frozen=True, slots=True)
class EcheancesSite:
    """What is late, the oldest first, and what comes, the nearest first."""

    retards: tuple[EcheanceNommee, ...]
    prochaines: tuple[EcheanceNommee, ...]

    def __bool__(self) -> bool:
        return bool(self.retards or self.prochaines)


_SOURCES: dict[str, SourceEcheances] = {}


def add_source(source: SourceEcheances) -> None:
    """Make a source of due dates known; the same code again replaces it."""
    _SOURCES[source.code] = source


def load_echeances(site: Site, *, pour: Agent, le: dt.date, limite: int) -> EcheancesSite:
    """Return what is due on a site for an agent, at most `limite` late and as many to come.

    Late ones are the oldest of each source in turn, lest a long list hide the others.
    """
    lecture = Lecture(site, pour, le, limite)
    retards: list[tuple[int, EcheanceNommee]] = []
    prochaines: list[EcheanceNommee] = []
    for source in _SOURCES.values():
        lues = [EcheanceNommee(source.libelle, e) for e in source.load(lecture)]
        passees = sorted((x for x in lues if x.echeance.en_retard), key=_date)
        retards += enumerate(passees)
        prochaines += [x for x in lues if not x.echeance.en_retard]
    retards.sort(key=lambda x: (x[0], _date(x[1])))
    retenus = [x for _, x in retards[:limite]]
    return EcheancesSite(
        tuple(sorted(retenus, key=_date)), tuple(sorted(prochaines, key=_date)[:limite])
    )


def _date(nommee: EcheanceNommee) -> tuple[dt.date, dt.date, str]:
    echeance = nommee.echeance
    return echeance.plage.fin, echeance.plage.debut, echeance.cle
