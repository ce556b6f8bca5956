"""Control charts of a series of months: centre and limits, by stretches between dated events."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import asin, isqrt, pi, sqrt
from statistics import NormalDist

from qualepref.noyau.statistiques.binomiale import find_bornes
from qualepref.noyau.statistiques.reglages_cartes import ReglagesCartes


# Mean range of two draws of a normal law of standard deviation 1, as tables print it.
D2 = Fraction(1128, 1000)
# How far above their mean the ranges of two such draws reach, as tables print it.
D4 = Fraction(3268, 1000)
# Square roots are kept to that many decimals, far beyond what is printed.
DECIMALES = 12


class Famille(StrEnum):
    """What points are: shares of n cases that each are or are not, or measures of any kind."""

    PROPORTION = "proportion"
    MESURE = "mesure"


class Methode(StrEnum):
    """How the limits of a stretch are drawn."""

    P = "p"
    P_PRIME = "p_prime"
    XMR = "xmr"


@dataclass(frozen=True, slots=True)
class Point:
    """One month: None is a gap. `n`: cases behind a proportion, of which `valeur` is the share."""

    valeur: Fraction | None
    n: int = 0


@dataclass(frozen=True, slots=True)
class Bornes:
    """What ordinary variation stays within, both included."""

    bas: Fraction
    haut: Fraction

    def __contains__(self, valeur: Fraction) -> bool:
        return self.bas <= valeur <= self.haut


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of points that share a centre; `premier` and `dernier` are ranks, both included.

    centre, ordinaires: None with too few points. bornes: limits of each rank, None at a gap and
    without limits. ordinaires: limits of a month of mean size. connus: points that have a value.
    etabli: enough of them for limits to be more than trial ones. facteur: how many times wider
    than drawing lots alone the limits of a p’ chart are, 1 elsewhere.
    """

    premier: int
    dernier: int
    connus: int
    methode: Methode
    centre: Fraction | None = None
    bornes: tuple[Bornes | None, ...] = ()
    ordinaires: Bornes | None = None
    etabli: bool = False
    facteur: Fraction = Fraction(1)

    def bornes_de(self, rang: int) -> Bornes | None:
        """Return the limits of a rank of the whole series."""
        return self.bornes[rang - self.premier] if self.bornes else None


@dataclass(frozen=True, slots=True)
class Carte:
    """Points and the stretches they are read by."""

    points: tuple[Point, ...]
    famille: Famille
    segments: tuple[Segment, ...]

    def segment_de(self, rang: int) -> Segment:
        """Return the stretch that holds a rank."""
        return next(s for s in self.segments if s.premier <= rang <= s.dernier)


def build_carte(
    points: Sequence[Point],
    famille: Famille,
    *,
    bascules: Collection[int] = (),
    reglages: ReglagesCartes,
) -> Carte:
    """Return the chart of a series; `bascules`: ranks from which everything is reckoned anew.

    Proportions have the limits of the binomial law, which narrow as n grows (p chart); where they
    vary more than that law explains, Laney’s factor widens them (p’). Measures have those of the
    mean moving range (XmR). Gaps cut moving ranges.
    """
    debuts = sorted({0, *(b for b in bascules if 0 < b < len(points))})
    fins = [*(d - 1 for d in debuts[1:]), len(points) - 1]
    dresse = _dress_proportions if famille is Famille.PROPORTION else _dress_mesures
    segments = tuple(dresse(points, d, f, reglages) for d, f in zip(debuts, fins, strict=True))
    return Carte(tuple(points), famille, segments)


def is_grossiere(carte: Carte, *, reglages: ReglagesCartes) -> bool:
    """Tell whether measures of the stretch under way move by steps too large for limits to mean much.

    A step is the smallest difference between two of them. Shares of cases have their own law.
    """
    if carte.famille is Famille.PROPORTION:
        return False
    segment = carte.segments[-1]
    valeurs = [p.valeur for p in carte.points[segment.premier : segment.dernier + 1]]
    distinctes = sorted({v for v in valeurs if v is not None})
    etendues = compute_etendues(valeurs)
    if len(distinctes) <= 1 or not etendues:
        return True
    pas = min(b - a for a, b in pairwise(distinctes))
    limite = D4 * sum(etendues, Fraction(0)) / len(etendues)
    return limite // pas + 1 < reglages.resolution.ecarts_possibles


def compute_etendues(valeurs: Sequence[Fraction | None]) -> list[Fraction]:
    """Return the moving ranges: how far each value is from the one just before, gaps left out."""
    return [abs(b - a) for a, b in pairwise(valeurs) if a is not None and b is not None]


def compute_seuil_facteur(etendues: int, niveau: float) -> float:
    """Return the factor of Laney that drawing lots alone stays under with that confidence.

    The factor is the mean of `etendues` overlapping ranges; its variance follows from that of one
    range and from the correlation of neighbours. Source: J. D. Cryer and T. P. Ryan, The
    estimation of sigma for an X chart, Journal of Quality Technology 22 (1990).
    """
    voisines = 4 / pi * (sqrt(3) / 2 + asin(1 / 2) / 2) - 4 / pi
    variance = (2 - 4 / pi + 2 * voisines) / (4 / pi)
    return 1 + NormalDist().inv_cdf(niveau) * sqrt(variance / etendues)


def round_sqrt(nombre: Fraction) -> Fraction:
    """Return the square root of a positive number, exact to DECIMALES decimals."""
    echelle = 10**DECIMALES
    return Fraction(isqrt(nombre.numerator * echelle**2 // nombre.denominator), echelle)


def _dress_proportions(
    points: Sequence[Point], premier: int, dernier: int, reglages: ReglagesCartes
) -> Segment:
    ici = points[premier : dernier + 1]
    connus = [p for p in ici if p.valeur is not None and p.n]
    if len(connus) < reglages.minimum.provisoire:
        return Segment(premier, dernier, len(connus), Methode.P)
    total = sum(p.n for p in connus)
    centre = sum((p.valeur * p.n for p in connus if p.valeur), Fraction(0)) / total
    facteur = _compute_facteur(ici, centre, float(reglages.surdispersion.niveau))
    moyen = round(Fraction(total, len(connus)))
    return Segment(
        premier,
        dernier,
        len(connus),
        Methode.P_PRIME if facteur > 1 else Methode.P,
        centre=centre,
        bornes=tuple(
            None if p.valeur is None or not p.n else _bound_part(p.n, centre, facteur, reglages)
            for p in ici
        ),
        ordinaires=_bound_part(moyen, centre, facteur, reglages),
        etabli=len(connus) >= reglages.minimum.etabli,
        facteur=facteur,
    )


def _compute_facteur(points: Sequence[Point], centre: Fraction, niveau: float) -> Fraction:
    """Return Laney’s factor where chance does not explain it, 1 where it does."""
    if not 0 < centre < 1:
        return Fraction(1)
    reduits = [
        None
        if p.valeur is None or not p.n
        else (p.valeur - centre) / round_sqrt(centre * (1 - centre) / p.n)
        for p in points
    ]
    etendues = compute_etendues(reduits)
    if not etendues:
        return Fraction(1)
    facteur = sum(etendues, Fraction(0)) / len(etendues) / D2
    return facteur if facteur > compute_seuil_facteur(len(etendues), niveau) else Fraction(1)


def _bound_part(n: int, centre: Fraction, facteur: Fraction, reglages: ReglagesCartes) -> Bornes:
    """Return the limits of a share of n cases; the binomial law itself where few are expected."""
    ecarts = reglages.limites.ecarts_types
    marge = ecarts * facteur * round_sqrt(centre * (1 - centre) / n)
    bas, haut = max(Fraction(0), centre - marge), min(Fraction(1), centre + marge)
    if is_petit(n, centre, reglages):
        moins, plus = find_bornes(n, centre, NormalDist().cdf(-ecarts))
        exactes = Fraction(moins, n), Fraction(plus, n)
        if facteur == 1:
            return Bornes(*exactes)
        return Bornes(min(bas, exactes[0]), max(haut, exactes[1]))
    return Bornes(bas, haut)


def is_petit(n: int, centre: Fraction, reglages: ReglagesCartes) -> bool:
    """Tell whether too few cases of one kind are expected for standard deviations to mean much."""
    return n * min(centre, 1 - centre) < reglages.petits_effectifs.attendus


def _dress_mesures(
    points: Sequence[Point], premier: int, dernier: int, reglages: ReglagesCartes
) -> Segment:
    valeurs = [p.valeur for p in points[premier : dernier + 1]]
    connues = [v for v in valeurs if v is not None]
    etendues = compute_etendues(valeurs)
    if len(connues) < reglages.minimum.provisoire or not etendues:
        return Segment(premier, dernier, len(connues), Methode.XMR)
    centre = sum(connues, Fraction(0)) / len(connues)
    marge = reglages.limites.ecarts_types * sum(etendues, Fraction(0)) / len(etendues) / D2
    # Nothing that is counted or waited for is below zero.
    bas = centre - marge if min(connues) < 0 else max(Fraction(0), centre - marge)
    bornes = Bornes(bas, centre + marge)
    return Segment(
        premier,
        dernier,
        len(connues),
        Methode.XMR,
        centre=centre,
        bornes=tuple(_where_known(valeurs, bornes)),
        ordinaires=bornes,
        etabli=len(connues) >= reglages.minimum.etabli,
    )


def _where_known(valeurs: Sequence[Fraction | None], bornes: Bornes) -> Iterator[Bornes | None]:
    return (None if v is None else bornes for v in valeurs)
