"""The draw of mystery tests: when, where, what to ask, by whom, from a seed and nothing else."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TypeVar

from qualepref.noyau.calcul.rendu import round_half_up


A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True, order=True)
class Creneau:
    """Hours of a day between which to test, local time; `fin` comes after `debut`."""

    debut: dt.time
    fin: dt.time


@dataclass(frozen=True, slots=True)
class Lieu:
    """What is tested: a site, and one of its services or its main line (None)."""

    site: str
    service: int | None = None


@dataclass(frozen=True, slots=True)
class Enqueteur:
    """Somebody who tests. `services`: where they work; nobody tests their own colleagues."""

    cle: int
    services: frozenset[int] = frozenset()

    def peut_tester(self, lieu: Lieu) -> bool:
        """Whether that place is not their own."""
        return lieu.service is None or lieu.service not in self.services


@dataclass(frozen=True, slots=True)
class DonneesTirage:
    """All that a draw depends on, its seed apart. `part_double`: share of tests made by two."""

    jours: tuple[dt.date, ...]
    creneaux: tuple[Creneau, ...]
    lieux: tuple[Lieu, ...]
    scenarios: tuple[int, ...]
    enqueteurs: tuple[Enqueteur, ...]
    tests: int
    part_double: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class TestTire:
    """One test drawn. `second`: the other caller of a test made by two, None for most."""

    __test__ = False  # not a test of pytest's

    numero: int
    jour: dt.date
    creneau: Creneau
    lieu: Lieu
    scenario: int
    enqueteur: int
    second: int | None = None


Moment = tuple[dt.date, Creneau]
Objet = tuple[Lieu, int]


class TirageImpossibleError(ValueError):
    """No draw holds with what was given; the message says what is missing."""


def draw(donnees: DonneesTirage, *, graine: int) -> tuple[TestTire, ...]:
    """Return the tests in the order of time; the same data and seed give the same draw.

    Tests per day, per slot, per day and slot, per place, per scenario, and calls per caller each
    differ by one at most (per caller, unless places of their own stand in the way). Nobody has two
    tests in one slot of a day. The number of tests made by two is the share, halves rounded up.

    Raises:
        TirageImpossibleError: something is missing, or too few callers.
    """
    _check(donnees)
    # Only random() is promised to give the same numbers in every version of Python.
    hasard = random.Random(graine)  # noqa: S311  a spread, not a secret
    moments = _walk(_mix(donnees.jours, hasard), _mix(donnees.creneaux, hasard), donnees.tests)
    objets = _walk(_mix(donnees.lieux, hasard), _mix(donnees.scenarios, hasard), donnees.tests)
    paires = list(zip(moments, _mix(objets, hasard), strict=True))
    doubles = _choose_doubles(paires, donnees, hasard)
    equipes = _assign(paires, doubles, donnees, hasard)
    ordre = sorted(range(len(paires)), key=lambda n: (paires[n][0], n))
    return tuple(
        TestTire(rang, *paires[n][0], *paires[n][1], *equipes[n])
        for rang, n in enumerate(ordre, start=1)
    )


def count_doubles(tests: int, part: Fraction) -> int:
    """Return how many tests are made by two: the share of them, halves rounded up."""
    return int(round_half_up(part * tests, 0))


def _check(donnees: DonneesTirage) -> None:
    manques = {
        "aucun jour ouvré dans les dates de la campagne": donnees.jours,
        "aucun créneau": donnees.creneaux,
        "aucun service ni standard à tester": donnees.lieux,
        "aucun scénario actif": donnees.scenarios,
        "aucun enquêteur": donnees.enqueteurs,
        "aucun test demandé": donnees.tests > 0,
    }
    if manquent := [motif for motif, present in manques.items() if not present]:
        raise TirageImpossibleError(f"Le tirage est impossible : {', '.join(manquent)}.")
    if not 0 <= donnees.part_double <= 1:
        raise TirageImpossibleError("La part des tests faits à deux va de 0 à 100 %.")
    places = len(donnees.jours) * len(donnees.creneaux) * len(donnees.enqueteurs)
    if donnees.tests > places:
        raise TirageImpossibleError(
            f"{donnees.tests} tests ne tiennent pas : {len(donnees.enqueteurs)} enquêteur(s), un "
            f"test à la fois, sur {len(donnees.jours)} jour(s) et {len(donnees.creneaux)} "
            f"créneau(x) en permettent {places}."
        )


def _mix(elements: Sequence[A], hasard: random.Random) -> list[A]:
    """Return the elements in an order drawn."""
    rangs = [(hasard.random(), n) for n in range(len(elements))]
    return [elements[n] for _, n in sorted(rangs)]


def _walk(lignes: Sequence[A], colonnes: Sequence[B], nombre: int) -> list[tuple[A, B]]:
    """Return the first cells of a walk through the grid, along its diagonals.

    Wherever it stops, it met every row, every column and every cell the same number of times, one
    more or less.
    """
    tour = lcm(len(lignes), len(colonnes))
    return [
        (lignes[pas % len(lignes)], colonnes[(pas + pas // tour) % len(colonnes)])
        for pas in range(nombre)
    ]


def _choose_doubles(
    paires: Sequence[tuple[Moment, Objet]], donnees: DonneesTirage, hasard: random.Random
) -> set[int]:
    """Return the indices of the tests made by two: drawn where a second caller is free."""
    voulus = count_doubles(len(paires), donnees.part_double)
    pris = Counter(moment for moment, _ in paires)
    doubles: set[int] = set()
    for n in _mix(range(len(paires)), hasard):
        moment, (lieu, _) = paires[n]
        possibles = sum(e.peut_tester(lieu) for e in donnees.enqueteurs)
        if len(doubles) < voulus and pris[moment] < len(donnees.enqueteurs) and possibles > 1:
            doubles.add(n)
            pris[moment] += 1
    if len(doubles) < voulus:
        raise TirageImpossibleError(
            f"{voulus} tests devraient être faits à deux, et {len(doubles)} le peuvent : ajoutez des "
            "enquêteurs, des jours ou des créneaux, ou baissez la part des tests faits à deux."
        )
    return doubles


def _assign(
    paires: Sequence[tuple[Moment, Objet]],
    doubles: set[int],
    donnees: DonneesTirage,
    hasard: random.Random,
) -> dict[int, tuple[int, ...]]:
    """Return the callers of each test, the one whose grid counts first."""
    par_moment: dict[Moment, list[int]] = {}
    for n, (moment, _) in enumerate(paires):
        par_moment.setdefault(moment, []).extend([n, n] if n in doubles else [n])
    charges: Counter[int] = Counter()
    equipes: dict[int, list[int]] = {}
    for moment in _mix(list(par_moment), hasard):
        places = par_moment[moment]
        lieux = [paires[n][1][0] for n in places]
        candidats = sorted(_mix(donnees.enqueteurs, hasard), key=lambda e: charges[e.cle])
        for n, enqueteur in zip(places, _match(lieux, candidats, moment), strict=True):
            equipes.setdefault(n, []).append(enqueteur)
            charges[enqueteur] += 1
    return {n: tuple(_mix(equipe, hasard)) for n, equipe in equipes.items()}


def _match(lieux: Sequence[Lieu], candidats: Sequence[Enqueteur], moment: Moment) -> Iterator[int]:
    """Yield one caller per place, each once, the least busy first, none at their own place."""
    prises: dict[int, int] = {}

    def seat(place: int, vus: set[int]) -> bool:
        for rang, candidat in enumerate(candidats):
            if rang in vus or not candidat.peut_tester(lieux[place]):
                continue
            vus.add(rang)
            if rang not in prises or seat(prises[rang], vus):
                prises[rang] = place
                return True
        return False

    for place in range(len(lieux)):
        if not seat(place, set()):
            raise TirageImpossibleError(
                f"Le {moment[0]:%d/%m/%Y} à {moment[1].debut:%H:%M}, un test ne trouve personne : "
                "nul ne teste son propre service. Ajoutez des enquêteurs d’autres services, ou "
                "des créneaux."
            )
    return iter(candidats[rang].cle for rang, _ in sorted(prises.items(), key=lambda p: p[1]))
