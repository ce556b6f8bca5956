"""Cohen's kappa: how far two observers agree beyond chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Accord:
    """Agreement of two observers on `n` cases.

    observe: share of the cases judged alike; None without any case. attendu: share that chance
    alone would give. kappa: None when nothing can be told, without any case or when both observers
    used one and the same category throughout.
    """

    n: int
    observe: Fraction | None
    attendu: Fraction | None
    kappa: Fraction | None


@dataclass(frozen=True, slots=True)
class Palier:
    """How values up to `maximum`, included, are read; None for all those above."""

    maximum: Decimal | None
    libelle: str


def compute_kappa(paires: Iterable[tuple[Hashable, Hashable]]) -> Accord:
    """Return the agreement of two observers, one pair of categories per case, exact.

    Source: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological
    Measurement 20 (1960).
    """
    cases = Counter(paires)
    n = cases.total()
    if not n:
        return Accord(0, None, None, None)
    premier: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    for (a, b), fois in cases.items():
        premier[a] += fois
        second[b] += fois
    observe = Fraction(sum(fois for (a, b), fois in cases.items() if a == b), n)
    attendu = Fraction(sum(fois * second[categorie] for categorie, fois in premier.items()), n * n)
    kappa = None if attendu == 1 else (observe - attendu) / (1 - attendu)
    return Accord(n, observe, attendu, kappa)


def find_palier(kappa: Fraction, paliers: Sequence[Palier]) -> Palier:
    """Return how a kappa reads; `paliers` rise, and the last one has no maximum.

    Raises:
        ValueError: no level holds this value.
    """
    for palier in paliers:
        if palier.maximum is None or kappa <= Fraction(palier.maximum):
            return palier
    raise ValueError(f"aucun palier pour {kappa}")
