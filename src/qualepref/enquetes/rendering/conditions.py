"""Conditions in words, for a page without script and for paper."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import reduce
from typing import Any

from qualepref.noyau.questionnaires.conditions import is_remplie
from qualepref.noyau.questionnaires.modele import (
    Combinaison,
    Comparaison,
    Condition,
    Mode,
    Operateur,
    Questionnaire,
    Valeur,
)


def describe_condition(
    condition: Condition, questionnaire: Questionnaire, langue: str, mots: Mapping[str, str]
) -> str:
    """Return « Si vous avez répondu « Non » à « Aviez-vous rendez-vous ? » », in that language."""
    if isinstance(condition, Combinaison):
        lien = mots["et" if condition.mode is Mode.TOUTES else "ou"]
        parties = [describe_condition(c, questionnaire, langue, mots) for c in condition.conditions]
        return _chain(
            [parties[0], *(partie[:1].lower() + partie[1:] for partie in parties[1:])], lien
        )
    return _describe(condition, questionnaire, langue, mots)


def dump_condition(
    condition: Condition, lues: Mapping[str, Valeur], *, ouvertes: Container[str]
) -> dict[str, Any]:
    """Return a condition as plain data, for the script of the page.

    lues: answers known already; tests of other questions than the `ouvertes` are settled by them.
    """
    if isinstance(condition, Combinaison):
        parties = [dump_condition(c, lues, ouvertes=ouvertes) for c in condition.conditions]
        return {condition.mode.value: parties}
    if condition.question not in ouvertes:
        return {"tenue": is_remplie(condition, lues)}
    if condition.operateur is Operateur.PARMI:
        return {"question": condition.question, "parmi": list(condition.options)}
    return {"question": condition.question, condition.operateur.value: float(condition.nombre or 0)}


def _describe(
    comparaison: Comparaison, questionnaire: Questionnaire, langue: str, mots: Mapping[str, str]
) -> str:
    question = questionnaire.find_question(comparaison.question)
    libelle = question.libelle.get(langue) if question else comparaison.question
    if comparaison.operateur is not Operateur.PARMI:
        nombre = f"{comparaison.nombre:f}" if comparaison.nombre is not None else ""
        phrase = mots[f"si_{comparaison.operateur.value}"]
        return phrase.format(nombre=nombre.replace(".", ","), question=libelle)
    options = [
        mots["guillemets"].format(texte=option.libelle.get(langue))
        for option in (question.options if question else ())
        if option.code in comparaison.options
    ]
    return mots["si_repondu"].format(options=_chain(options, mots["ou"]), question=libelle)


def _chain(parties: list[str], lien: str) -> str:
    return reduce(lambda gauche, droite: lien.format(gauche=gauche, droite=droite), parties)
