"""From marks to the cells of answers that indicators read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from qualepref.noyau.calcul.cellules import Filtre
from qualepref.noyau.calcul.reponses import CelluleReponse, Mesures
from qualepref.noyau.questionnaires.conditions import iter_comparaisons
from qualepref.noyau.questionnaires.depouillement import POSEE, REPONDUE
from qualepref.noyau.questionnaires.modele import Option, Question, Questionnaire, TypeQuestion


class Comptee(NamedTuple):
    """How many times a mark was met on a question, somewhere. service: its code, "" when none."""

    service: str
    mois: int
    mode: str
    question: str
    marque: str
    n: int


def build_cellules(
    questionnaire: Questionnaire, comptees: Iterable[Comptee], *, site: str
) -> list[CelluleReponse]:
    """Return the cells of a site, sorted, from the marks counted with this questionnaire."""
    marques: dict[tuple[str, int, str, str], dict[str, int]] = {}
    for service, mois, mode, question, marque, n in comptees:
        ici = marques.setdefault((service, mois, question, mode), {})
        ici[marque] = ici.get(marque, 0) + n
    questions = {q.code: q for q in questionnaire.iter_questions()}
    return sorted(
        CelluleReponse(
            site, service, mois, questionnaire.code, question, questions[question].critere or "",
            mode, measure_marques(questions[question], comptes),
        )
        for (service, mois, question, mode), comptes in marques.items()
        if any(comptes.values())
    )  # fmt: skip


def measure_marques(question: Question, marques: Mapping[str, int]) -> Mesures:
    """Return the MESURES_REPONSES of a question whose marks were met so many times."""

    def count(options: Iterable[Option]) -> int:
        return sum(marques.get(o.code, 0) for o in options)

    repondues = marques.get(REPONDUE, 0)
    jugees = question.options if question.evaluee else ()
    nombres: Mapping[str, int] = {}
    if question.type is TypeQuestion.NOMBRE:
        nombres = {m: n for m, n in marques.items() if m not in (POSEE, REPONDUE)}
    return (
        marques.get(POSEE, 0),
        repondues,
        repondues - count(o for o in question.options if o.sans_objet),
        count(o for o in jugees if o.satisfait is True),
        count(o for o in jugees if o.satisfait is False),
        sum((Fraction(m) * n for m, n in nombres.items()), Fraction(0)),
        sum(nombres.values()),
    )


def list_lues(questionnaire: Questionnaire, filtres: Collection[Filtre]) -> frozenset[str]:
    """Return the codes of the questions that one of these filters may keep."""
    return frozenset(
        question.code
        for question in questionnaire.iter_questions()
        if any(_keeps(dict(filtre), questionnaire, question) for filtre in filtres)
    )


def restrict(questionnaire: Questionnaire, codes: Collection[str]) -> Questionnaire:
    """Return the questionnaire with these questions only, and those that their conditions read."""
    gardees = set(codes)
    for question in reversed(questionnaire.questions):
        if question.code in gardees:
            gardees.update(c.question for c in iter_comparaisons(question.condition))
    groupes = (
        replace(g, questions=tuple(q for q in g.questions if q.code in gardees))
        for g in questionnaire.groupes
    )
    return replace(questionnaire, groupes=tuple(groupes))


def _keeps(
    filtre: Mapping[str, tuple[str, ...]], questionnaire: Questionnaire, question: Question
) -> bool:
    codes = {
        "questionnaire": questionnaire.code,
        "question": question.code,
        "critere": question.critere or "",
    }
    return all(code in filtre.get(cle, (code,)) for cle, code in codes.items())
