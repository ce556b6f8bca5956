"""Student's law, for means whose spread is itself estimated."""

from __future__ import annotations

from functools import lru_cache
from math import atan, cos, pi, sin, sqrt

from qualepref.noyau.statistiques.wilson import NIVEAU, find_quantile


# Bisections enough for the last digit of a float.
BISSECTIONS = 80
# Quantiles kept: one per size of sample.
GARDES = 256


def compute_probabilite(t: float, ddl: int) -> float:
    """Return the probability that a Student variable of `ddl` degrees of freedom is within ± t.

    Finite sums: M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions (1964), 26.7.3
    and 26.7.4.
    """
    angle = atan(t / sqrt(ddl))
    if ddl == 1:
        return 2 * angle / pi
    impair = ddl % 2
    terme = cos(angle) if impair else 1.0
    somme = 0.0
    for rang in range(2 + impair, ddl + 1, 2):
        somme += terme
        terme *= cos(angle) ** 2 * (rang - 1) / rang
    somme *= sin(angle)
    return 2 / pi * (angle + somme) if impair else somme


@lru_cache(maxsize=GARDES)
def find_student(ddl: int, niveau: float = NIVEAU) -> float:
    """Return how many standard errors a two-sided interval of that confidence reaches.

    Raises:
        ValueError: `ddl` is not positive.
    """
    if ddl <= 0:
        raise ValueError(f"degrés de liberté impossibles : {ddl}")
    bas = haut = find_quantile(niveau)
    while compute_probabilite(haut, ddl) < niveau:
        haut *= 2
    for _ in range(BISSECTIONS):
        milieu = (bas + haut) / 2
        if compute_probabilite(milieu, ddl) < niveau:
            bas = milieu
        else:
            haut = milieu
    return (bas + haut) / 2
