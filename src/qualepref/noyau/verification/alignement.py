"""Two sequences side by side: where they part, found in bounded time whatever they hold."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


# Pairs of elements held against each other between two anchors, then in all: beyond, what stands
# between two anchors differs as a whole. Word for word comparison takes the cube of it at worst.
PAIRES_MAX, PAIRES_EN_TOUT = 90_000, 3_000_000


@dataclass(frozen=True, slots=True)
class Ecart:
    """`a[a1:a2]` stands where `b[b1:b2]` does; one of them may be empty."""

    a1: int
    a2: int
    b1: int
    b2: int


def align(a: Sequence[str], b: Sequence[str], *, fenetres: tuple[int, ...] = (1,)) -> list[Ecart]:
    """Return where two sequences part, in order.

    They are anchored first on runs that each holds once, so long as each of `fenetres` in turn.
    """
    reste = [PAIRES_EN_TOUT]
    return list(_align(a, b, Ecart(0, len(a), 0, len(b)), fenetres, reste))


def _align(
    a: Sequence[str], b: Sequence[str], bloc: Ecart, fenetres: tuple[int, ...], reste: list[int]
) -> Iterator[Ecart]:
    bloc = _trim(a, b, bloc)
    if bloc.a1 == bloc.a2 or bloc.b1 == bloc.b2:
        if bloc.a1 < bloc.a2 or bloc.b1 < bloc.b2:
            yield bloc
        return
    if not fenetres:
        yield from _match(a, b, bloc, reste)
        return
    i, j = bloc.a1, bloc.b1
    for x, y in [*_anchor(a, b, bloc, fenetres[0]), (bloc.a2, bloc.b2)]:
        if x >= i and y >= j:
            yield from _align(a, b, Ecart(i, x, j, y), fenetres[1:], reste)
            i, j = x + fenetres[0], y + fenetres[0]


def _trim(a: Sequence[str], b: Sequence[str], bloc: Ecart) -> Ecart:
    a1, a2, b1, b2 = bloc.a1, bloc.a2, bloc.b1, bloc.b2
    while a1 < a2 and b1 < b2 and a[a1] == b[b1]:
        a1, b1 = a1 + 1, b1 + 1
    while a1 < a2 and b1 < b2 and a[a2 - 1] == b[b2 - 1]:
        a2, b2 = a2 - 1, b2 - 1
    return Ecart(a1, a2, b1, b2)


def _anchor(a: Sequence[str], b: Sequence[str], bloc: Ecart, fenetre: int) -> list[tuple[int, int]]:
    """Return the places of runs found once on each side, the most that stand in the same order."""
    seuls_a = _find_seuls(a, bloc.a1, bloc.a2, fenetre)
    seuls_b = _find_seuls(b, bloc.b1, bloc.b2, fenetre)
    paires = [(place, seuls_b[mots]) for mots, place in seuls_a.items() if mots in seuls_b]
    return _keep_croissantes(sorted(paires))


def _find_seuls(s: Sequence[str], debut: int, fin: int, fenetre: int) -> dict[tuple[str, ...], int]:
    places = range(debut, fin - fenetre + 1)
    suites = [tuple(s[p : p + fenetre]) for p in places]
    fois = Counter(suites)
    return {suite: p for suite, p in zip(suites, places, strict=True) if fois[suite] == 1}


def _keep_croissantes(paires: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of pairs sorted by their first whose seconds grow too."""
    fins: list[int] = []  # second of the best run of each length
    rangs: list[int] = []
    precedents: list[int] = []
    for rang, (_, y) in enumerate(paires):
        longueur = bisect_left(fins, y)
        precedents.append(rangs[longueur - 1] if longueur else -1)
        if longueur == len(fins):
            fins.append(y)
            rangs.append(rang)
        else:
            fins[longueur], rangs[longueur] = y, rang
    gardees = []
    rang = rangs[-1] if rangs else -1
    while rang >= 0:
        gardees.append(paires[rang])
        rang = precedents[rang]
    return gardees[::-1]


def _match(a: Sequence[str], b: Sequence[str], bloc: Ecart, reste: list[int]) -> Iterator[Ecart]:
    paires = (bloc.a2 - bloc.a1) * (bloc.b2 - bloc.b1)
    if paires > min(PAIRES_MAX, reste[0]):
        yield bloc
        return
    reste[0] -= paires
    comparaison = SequenceMatcher(None, a[bloc.a1 : bloc.a2], b[bloc.b1 : bloc.b2], autojunk=False)
    for signe, a1, a2, b1, b2 in comparaison.get_opcodes():
        if signe != "equal":
            yield Ecart(bloc.a1 + a1, bloc.a1 + a2, bloc.b1 + b1, bloc.b1 + b2)
