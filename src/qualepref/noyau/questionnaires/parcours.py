"""Many forms at once, one column of kept values per question: who was asked what.

The same as `reponses.list_questions_posees` form by form, the condition computed once per
combination of the answers it reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qualepref.noyau.questionnaires.conditions import is_remplie, iter_comparaisons
from qualepref.noyau.questionnaires.modele import Question, Questionnaire, TypeQuestion, Valeur
from qualepref.noyau.questionnaires.stockage import read_valeur


def list_posees(
    question: Question,
    questions: Mapping[str, Question],
    colonnes: Mapping[str, Sequence[Any]],
    *,
    nombre: int,
) -> list[bool] | None:
    """Return whether each of the `nombre` forms was asked the question; None when all of them were.

    questions: those of the questionnaire by code. colonnes: code -> kept value of each form, None
    where there is no answer; no column, no answers.
    """
    if question.condition is None:
        return None
    lues = list(dict.fromkeys(c.question for c in iter_comparaisons(question.condition)))
    vides: Sequence[Any] = [None] * nombre
    brutes = (_as_hashables(colonnes.get(c, vides), questions[c]) for c in lues)
    combinaisons = list(zip(*brutes, strict=True))
    remplies = {}
    for combinaison in set(combinaisons):
        valeurs: dict[str, Valeur] = {}
        for code, brute in zip(lues, combinaison, strict=True):
            if brute is not None and questions[code].type is not TypeQuestion.TEXTE:
                valeurs[code] = read_valeur(questions[code].type, brute)
        remplies[combinaison] = is_remplie(question.condition, valeurs)
    return [remplies[c] for c in combinaisons]


def drop_hors_parcours(
    questionnaire: Questionnaire, colonnes: dict[str, list[Any]]
) -> dict[str, list[int]]:
    """Take out answers to questions that were not asked; return the ranks of the forms, by code.

    As on the form itself, an answer taken out opens no other question.
    """
    questions = {q.code: q for q in questionnaire.iter_questions()}
    nombre = len(next(iter(colonnes.values()), ()))
    otees: dict[str, list[int]] = {}
    for code, question in questions.items():
        posees = list_posees(question, questions, colonnes, nombre=nombre)
        if posees is None or code not in colonnes:
            continue
        colonne = colonnes[code]
        rangs = [
            rang
            for rang, (posee, valeur) in enumerate(zip(posees, colonne, strict=True))
            if valeur is not None and not posee
        ]
        for rang in rangs:
            colonne[rang] = None
        if rangs:
            otees[code] = rangs
    return otees


def _as_hashables(colonne: Sequence[Any], question: Question) -> Sequence[Any]:
    if question.type is TypeQuestion.CHOIX_MULTIPLE:
        return [valeur if valeur is None else tuple(valeur) for valeur in colonne]
    return colonne
