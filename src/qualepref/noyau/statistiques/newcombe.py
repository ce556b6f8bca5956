"""Newcombe's interval for the difference of two proportions, and whether it is more than chance."""

from __future__ import annotations

from math import hypot

from qualepref.noyau.statistiques.wilson import NIVEAU, compute_wilson


def compute_newcombe(
    premier: tuple[int, int], second: tuple[int, int], niveau: float = NIVEAU
) -> tuple[float, float]:
    """Return the bounds of the first proportion less the second, each given as (successes, n).

    Source: R. G. Newcombe, Interval estimation for the difference between independent proportions,
    Statistics in Medicine 17 (1998), method 10: the Wilson intervals of both, combined.

    Raises:
        ValueError: one of the proportions is impossible.
    """
    (bas_1, haut_1), (bas_2, haut_2) = (compute_wilson(*c, niveau) for c in (premier, second))
    part_1, part_2 = premier[0] / premier[1], second[0] / second[1]
    ecart = part_1 - part_2
    return (
        ecart - hypot(part_1 - bas_1, haut_2 - part_2),
        ecart + hypot(haut_1 - part_1, part_2 - bas_2),
    )


def are_distinct(premier: tuple[int, int], second: tuple[int, int], niveau: float = NIVEAU) -> bool:
    """Tell whether two proportions differ by more than chance would: zero is out of the interval."""
    bas, haut = compute_newcombe(premier, second, niveau)
    return not bas <= 0 <= haut
