"""From marks to the cells of answers that indicators read."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from qualepref.noyau.calcul.reponses import (
    MESURES_REPONSES,
    ZERO_REPONSES,
    CelluleReponse,
    Mesures,
    add_mesures,
)
from qualepref.noyau.questionnaires.depouillement import POSEE, REPONDUE
from qualepref.noyau.questionnaires.modele import Question, Questionnaire, TypeQuestion


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
    questions = {q.code: q for q in questionnaire.iter_questions()}
    poids = lru_cache(maxsize=None)(lambda code, marque: weigh_marque(questions[code], marque))
    sommes: dict[tuple[str, int, str, str], Mesures] = {}
    for service, mois, mode, question, marque, n in comptees:
        cle = (service, mois, question, mode)
        ajout = tuple(poids_unitaire * n for poids_unitaire in poids(question, marque))
        sommes[cle] = add_mesures(sommes.get(cle, ZERO_REPONSES), ajout)
    return sorted(
        CelluleReponse(
            site, service, mois, questionnaire.code, question, questions[question].critere or "",
            mode, mesures,
        )
        for (service, mois, question, mode), mesures in sommes.items()
        if any(mesures)
    )  # fmt: skip


def weigh_marque(question: Question, marque: str) -> Mesures:
    """Return what one mark of a question adds to each of MESURES_REPONSES.

    « Sans objet » takes back the answer that « = » has counted as an opinion.
    """
    if marque == POSEE:
        return _poids(posees=1)
    if marque == REPONDUE:
        return _poids(repondues=1, exprimees=1)
    if question.type is TypeQuestion.NOMBRE:
        return _poids(somme=Fraction(marque), nombres=1)
    option = question.find_option(marque)
    if option is None:
        return ZERO_REPONSES
    if option.sans_objet:
        return _poids(exprimees=-1)
    if option.satisfait is None or not question.evaluee:
        return ZERO_REPONSES
    return _poids(satisfaites=1) if option.satisfait else _poids(insatisfaites=1)


def _poids(**mesures: int | Fraction) -> Mesures:
    return tuple(
        mesures.get(m, zero) for m, zero in zip(MESURES_REPONSES, ZERO_REPONSES, strict=True)
    )
