"""A document in another form than ours: the words it shares with one of ours, and their figures."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qualepref.noyau.figement.empreintes import REFERENCE
from qualepref.noyau.verification.alignement import Ecart, align
from qualepref.noyau.verification.comparaison import Alteration, list_contexte
from qualepref.noyau.verification.modele import Extrait, Ligne


# What surrounds a word; a sign before a number is its own.
PONCTUATION = "«»“”\"'’()[]{};:.!?…,|"
NOMBRE = re.compile(r"[-+−–]?\d+(?:[.,]\d+)?")
ENTIER = re.compile(r"(\d)\.0+$")
CHIFFRES = re.compile(r"\d+")
FEUILLE = re.compile(r"(?:page|diapositive|notes) \d+")
UNITES = frozenset({"%", "‰"})
# Words that two documents must share, one after the other, for their places to be the same.
FENETRES = (3, 1)
# A line that stands on more than this part of the pages is their heading or their foot.
REPETEE, PAGES_MIN = 2, 3
MONTRES = 40  # words of a passage shown
# Words taken up from elsewhere as they were, the headings of a table on each page: nothing is added.
REPRIS_MIN = 4


@dataclass(frozen=True, slots=True)
class Mot:
    """A word, in the form that is compared, and the rank of its line."""

    forme: str
    ecrit: str
    ligne: int


@dataclass(frozen=True, slots=True)
class Rapprochement:
    """What a document has of another. `ajouts`: figures that stand where the other has none.

    `absentes`: lines with a figure that it does not take up.
    """

    alterations: tuple[Alteration, ...]
    ajouts: tuple[Alteration, ...]
    concordantes: tuple[Ligne, ...]
    absentes: int


def compare_formes(attendu: Extrait, trouve: Extrait) -> Rapprochement:
    """Return the figures that a document shares with one laid out otherwise, and those that differ.

    Words are only the thread: a word changed is no difference, a number changed is.
    """
    lignes, lues = _keep_texte(attendu), _keep_texte(trouve)
    a, b = _split(lignes), _split(lues)
    ecarts = align([m.forme for m in a], [m.forme for m in b], fenetres=FENETRES)
    entier = f" {_join(a)} "
    alterations: list[Alteration] = []
    ajouts: list[Alteration] = []
    ecartees: set[int] = set()
    absentes = 0
    for groupe in _group(a, ecarts):
        voulus, vus = a[groupe.a1 : groupe.a2], b[groupe.b1 : groupe.b2]
        if _numbers(voulus) == _numbers(vus) or _glue(voulus) == _glue(vus):
            continue
        if not voulus and len(vus) >= REPRIS_MIN and f" {_join(vus)} " in entier:
            continue
        rangs = {m.ligne for m in voulus}
        chiffrees = {r for r in rangs if _has_nombre(lignes[r].texte)}
        ecartees |= chiffrees
        if not _numbers(vus):
            absentes += len(chiffrees)
            continue
        premiere = min(rangs, default=a[groupe.a1].ligne if groupe.a1 < len(a) else len(lignes))
        (alterations if _numbers(voulus) else ajouts).append(
            Alteration(
                lieu=lues[vus[0].ligne].lieu,
                attendu=_say(voulus),
                trouve=_say(vus),
                chiffre=True,
                contexte=list_contexte(lignes, premiere, lignes[premiere] if rangs else None),
            )
        )
    concordantes = tuple(
        lignes[rang]
        for rang in sorted({m.ligne for m in a} - ecartees)
        if _has_nombre(lignes[rang].texte)
    )
    return Rapprochement(tuple(alterations), tuple(ajouts), concordantes, absentes)


def _keep_texte(extrait: Extrait) -> list[Ligne]:
    """Return the lines of the text itself: no heading of pages, no digest of what is drawn."""
    pages = defaultdict(set)
    for ligne in extrait.lignes:
        if FEUILLE.fullmatch(ligne.lieu):
            pages[_blank(ligne)].add(ligne.lieu)
    total = len({p for lieux in pages.values() for p in lieux})
    return [
        ligne
        for ligne in extrait.lignes
        if not ligne.annexe
        and (total < PAGES_MIN or len(pages.get(_blank(ligne), ())) * REPETEE <= total)
    ]


def _blank(ligne: Ligne) -> str:
    return CHIFFRES.sub("#", ligne.texte)


def _split(lignes: Sequence[Ligne]) -> list[Mot]:
    return [
        Mot(forme, mot, rang)
        for rang, ligne in enumerate(lignes)
        for mot in ligne.texte.split()
        if (forme := _shape(mot))
    ]


def _shape(mot: str) -> str:
    """Return a word as it is compared; "" for a mark alone. 57,0 and 57.0 and 57 are one number."""
    forme = mot.strip(PONCTUATION)
    if NOMBRE.fullmatch(forme):
        return ENTIER.sub(r"\1", forme.replace(",", "."))
    return forme if forme in UNITES or any(c.isalnum() for c in forme) else ""


def _group(mots: Sequence[Mot], ecarts: Sequence[Ecart]) -> Iterator[Ecart]:
    """Yield the differences extended to whole lines of the first document, those that meet joined."""
    debuts = [
        0,
        *(r for r, (x, y) in enumerate(pairwise(mots), 1) if x.ligne != y.ligne),
        len(mots),
    ]
    courant: Ecart | None = None
    for ecart in ecarts:
        etendu = _extend(ecart, debuts)
        if courant is not None and etendu.a1 < courant.a2:
            courant = Ecart(
                courant.a1, max(courant.a2, etendu.a2), courant.b1, max(courant.b2, etendu.b2)
            )
            continue
        if courant is not None:
            yield courant
        courant = etendu
    if courant is not None:
        yield courant


def _extend(ecart: Ecart, debuts: Sequence[int]) -> Ecart:
    """Return a difference from the start of its first line to the end of its last."""
    rang = bisect_left(debuts, ecart.a1)
    if ecart.a1 == ecart.a2 == debuts[rang]:
        return ecart  # added between two lines
    a1 = debuts[bisect_right(debuts, ecart.a1) - 1]
    a2 = debuts[bisect_left(debuts, ecart.a2)]
    return Ecart(a1, a2, ecart.b1 - (ecart.a1 - a1), ecart.b2 + (a2 - ecart.a2))


def _numbers(mots: Sequence[Mot]) -> list[str]:
    return [m.forme for m in mots if _has_nombre(m.forme)]


def _has_nombre(texte: str) -> bool:
    """Tell whether a text holds a number; the mark of a snapshot is none."""
    return CHIFFRES.search(REFERENCE.sub("", texte)) is not None


def _join(mots: Sequence[Mot]) -> str:
    return " ".join(m.forme for m in mots)


def _glue(mots: Sequence[Mot]) -> str:
    """Return words without their spaces: a word cut at its hyphen is the same."""
    return "".join(m.ecrit for m in mots)


def _say(mots: Sequence[Mot]) -> str:
    dit = " ".join(m.ecrit for m in mots[:MONTRES])
    return f"{dit} …" if len(mots) > MONTRES else dit
