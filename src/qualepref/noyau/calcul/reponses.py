"""Cells of answers: what was answered to one question, as sums that add up.

A cell is one row per (site, service, mois, questionnaire, question, critere, mode). Questions are
known by their codes, which keep their meaning from a version of a questionnaire to the next; what
an answer is worth is read in the questionnaire that was shown. So cells of two campaigns, or of two
versions, add up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import add
from typing import NamedTuple

from qualepref.noyau.calcul.cellules import Filtre


CLES_REPONSES = ("site", "service", "mois", "questionnaire", "question", "critere", "mode")
# `posees`: people asked. `exprimees`: answered, « sans objet » left out. `somme`, `nombres`: of the
# numbers given, an exact Fraction and how many; all the others are whole.
MESURES_REPONSES = (
    "posees", "repondues", "exprimees", "satisfaites", "insatisfaites", "somme", "nombres",
)  # fmt: skip
POSITION_REPONSES = {mesure: rang for rang, mesure in enumerate(MESURES_REPONSES)}
Mesures = tuple[int | Fraction, ...]
ZERO_REPONSES: Mesures = tuple(Fraction(0) if m == "somme" else 0 for m in MESURES_REPONSES)


class CelluleReponse(NamedTuple):
    """One cell. `service` is a code, "" when none; `critere` "" when the question is about none.

    `mesures` follows MESURES_REPONSES.
    """

    site: str
    service: str
    mois: int
    questionnaire: str
    question: str
    critere: str
    mode: str
    mesures: Mesures


@dataclass(frozen=True, slots=True)
class SommesReponses:
    """Sums of the cells kept by one filter: month -> the vector of MESURES_REPONSES."""

    par_mois: Mapping[int, Mesures]
    empreinte: str


def sum_reponses(cellules: Collection[CelluleReponse], filtre: Filtre) -> SommesReponses:
    """Return the monthly sums of the cells that pass the filter; a month nobody was asked has none."""
    par_mois: dict[int, Mesures] = {}
    digest = hashlib.sha256()
    for c in sorted(keep_reponses(cellules, filtre)):
        digest.update(repr(c).encode())
        par_mois[c.mois] = add_mesures(par_mois.get(c.mois, ZERO_REPONSES), c.mesures)
    return SommesReponses(par_mois, digest.hexdigest()[:12])


def keep_reponses(cellules: Iterable[CelluleReponse], filtre: Filtre) -> Iterator[CelluleReponse]:
    """Yield the cells that pass the filter, those of questions that nobody was asked left out."""
    posees = POSITION_REPONSES["posees"]
    for c in cellules:
        if c.mesures[posees] and all(getattr(c, cle) in admis for cle, admis in filtre):
            yield c


def add_mesures(a: Mesures, b: Mesures) -> Mesures:
    """Return two vectors added up."""
    return tuple(map(add, a, b))
