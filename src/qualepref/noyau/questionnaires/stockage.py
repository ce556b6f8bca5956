"""Answers as they are kept: plain JSON values by code of question, free texts elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from qualepref.noyau.questionnaires.modele import Questionnaire, TypeQuestion, Valeur
from qualepref.noyau.questionnaires.reponses import ReponseVerifiee


# What stands for a free text among the values: it was given, and is kept where it can be erased.
TEXTE_DONNE = True


def cast_valeurs(
    verifiee: ReponseVerifiee, questionnaire: Questionnaire
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values to keep, and apart from them the free texts, by code of question."""
    types = {q.code: q.type for q in questionnaire.iter_questions()}
    valeurs: dict[str, Any] = {}
    textes: dict[str, str] = {}
    for code, valeur in verifiee.valeurs:
        if types[code] is TypeQuestion.TEXTE:
            valeurs[code], textes[code] = TEXTE_DONNE, str(valeur)
        else:
            valeurs[code] = cast_valeur(valeur)
    return valeurs, textes


def cast_valeur(valeur: Valeur) -> Any:
    """Return one answer, other than a free text, as it is kept."""
    if isinstance(valeur, Decimal):
        return format_nombre_stocke(valeur)
    if isinstance(valeur, dt.date):
        return valeur.isoformat()
    return list(valeur) if isinstance(valeur, tuple) else valeur


def read_valeurs(questionnaire: Questionnaire, valeurs: Mapping[str, Any]) -> dict[str, Valeur]:
    """Return kept values in their own types, free texts left out."""
    lues: dict[str, Valeur] = {}
    for question in questionnaire.iter_questions():
        valeur = valeurs.get(question.code)
        if valeur is None or question.type is TypeQuestion.TEXTE:
            continue
        lues[question.code] = read_valeur(question.type, valeur)
    return lues


def format_nombre_stocke(nombre: Decimal) -> str:
    """Return a number as it is kept and counted: no exponent, no useless zero."""
    return f"{nombre.normalize():f}"


def read_valeur(type_question: TypeQuestion, valeur: Any) -> Valeur:
    """Return one kept value, other than a free text, in its own type."""
    match type_question:
        case TypeQuestion.NOMBRE:
            return Decimal(valeur)
        case TypeQuestion.DATE:
            return dt.date.fromisoformat(valeur)
        case TypeQuestion.CHOIX_MULTIPLE:
            return tuple(valeur)
        case _:
            return str(valeur)
