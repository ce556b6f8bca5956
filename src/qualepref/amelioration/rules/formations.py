"""What trainings count: who was trained out of whom, and who is far from training."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from qualepref.noyau.agendas.plages import add_mois
from qualepref.suivi.rules.champs import FauteLigne


@dataclass(frozen=True, slots=True)
class FormationDonnee:
    """A course as somebody gives it. engagements: numbers it answers to."""

    titre: str
    objectif: str = ""
    engagements: tuple[int, ...] = ()
    organisme: str = ""


@dataclass(frozen=True, slots=True)
class SeanceDonnee:
    """A session as somebody gives it, bounds included. effectif: heads counted without names."""

    debut_le: dt.date
    fin_le: dt.date
    lieu: str = ""
    heures: Decimal | None = None
    effectif: int = 0


@dataclass(frozen=True, slots=True)
class SeanceTenue:
    """A session already begun: who attended, by primary key, and heads counted without names."""

    formation: int
    presents: frozenset[int]
    effectif: int


@dataclass(frozen=True, slots=True)
class CompteFormes:
    """How many agents were trained, each counted once.

    nommes: agents of the perimeter known by name. hors: people known by name beyond it. anonymes:
    heads counted without names. distincts: False when the same person may hide behind two heads.
    agents: agents of the perimeter; None when the list is not known.
    """

    seances: int
    nommes: int
    hors: int
    anonymes: int
    distincts: bool
    agents: int | None

    @property
    def formes(self) -> int | None:
        """Agents trained, each once; None when nobody can tell them apart."""
        return self.nommes + self.anonymes if self.distincts else None

    @property
    def participations(self) -> int:
        """What may be said at most: named people, each once, and heads."""
        return self.nommes + self.hors + self.anonymes

    @property
    def taux(self) -> Fraction | None:
        """Agents trained out of those of the perimeter; None when one of the two is not known."""
        if self.formes is None or not self.agents or self.formes > self.agents:
            return None
        return Fraction(self.formes, self.agents)

    @property
    def motif(self) -> str:
        """Why there is no rate, in French; "" when there is one."""
        if self.taux is not None:
            return ""
        if self.agents is None:
            return "les agents du périmètre cette année-là ne sont plus connus"
        if not self.agents:
            return "aucun agent du périmètre n’est inscrit"
        if self.formes is None:
            return "des agents comptés sans être nommés ont pu suivre plusieurs séances"
        return "la liste des agents du périmètre est incomplète"


def count_formes(seances: Iterable[SeanceTenue], agents: frozenset[int] | None) -> CompteFormes:
    """Return how many agents these sessions trained. agents: None when they are not known."""
    tenues = [s for s in seances if s.presents or s.effectif]
    suivies = frozenset[int]().union(*(s.presents for s in tenues))
    dedans = suivies if agents is None else suivies & agents
    anonymes = sum(s.effectif for s in tenues)
    return CompteFormes(
        seances=len(tenues),
        nommes=len(dedans),
        hors=len(suivies - dedans),
        anonymes=anonymes,
        distincts=not anonymes or len(tenues) == 1,
        agents=None if agents is None else len(agents),
    )


def is_perimetre_connu(annee: int, *, le: dt.date, conservation_mois: int) -> bool:
    """Whether no agent who was there that year may have been erased since."""
    return dt.date(annee, 1, 1) >= add_mois(le, -conservation_mois)


def is_eloigne(derniere: dt.date | None, arrivee: dt.date | None, *, seuil: dt.date) -> bool:
    """Whether an agent has attended nothing since that day, nor arrived since.

    derniere: last day of the latest session attended, None for none. An agent whose arrival is not
    known has been there for long.
    """
    if derniere is not None:
        return derniere < seuil
    return arrivee is None or arrivee < seuil


def check_formation(donnee: FormationDonnee, connus: frozenset[int]) -> list[FauteLigne]:
    """Return why a course cannot be written. connus: engagements that trainings may answer."""
    return [
        FauteLigne(
            "engagements",
            f"l’engagement {numero} n’est pas de ceux auxquels une formation répond",
            f"Choisir parmi : {', '.join(map(str, sorted(connus)))}.",
        )
        for numero in donnee.engagements
        if numero not in connus
    ]


def check_seance(donnee: SeanceDonnee, *, le: dt.date) -> list[FauteLigne]:
    """Return why a session cannot be written."""
    fautes = []
    if donnee.fin_le < donnee.debut_le:
        fautes.append(
            FauteLigne(
                "fin_le",
                "la séance finit avant d’avoir commencé",
                "Échanger les deux dates, ou corriger l’une d’elles.",
            )
        )
    if donnee.effectif and donnee.debut_le > le:
        fautes.append(
            FauteLigne(
                "effectif",
                "la séance n’a pas encore eu lieu : personne n’y est formé",
                "Laisser zéro, et compter les agents après la séance.",
            )
        )
    return fautes
