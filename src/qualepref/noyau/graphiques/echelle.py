"""The axis of a chart: round graduations, from zero save for control charts, and places on it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from qualepref.noyau.calcul.rendu import scale
from qualepref.noyau.graphiques.modele import Genre, Graphique
from qualepref.noyau.referentiel.modele import Unite


PAS_RONDS = (Fraction(1), Fraction(2), Fraction(5), Fraction(10))
INTERVALLES = 4
TOUT = 100


@dataclass(frozen=True, slots=True)
class Echelle:
    """A linear axis; `bas`, `haut` and the graduations are printed values."""

    bas: Fraction
    haut: Fraction
    pas: Fraction

    @property
    def graduations(self) -> tuple[Fraction, ...]:
        """Every graduation, both ends included."""
        nombre = int((self.haut - self.bas) / self.pas)
        return tuple(self.bas + self.pas * rang for rang in range(nombre + 1))

    def place(self, valeur: Fraction) -> float:
        """Return where a printed value falls, 0 at the bottom of the axis and 1 at the top."""
        return float((valeur - self.bas) / (self.haut - self.bas))


def build_echelle(graphique: Graphique) -> Echelle:
    """Return the axis of a chart: every value drawn and the target, and zero beside them.

    A control chart is read against its limits, not against zero: its axis only holds what is drawn.
    """
    if graphique.genre is Genre.CONTROLE:
        return _build_echelle_de_controle(graphique)
    valeurs = [scale(v, graphique.unite) for v in _drawn(graphique)]
    haut, bas = max([Fraction(0), *valeurs]), min([Fraction(0), *valeurs])
    if haut == bas:
        haut = Fraction(1)
    pas = _round_step((haut - bas) / INTERVALLES)
    if graphique.unite is Unite.POURCENT and bas == 0 and TOUT / 2 < haut <= TOUT:
        return Echelle(Fraction(0), Fraction(TOUT), Fraction(TOUT, INTERVALLES))
    return Echelle(math.floor(bas / pas) * pas, math.ceil(haut / pas) * pas, pas)


def _build_echelle_de_controle(graphique: Graphique) -> Echelle:
    valeurs = [scale(v, graphique.unite) for v in _drawn(graphique)] or [Fraction(0)]
    bas, haut = min(valeurs), max(valeurs)
    if haut == bas:
        bas, haut = min(bas, haut - 1), haut + 1
    pas = _round_step((haut - bas) / INTERVALLES)
    return Echelle(math.floor(bas / pas) * pas, math.ceil(haut / pas) * pas, pas)


def _drawn(graphique: Graphique) -> Iterable[Fraction]:
    if graphique.cible is not None:
        yield graphique.cible
    if graphique.genre is Genre.EMPILEES:
        for pile in zip(*(s.valeurs for s in graphique.series), strict=True):
            yield sum((v for v in pile if v is not None), Fraction(0))
        return
    if graphique.limites is not None:
        yield from (b for b in (*graphique.limites.bas, *graphique.limites.haut) if b is not None)
    for serie in graphique.series:
        yield from (v for v in serie.valeurs if v is not None)


def _round_step(brut: Fraction) -> Fraction:
    """Return the round step (1, 2 or 5 times a power of ten) just above `brut`, which is > 0."""
    puissance = Fraction(10) ** math.floor(math.log10(brut))
    return next((r * puissance for r in PAS_RONDS if r * puissance >= brut), 10 * puissance)
