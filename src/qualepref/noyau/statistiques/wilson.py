"""Wilson's score interval for a proportion."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import floor, sqrt
from statistics import NormalDist


# Two-sided confidence customary in the field's survey reports.
NIVEAU = 0.95
# Confidences whose quantile is kept: one per number of comparisons made at once.
NIVEAUX_GARDES = 256


def compute_wilson(succes: int, n: int, niveau: float = NIVEAU) -> tuple[float, float]:
    """Return the bounds, in [0, 1], of the Wilson interval of succes / n.

    Source: E. B. Wilson, Probable inference, the law of succession, JASA 22 (1927).

    Raises:
        ValueError: n is not positive or succes is outside 0..n.
    """
    if n <= 0 or not 0 <= succes <= n:
        raise ValueError(f"proportion impossible : {succes} sur {n}")
    z = find_quantile(niveau)
    p = succes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    marge = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, centre - marge), min(1.0, centre + marge)


@lru_cache(maxsize=NIVEAUX_GARDES)
def find_quantile(niveau: float = NIVEAU) -> float:
    """Return how many standard deviations a two-sided interval of that confidence reaches."""
    return NormalDist().inv_cdf((1 + niveau) / 2)


def contains_seuil(part: Fraction, n: int, seuil: Fraction, niveau: float = NIVEAU) -> bool:
    """Tell whether the interval of `part`, observed on n answers, leaves a threshold undecided.

    Exact: p0 is inside the interval when n (p - p0)² <= z² p0 (1 - p0), which is how Wilson's
    bounds are drawn; only z is rounded. A threshold of 0 is reached whatever the answers.
    """
    if seuil <= 0:
        return False
    return n * (part - seuil) ** 2 <= _spread(seuil, niveau)


def compute_manquantes(
    part: Fraction, n: int, seuil: Fraction, *, plafond: int, niveau: float = NIVEAU
) -> int | None:
    """Return how many more answers, at the same rate, would tell on which side of `seuil` it is.

    None when it is told already, when the rate is the threshold itself, and when more than
    `plafond` answers would be needed.
    """
    if not contains_seuil(part, n, seuil, niveau) or part == seuil:
        return None
    necessaires = floor(_spread(seuil, niveau) / (part - seuil) ** 2) + 1
    return necessaires - n if necessaires - n <= plafond else None


def _spread(seuil: Fraction, niveau: float) -> Fraction:
    return Fraction(find_quantile(niveau)) ** 2 * seuil * (1 - seuil)
