"""Answers summed up in marks: how many were asked, answered, and gave each answer.

Sums only, so months add up to years and sites to the nation; a rate is drawn from them and never
from forms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from qualepref.noyau.questionnaires.conditions import is_remplie
from qualepref.noyau.questionnaires.modele import (
    Question,
    Questionnaire,
    TypeQuestion,
)
from qualepref.noyau.questionnaires.stockage import read_valeurs


POSEE = "?"
REPONDUE = "="
# Their answers are not counted one by one: too many to mean anything.
SANS_MODALITE = frozenset({TypeQuestion.TEXTE, TypeQuestion.DATE})


class Place(NamedTuple):
    """Where and when a form was given: the keys of a cell. service: 0 for none; mois: 202204."""

    site: str
    service: int
    mois: int
    mode: str


class Depouillement(NamedTuple):
    """Counts of marks.

    cellules: (place, question, mark). croisees: (site, question of profile, its answer, question,
    mark).
    """

    cellules: Counter[tuple[Place, str, str]]
    croisees: Counter[tuple[str, str, str, str, str]]


def count_retours(
    questionnaire: Questionnaire,
    retours: Iterable[tuple[Place, Mapping[str, Any]]],
    *,
    profils: frozenset[str] = frozenset(),
) -> Depouillement:
    """Return the counts of forms given as (place, kept values).

    profils: codes of the closed questions by whose answers the others are crossed.
    """
    cellules: Counter[tuple[Place, str, str]] = Counter()
    croisees: Counter[tuple[str, str, str, str, str]] = Counter()
    marquer = build_marqueur(questionnaire)
    for place, valeurs in retours:
        marques = marquer(valeurs)
        cellules.update([(place, question, marque) for question, marque in marques])
        for profil in profils:
            for modalite in as_modalites(valeurs.get(profil)):
                croisees.update(
                    [
                        (place.site, profil, modalite, question, marque)
                        for question, marque in marques
                        if question != profil
                    ]
                )
    return Depouillement(cellules, croisees)


def build_marqueur(
    questionnaire: Questionnaire,
) -> Callable[[Mapping[str, Any]], list[tuple[str, str]]]:
    """Return what lists the marks of one form: (question, « ? » asked, « = » answered, answer)."""
    questions = questionnaire.questions
    filtrees = any(q.condition is not None for q in questions)
    posees = [(q, (q.code, POSEE), (q.code, REPONDUE)) for q in questions]

    def mark(valeurs: Mapping[str, Any]) -> list[tuple[str, str]]:
        lues = read_valeurs(questionnaire, valeurs) if filtrees else {}
        marques: list[tuple[str, str]] = []
        for question, posee, repondue in posees:
            valeur = valeurs.get(question.code)
            if valeur is None:
                if question.condition is None or is_remplie(question.condition, lues):
                    marques.append(posee)
                continue
            marques.append(posee)
            marques.append(repondue)
            if question.type not in SANS_MODALITE:
                marques.extend((question.code, m) for m in as_modalites(valeur))
        return marques

    return mark


def list_profils(questionnaire: Questionnaire, criteres: frozenset[str]) -> frozenset[str]:
    """Return the codes of the closed questions about one of these criteria."""
    return frozenset(
        q.code for q in questionnaire.iter_questions() if _is_profil(q) and q.critere in criteres
    )


def as_modalites(valeur: Any) -> tuple[str, ...]:
    """Return the answers that a kept value counts for; none without a value."""
    if valeur is None:
        return ()
    return tuple(map(str, valeur)) if isinstance(valeur, list | tuple) else (str(valeur),)


def _is_profil(question: Question) -> bool:
    return question.type in (TypeQuestion.CHOIX, TypeQuestion.CHOIX_MULTIPLE)
