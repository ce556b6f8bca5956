"""Wilson's score interval for a proportion."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist


# Two-sided confidence customary in the field's survey reports.
NIVEAU = 0.95


def compute_wilson(succes: int, n: int, niveau: float = NIVEAU) -> tuple[float, float]:
    """Return the bounds, in [0, 1], of the Wilson interval of succes / n.

    Source: E. B. Wilson, Probable inference, the law of succession, JASA 22 (1927).

    Raises:
        ValueError: n is not positive or succes is outside 0..n.
    """
    if n <= 0 or not 0 <= succes <= n:
        raise ValueError(f"proportion impossible : {succes} sur {n}")
    z = NormalDist().inv_cdf((1 + niveau) / 2)
    p = succes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    marge = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, centre - marge), min(1.0, centre + marge)
