"""Signals of a control chart: what chance hardly ever does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from math import log2

from qualepref.noyau.statistiques.binomiale import compute_cotes
from qualepref.noyau.statistiques.cartes import Carte, Famille, Segment, is_petit
from qualepref.noyau.statistiques.reglages_cartes import ReglagesCartes, Regle


# Sums of logarithms come out a hair under whole numbers.
TOLERANCE = 1e-9


class Cote(StrEnum):
    """On which side of the centre."""

    HAUT = "haut"
    BAS = "bas"


@dataclass(frozen=True, slots=True)
class Signal:
    """Ranks that a rule points at, from `premier` to `dernier`, both included."""

    regle: Regle
    premier: int
    dernier: int
    cote: Cote


def find_signaux(carte: Carte, *, reglages: ReglagesCartes) -> tuple[Signal, ...]:
    """Return the signals of a chart, in the order of time; none where there are no limits."""
    signaux = [
        signal
        for segment in carte.segments
        if segment.centre is not None
        for regle in reglages.regles
        for signal in _apply(regle, carte, segment, reglages)
    ]
    return tuple(sorted(signaux, key=lambda s: (s.premier, s.dernier, s.regle.code)))


def _apply(
    regle: Regle, carte: Carte, segment: Segment, reglages: ReglagesCartes
) -> Iterator[Signal]:
    if regle.genre == "hors_limites":
        yield from _find_hors_limites(regle, carte, segment)
    else:
        yield from _find_series(regle, carte, segment, reglages)


def _find_hors_limites(regle: Regle, carte: Carte, segment: Segment) -> Iterator[Signal]:
    """Yield stretches of at least `points` points in a row beyond the same limit."""
    rangs = range(segment.premier, segment.dernier + 1)
    for cote, suite in groupby(rangs, key=lambda rang: _cote_hors(carte, segment, rang)):
        trouves = list(suite)
        if cote is None or len(trouves) < regle.points:
            continue
        if regle.points == 1:
            yield from (Signal(regle, rang, rang, cote) for rang in trouves)
        else:
            yield Signal(regle, trouves[0], trouves[-1], cote)


def _cote_hors(carte: Carte, segment: Segment, rang: int) -> Cote | None:
    valeur, bornes = carte.points[rang].valeur, segment.bornes_de(rang)
    if valeur is None or bornes is None or valeur in bornes:
        return None
    return Cote.HAUT if valeur > bornes.haut else Cote.BAS


def _find_series(
    regle: Regle, carte: Carte, segment: Segment, reglages: ReglagesCartes
) -> Iterator[Signal]:
    """Yield runs on one side of the centre that are as unlikely as that many heads in a row.

    A month counts for one throw of a coin, for less where few cases are expected and its side is
    the likelier one: a service always near 100 % is above its own mean most of the time. A gap or
    a month right on the centre ends a run.
    """
    rangs = range(segment.premier, segment.dernier + 1)
    for cote, suite in groupby(rangs, key=lambda rang: _cote_centre(carte, segment, rang)):
        trouves = list(suite)
        if cote is None:
            continue
        poids = sum(_weigh(carte, segment, rang, cote, reglages) for rang in trouves)
        if poids >= regle.points - TOLERANCE:
            yield Signal(regle, trouves[0], trouves[-1], cote)


def _cote_centre(carte: Carte, segment: Segment, rang: int) -> Cote | None:
    valeur = carte.points[rang].valeur
    if valeur is None or segment.centre is None or valeur == segment.centre:
        return None
    return Cote.HAUT if valeur > segment.centre else Cote.BAS


def _weigh(
    carte: Carte, segment: Segment, rang: int, cote: Cote, reglages: ReglagesCartes
) -> float:
    centre, n = segment.centre or Fraction(0), carte.points[rang].n
    if carte.famille is not Famille.PROPORTION or not is_petit(n, centre, reglages):
        return 1.0
    dessous, dessus = compute_cotes(n, centre)
    return min(1.0, -log2(dessus if cote is Cote.HAUT else dessous))
