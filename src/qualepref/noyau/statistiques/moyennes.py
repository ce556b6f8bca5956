"""The interval of a mean of whole values, mostly small with a few large ones, such as delays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import cbrt, sqrt

from qualepref.noyau.statistiques.student import find_student
from qualepref.noyau.statistiques.wilson import NIVEAU


# Values it takes for a third moment to be estimated at all.
MOMENTS = 3


@dataclass(frozen=True, slots=True)
class Dispersion:
    """What a sample of whole values says of its mean: their number, and the sums of their powers."""

    n: int
    somme: int
    carres: int
    cubes: int

    @classmethod
    def of(cls, effectifs: Mapping[int, int]) -> Dispersion:
        """Return the sums of a sample given as value -> how many times."""
        sommes = (sum(v**p * fois for v, fois in effectifs.items()) for p in range(4))
        return cls(*sommes)

    @property
    def moyenne(self) -> Fraction:
        """The mean."""
        return Fraction(self.somme, self.n)

    @property
    def variance(self) -> Fraction:
        """The variance that the sample lets expect of the whole."""
        return (self.carres - self.n * self.moyenne**2) / (self.n - 1)

    @property
    def troisieme(self) -> Fraction:
        """The third moment about the mean that the sample lets expect of the whole."""
        m, n = self.moyenne, self.n
        centre = self.cubes - 3 * m * self.carres + 2 * n * m**3
        return centre * n / ((n - 1) * (n - 2))


SANS_DISPERSION = Dispersion(0, 0, 0, 0)


def compute_hall(d: Dispersion, niveau: float = NIVEAU) -> tuple[float, float] | None:
    """Return the bounds of the mean behind a sample; None when nothing varies in it.

    Source: P. Hall, On the removal of skewness by transformation, JRSS B 54 (1992): Student’s t
    with the skewness of the sample taken out by a cubic that never folds, solved for the mean.
    Student’s own interval misses a mean on the side of the few large values, one time in ten.
    """
    if not _varies(d):
        return None
    variance, k = float(d.variance), float(d.troisieme)
    marge = find_student(d.n - 1, niveau) * sqrt(variance / d.n)
    bas, haut = (float(d.moyenne) - _unbend(x, d.n, variance, k) for x in (marge, -marge))
    return max(0.0, bas), haut


def tells_cote(d: Dispersion, seuil: Fraction, niveau: float = NIVEAU) -> bool:
    """Tell whether the whole interval is on one side of a threshold; never where nothing varies.

    Exact: Hall’s variable at the threshold is compared with its bound; only t is rounded.
    """
    if not _varies(d):
        return False
    ecart, variance, k = d.moyenne - seuil, d.variance, d.troisieme
    if k:
        u = k * ecart / (3 * variance**2)
        ecart = variance**2 / k * ((1 + u) ** 3 - 1)
    redresse = ecart + k / (6 * d.n * variance)
    return redresse**2 > Fraction(find_student(d.n - 1, niveau)) ** 2 * variance / d.n


def _varies(d: Dispersion) -> bool:
    return d.n >= MOMENTS and d.variance > 0


def _unbend(redresse: float, n: int, variance: float, k: float) -> float:
    """Return how far from the mean a value of Hall’s variable is."""
    droit = redresse - k / (6 * n * variance)
    if not k:
        return droit
    return 3 * variance**2 / k * (cbrt(1 + k / variance**2 * droit) - 1)
