"""A series of months made ready for a control chart: which months stand, and as what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from qualepref.noyau.calcul.periodes import Periode, mois_of
from qualepref.noyau.calcul.releves import Releve
from qualepref.noyau.calcul.rendu import ECHELLE
from qualepref.noyau.referentiel.modele import Formule, Indicateur
from qualepref.noyau.statistiques.cartes import Famille, Point


def list_mois_finis(premiere: int, derniere: int, *, le: dt.date) -> list[int]:
    """Return the months of these years that are over on that day."""
    return [m for m in Periode(premiere * 100 + 1, derniere * 100 + 12) if m < mois_of(le)]


def tell_famille(
    indicateur: Indicateur, formule: Formule | None, releves: Sequence[Releve]
) -> Famille:
    """Return what the months of an indicator are: shares of whole cases, or measures.

    A rate whose denominator counts something else than cases (inhabitants, months) is a measure,
    and so is a series where one month came without its parts.
    """
    termes = (*formule.numerateur, *formule.denominateur) if formule else ()
    if indicateur.unite not in ECHELLE or any(t.territoire or t.periodes for t in termes):
        return Famille.MESURE
    connus = [r for r in releves if r.valeur is not None]
    return Famille.PROPORTION if connus and all(map(_counts_cases, connus)) else Famille.MESURE


def build_points(releves: Sequence[Releve], famille: Famille, *, courants: set[int]) -> list[Point]:
    """Return one point per month. `courants`: months whose deadlines still run, left as gaps."""
    return [
        Point(None)
        if r.valeur is None or r.demandee.premier in courants
        else Point(r.valeur, int(r.denominateur or 0) if famille is Famille.PROPORTION else 0)
        for r in releves
    ]


def _counts_cases(releve: Releve) -> bool:
    k, n = releve.numerateur, releve.denominateur
    if k is None or n is None:
        return False
    return k.denominator == 1 and n.denominator == 1 and Fraction(0) <= k <= n
