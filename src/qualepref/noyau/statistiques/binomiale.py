"""The binomial law itself, where too few cases are expected for standard deviations to describe it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction


MOITIE = Fraction(1, 2)


def find_bornes(n: int, part: Fraction, risque: float) -> tuple[int, int]:
    """Return the fewest and the most cases, out of n, that are not rarer than `risque` on a side.

    Fewer than the first, or more than the second, has at most that probability. `part`: expected
    share, between 0 and 1. Meant for few expected cases of one kind or the other: every count up
    to the bounds is looked at.
    """
    if part > MOITIE:
        rares = find_bornes(n, 1 - part, risque)
        return n - rares[1], n - rares[0]
    moins: int | None = None
    for k, cumul in _cumulate(n, part):
        if moins is None and cumul > risque:
            moins = k
        if 1 - cumul <= risque:
            return (k if moins is None else moins), k
    return moins or 0, n


def compute_cotes(n: int, part: Fraction) -> tuple[float, float]:
    """Return the probabilities that a share of n cases falls below, and above, the expected one."""
    if part > MOITIE:
        dessous, dessus = compute_cotes(n, 1 - part)
        return dessus, dessous
    attendus = n * part
    dessous = jusqu_a = 0.0
    for k, cumul in _cumulate(n, part):
        if k > attendus:
            break
        jusqu_a = cumul
        if k < attendus:
            dessous = cumul
    return dessous, 1 - jusqu_a


def _cumulate(n: int, part: Fraction) -> Iterator[tuple[int, float]]:
    """Yield k and the probability of at most k cases, for k from 0 to n."""
    p = float(part)
    probabilite = (1 - p) ** n
    cumul = 0.0
    for k in range(n + 1):
        cumul += probabilite
        yield k, cumul
        probabilite *= (n - k) / (k + 1) * p / (1 - p)
