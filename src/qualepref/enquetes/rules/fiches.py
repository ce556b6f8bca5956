"""Sheets that come back: their numbers, which are typed twice, what the two readings disagree on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from qualepref.noyau.questionnaires.modele import Question, Questionnaire, TypeQuestion
from qualepref.noyau.questionnaires.reponses import list_questions_posees
from qualepref.noyau.questionnaires.stockage import read_valeurs
from qualepref.noyau.statistiques.wilson import compute_wilson


_FICHE = re.compile(r"([1-9]\d{0,5})-([1-9]\d{0,5})")

Valeurs = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DeuxLectures:
    """One sheet typed twice: kept values of each reading."""

    fiche: str
    premiere: Valeurs
    seconde: Valeurs


@dataclass(frozen=True, slots=True)
class Ecart:
    """An answer that the two readings of a sheet do not give alike; None for no answer."""

    fiche: str
    question: Question
    premiere: Any
    seconde: Any


@dataclass(frozen=True, slots=True)
class ErreursSaisie:
    """How often two readings differ. `lues`: answers read twice; question None for all of them.

    bas, haut: bounds of the Wilson interval, in [0, 1]; None when nothing was read twice.
    """

    question: Question | None
    lues: int
    differentes: int
    bas: float | None
    haut: float | None

    @property
    def taux(self) -> Fraction | None:
        """The share of answers that differ, exact; None without any."""
        return Fraction(self.differentes, self.lues) if self.lues else None


def write_fiche(lot: int, numero: int) -> str:
    """Return what names a sheet: « 3-12 » for sheet 12 of batch 3."""
    return f"{lot}-{numero}"


def read_fiche(fiche: str) -> tuple[int, int] | None:
    """Return the batch and the number of a sheet; None when this names no sheet."""
    trouve = _FICHE.fullmatch(fiche)
    return (int(trouve.group(1)), int(trouve.group(2))) if trouve else None


def draw_fiches(fiches: Iterable[str], *, graine: str, taille: int) -> tuple[str, ...]:
    """Return so many sheets of a batch, drawn at random from the seed alone.

    The same seed draws the same sheets in whatever order they come, and a batch that grows keeps
    most of those already drawn.
    """
    rangs = sorted((sha256(f"{graine}:{fiche}".encode()).hexdigest(), fiche) for fiche in fiches)
    return tuple(sorted((fiche for _, fiche in rangs[:taille]), key=_rang))


def sort_fiches(fiches: Iterable[str]) -> list[str]:
    """Return sheets by batch then number."""
    return sorted(fiches, key=_rang)


def list_ecarts(questionnaire: Questionnaire, lectures: Iterable[DeuxLectures]) -> list[Ecart]:
    """Return the answers that differ, sheet by sheet, in the order of the questions."""
    return [
        Ecart(lecture.fiche, q, lecture.premiere.get(q.code), lecture.seconde.get(q.code))
        for lecture in sorted(lectures, key=lambda une: _rang(une.fiche))
        for q in _iter_comparees(questionnaire, lecture)
        if lecture.premiere.get(q.code) != lecture.seconde.get(q.code)
    ]


def count_erreurs(
    questionnaire: Questionnaire, lectures: Iterable[DeuxLectures]
) -> tuple[ErreursSaisie, ...]:
    """Return how often the readings differ, question by question, then over all questions.

    A question counts for a sheet when either reading leads to ask it. Free texts are left out: two
    people never write a sentence alike.
    """
    lues: dict[str, int] = {}
    differentes: dict[str, int] = {}
    for lecture in lectures:
        for q in _iter_comparees(questionnaire, lecture):
            lues[q.code] = lues.get(q.code, 0) + 1
            differe = lecture.premiere.get(q.code) != lecture.seconde.get(q.code)
            differentes[q.code] = differentes.get(q.code, 0) + differe
    par_question = tuple(
        _build_erreurs(q, lues.get(q.code, 0), differentes.get(q.code, 0))
        for q in questionnaire.iter_questions()
        if q.type is not TypeQuestion.TEXTE
    )
    total = _build_erreurs(None, sum(lues.values()), sum(differentes.values()))
    return (*par_question, total)


def digest_valeurs(valeurs: Valeurs) -> str:
    """Return what changes when kept values do, to notice that somebody changed them meanwhile."""
    return sha256(repr(sorted(valeurs.items())).encode()).hexdigest()


def _iter_comparees(questionnaire: Questionnaire, lecture: DeuxLectures) -> Iterator[Question]:
    posees = {
        q.code
        for valeurs in (lecture.premiere, lecture.seconde)
        for q in list_questions_posees(questionnaire, read_valeurs(questionnaire, valeurs))
    }
    for question in questionnaire.iter_questions():
        if question.code in posees and question.type is not TypeQuestion.TEXTE:
            yield question


def _build_erreurs(question: Question | None, lues: int, differentes: int) -> ErreursSaisie:
    if not lues:
        return ErreursSaisie(question, 0, 0, None, None)
    return ErreursSaisie(question, lues, differentes, *compute_wilson(differentes, lues))


def _rang(fiche: str) -> tuple[int, int]:
    return read_fiche(fiche) or (0, 0)
