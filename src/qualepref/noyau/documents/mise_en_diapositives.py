"""How much of a text or of a table one slide holds: sizes of type, widths of columns, breaks.

Widths are estimated, a little generously, since the font of whoever opens the deck is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qualepref.noyau.graphiques.toile import estimate_width


PT = 12_700  # English metric units
# Lines are set at a height of their own: Marianne alone would take half as much again as its size.
INTERLIGNE, INTERLIGNE_TITRE = 1.22, 1.36
# Marianne, and the sans-serifs that take its place, are somewhat wider than the estimate.
LARGESSE = 1.08
CORPS_LISTE = (28, 26, 24, 22, 20, 18, 16)
CORPS_TABLEAU = (22, 20, 18, 16, 14, 13, 12)
# Too small to be read from the back of a room: only where columns are too many otherwise.
CORPS_SERRES = (11, 10)
CORPS_CHAPEAU = 18
CORPS_OUVERTURE = (18, 16, 14, 12, 11)
CORPS_PIED = (10, 9, 8, 7)
CORPS_TITRE = (26, 24, 22, 20)
APRES_PUCE, APRES_PUCE_MAX = 8, 22
# How much taller than they need rows may stand, lest a short table leave half the slide empty.
ETIREMENT, ETIREMENT_ENTETE = 1.9, 1.25
MARGE_CELLULE, MARGE_LIGNE = 9.0, 3.0  # points, on each side
PART_MAX = 0.55
# Room kept around the longest word of a column: a broader font must not cut it in two. Figures need
# less, since all fonts draw them about as wide.
AISANCE, AISANCE_CHIFFRES = 1.14, 1.02
# Beyond so many lines in a cell, a smaller type that needs fewer reads better.
LIGNES_AEREES = 3
COUPURE = 4  # fewest rows of a table left alone on a slide

Rangees = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Tranche:
    """What one slide shows of a table: its rows, their heights, in points."""

    lignes: tuple[tuple[str, ...], ...]
    hauteurs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class MiseEnListe:
    """A list laid out: size of type, room before each item in points, items slide by slide."""

    corps: int
    avant: float
    pages: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class MiseEnTableau:
    """A table laid out: size of type, widths of columns and height of the headings, in points.

    plus_haute: lines of the cell that has most.
    """

    corps: int
    largeurs: tuple[float, ...]
    entete: float
    tranches: tuple[Tranche, ...]
    plus_haute: int


def count_lignes(texte: str, largeur: float, corps: float, *, gras: bool = False) -> int:
    """Return on how many lines a text stands in a width, in points."""
    return sum(
        _count_ligne(ligne, largeur, corps * (1.06 if gras else 1)) for ligne in texte.split("\n")
    )


def _count_ligne(texte: str, largeur: float, corps: float) -> int:
    lignes, x = 1, 0.0
    for mot in texte.split(" "):
        long = estimate_width(mot, corps) * LARGESSE
        if x and x + long > largeur:
            lignes, x = lignes + 1, 0.0
        if long > largeur:  # broken where the line ends
            lignes += int(long // largeur)
            long %= largeur
        x += long + estimate_width(" ", corps) * LARGESSE
    return lignes


def fit_lignes(lignes: Sequence[str], largeur: float, hauteur: float, corps: Sequence[int]) -> int:
    """Return the largest of these sizes at which lines hold in a place, the smallest if none."""
    return next(
        (
            c
            for c in corps
            if sum(count_lignes(x, largeur, c) for x in lignes) * c * INTERLIGNE <= hauteur
        ),
        corps[-1],
    )


def fit_titre(texte: str, largeur: float, hauteur: float) -> int:
    """Return the largest size at which a title holds in its place."""
    for corps in CORPS_TITRE:
        if count_lignes(texte, largeur, corps, gras=True) * corps * INTERLIGNE_TITRE <= hauteur:
            return corps
    return CORPS_TITRE[-1]


def lay_liste(
    puces: Sequence[str], largeur: float, hauteur: float, *, maximum: int | None = None
) -> MiseEnListe:
    """Return a list laid out, at most `maximum` items on a slide; as large as they hold."""
    pages = _share_puces(puces, maximum or len(puces) or 1)
    for corps in CORPS_LISTE:
        besoin = max(sum(_height(p, largeur, corps) for p in page) for page in pages)
        if besoin <= hauteur:
            reste = (hauteur - besoin) / max(map(len, pages))
            return MiseEnListe(corps, APRES_PUCE + min(reste, APRES_PUCE_MAX - APRES_PUCE), pages)
    corps = CORPS_LISTE[-1]
    return MiseEnListe(corps, APRES_PUCE, _break_puces(puces, largeur, hauteur, corps))


def _share_puces(puces: Sequence[str], maximum: int) -> tuple[tuple[str, ...], ...]:
    """Return items on as few slides as a maximum allows, as many on each."""
    parts = max(-(-len(puces) // maximum), 1)
    bornes = [len(puces) * rang // parts for rang in range(parts + 1)]
    return tuple(tuple(puces[a:b]) for a, b in pairwise(bornes))


def _break_puces(
    puces: Sequence[str], largeur: float, hauteur: float, corps: int
) -> tuple[tuple[str, ...], ...]:
    haut = 0.0
    pages: list[list[str]] = [[]]
    for puce in puces:
        besoin = _height(puce, largeur, corps)
        if pages[-1] and haut + besoin > hauteur:
            pages.append([])
            haut = 0.0
        pages[-1].append(puce)
        haut += besoin
    return tuple(map(tuple, pages))


def _height(puce: str, largeur: float, corps: int) -> float:
    return count_lignes(puce, largeur, corps) * corps * INTERLIGNE + APRES_PUCE


def lay_tableau(
    entetes: Sequence[str],
    lignes: Rangees,
    largeur: float,
    hauteur: float,
    *,
    minimum: int = CORPS_TABLEAU[-1],
    maximum: int | None = None,
) -> MiseEnTableau:
    """Return a table laid out on as few slides as its smallest type needs, then as large as it can.

    minimum: smallest type, gone under only where words would be cut otherwise. maximum: rows of
    one slide.
    """
    rangees = [entetes, *lignes]
    tiennent = [
        c
        for c in (*CORPS_TABLEAU, *CORPS_SERRES)
        if sum(_list_minimales(rangees, largeur, c)) <= largeur
    ]
    larges = [c for c in tiennent if c >= minimum] or tiennent[:1] or CORPS_SERRES[-1:]
    essais = [_lay(entetes, lignes, largeur, hauteur, c, maximum) for c in larges]
    fewest = min(len(e.tranches) for e in essais)
    retenus = [e for e in essais if len(e.tranches) == fewest]
    lignes_min = max(LIGNES_AEREES, min(e.plus_haute for e in retenus))
    return _stretch(next(e for e in retenus if e.plus_haute <= lignes_min), hauteur)


def _lay(
    entetes: Sequence[str],
    lignes: Rangees,
    largeur: float,
    hauteur: float,
    corps: int,
    maximum: int | None,
) -> MiseEnTableau:
    largeurs = _share([entetes, *lignes], largeur, corps)
    tete = _height_of(entetes, largeurs, corps, gras=True)
    hauteurs = [_height_of(ligne, largeurs, corps) for ligne in lignes]
    coupes = _cut(hauteurs, hauteur - tete, maximum or len(lignes))
    tranches = tuple(
        Tranche(tuple(tuple(x) for x in lignes[a:b]), tuple(hauteurs[a:b])) for a, b in coupes
    )
    haute = max((_count_de(ligne, largeurs, corps) for ligne in lignes), default=1)
    return MiseEnTableau(corps, largeurs, tete, tranches, haute)


def _stretch(mise: MiseEnTableau, hauteur: float) -> MiseEnTableau:
    """Return the same with rows made taller where the slide has room, alike on every slide."""
    besoin = max(mise.entete + sum(t.hauteurs) for t in mise.tranches)
    facteur = max(1.0, min(ETIREMENT, (hauteur - 1) / besoin))
    return replace(
        mise,
        entete=mise.entete * min(facteur, ETIREMENT_ENTETE),
        tranches=tuple(
            replace(t, hauteurs=tuple(h * facteur for h in t.hauteurs)) for t in mise.tranches
        ),
    )


def _height_of(
    cellules: Sequence[str], largeurs: Sequence[float], corps: int, *, gras: bool = False
) -> float:
    return _count_de(cellules, largeurs, corps, gras=gras) * corps * INTERLIGNE + 2 * MARGE_LIGNE


def _count_de(
    cellules: Sequence[str], largeurs: Sequence[float], corps: int, *, gras: bool = False
) -> int:
    """Return the lines of the cell of a row that has most."""
    return max(
        count_lignes(c, large - 2 * MARGE_CELLULE, corps, gras=gras)
        for c, large in zip(cellules, largeurs, strict=True)
    )


def _cut(hauteurs: Sequence[float], hauteur: float, maximum: int) -> list[tuple[int, int]]:
    """Return where slides begin and end; the last two share rows lest one has nearly none."""
    coupes, debut, haut = [], 0, 0.0
    for rang, besoin in enumerate(hauteurs):
        if rang > debut and (haut + besoin > hauteur or rang - debut >= maximum):
            coupes.append((debut, rang))
            debut, haut = rang, 0.0
        haut += besoin
    coupes.append((debut, len(hauteurs)))
    if len(coupes) > 1 and coupes[-1][1] - coupes[-1][0] < COUPURE:
        (a, _), (_, c) = coupes[-2:]
        milieu = (a + c + 1) // 2
        if sum(hauteurs[milieu:c]) <= hauteur:
            coupes[-2:] = [(a, milieu), (milieu, c)]
    return coupes


def _share(rangees: Rangees, largeur: float, corps: int) -> tuple[float, ...]:
    """Return widths of columns: what words need, then in proportion to what texts would like."""
    voulues = _list_voulues(rangees, largeur, corps)
    if sum(voulues) <= largeur:
        return tuple(v * largeur / sum(voulues) for v in voulues)
    minimales = _list_minimales(rangees, largeur, corps)
    reste = largeur - sum(minimales)
    if reste <= 0:
        return tuple(m * largeur / sum(minimales) for m in minimales)
    envies = [max(v - m, 0.01) for v, m in zip(voulues, minimales, strict=True)]
    return tuple(
        m + reste * envie / sum(envies) for m, envie in zip(minimales, envies, strict=True)
    )


def _list_voulues(rangees: Rangees, largeur: float, corps: int) -> list[float]:
    """Return the width that each column would like: its texts on one line, within reason."""
    return [
        min(max(_wide(c, corps) for c in colonne) + 2 * MARGE_CELLULE, PART_MAX * largeur)
        for colonne in zip(*rangees, strict=True)
    ]


def _list_minimales(rangees: Rangees, largeur: float, corps: int) -> list[float]:
    """Return the width that each column needs: its longest word at ease, within reason."""
    return [
        min(
            max(_need(mot, corps) for c in colonne for mot in c.split(" ")) + 2 * MARGE_CELLULE,
            PART_MAX * largeur,
        )
        for colonne in zip(*rangees, strict=True)
    ]


def _need(mot: str, corps: int) -> float:
    lettres = any(c.isalpha() for c in mot)
    return _wide(mot, corps) * (AISANCE if lettres else AISANCE_CHIFFRES)


def _wide(texte: str, corps: int) -> float:
    # Headings are bold: every cell is measured so. « ‰ » is broader than other marks.
    return estimate_width(texte.replace("‰", "%i"), corps) * LARGESSE * 1.06
