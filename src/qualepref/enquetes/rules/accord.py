"""How far two callers who judged the same tests agree, question by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualepref.noyau.questionnaires.modele import Question, Questionnaire, TypeQuestion, Valeur
from qualepref.noyau.statistiques.kappa import Accord, Palier, compute_kappa, find_palier


# One answer among a few: what kappa is made for.
UN_CHOIX = frozenset({TypeQuestion.CHOIX, TypeQuestion.ECHELLE})


@dataclass(frozen=True, slots=True)
class AccordQuestion:
    """Agreement on one question. `lecture`: its reading, None when kappa means nothing."""

    question: Question
    accord: Accord
    lecture: str | None


def compute_accords(
    questionnaire: Questionnaire,
    paires: Sequence[tuple[Mapping[str, Valeur], Mapping[str, Valeur]]],
    *,
    minimum: int,
    paliers: Sequence[Palier],
) -> tuple[AccordQuestion, ...]:
    """Return the agreement on each closed question that both answered at least `minimum` times.

    paires: the answers of the one and of the other, one pair per test made by two. A question that
    one of them was not asked is no pair: they disagreed on the question before, and it shows there.
    """
    accords = []
    for question in questionnaire.iter_questions():
        if question.type not in UN_CHOIX:
            continue
        code = question.code
        communes = [(a[code], b[code]) for a, b in paires if code in a and code in b]
        if len(communes) >= minimum:
            accord = compute_kappa(communes)
            lecture = None if accord.kappa is None else find_palier(accord.kappa, paliers).libelle
            accords.append(AccordQuestion(question, accord, lecture))
    return tuple(accords)
