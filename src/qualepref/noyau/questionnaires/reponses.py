"""Answers checked against their questionnaire: which questions are asked, what is accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from qualepref.noyau.questionnaires.conditions import is_possible, is_remplie
from qualepref.noyau.questionnaires.modele import (
    Question,
    Questionnaire,
    TypeQuestion,
    Valeur,
    is_demesure,
)
from qualepref.noyau.yaml_strict.controles import tell_inconnu


@dataclass(frozen=True, slots=True)
class FauteReponse:
    """Why one answer is refused; `question` is its code."""

    question: str
    motif: str


@dataclass(frozen=True, slots=True)
class ReponseVerifiee:
    """Answers that hold. `valeurs`: (question, answer) of those given, in the form's order.

    posees: codes of the questions asked, answered or not: each is a chance to answer.
    """

    questionnaire: str
    version: str
    empreinte: str
    valeurs: tuple[tuple[str, Valeur], ...]
    posees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReponseRefusee:
    """Answers that do not hold, and everything that is wrong with them."""

    fautes: tuple[FauteReponse, ...]


class ReponseInvalideError(ValueError):
    """An answer is not what the question expects; the message says what it does."""


def list_questions_posees(
    questionnaire: Questionnaire, reponses: Mapping[str, object]
) -> tuple[Question, ...]:
    """Return the questions asked given the answers so far, in order.

    An answer to a question that is not asked, or that cannot be read, opens no other question.
    """
    posees: list[Question] = []
    lues: dict[str, Valeur] = {}
    for question in questionnaire.iter_questions():
        if not is_remplie(question.condition, lues):
            continue
        posees.append(question)
        try:
            valeur = read_reponse(question, reponses.get(question.code))
        except ReponseInvalideError:
            continue
        if valeur is not None:
            lues[question.code] = valeur
    return tuple(posees)


def list_questions_possibles(
    questionnaire: Questionnaire, reponses: Mapping[str, object], *, page: Container[str]
) -> tuple[Question, ...]:
    """Return the questions of a page that may have to be asked, in order.

    page: codes of its questions, whose answers are open; the others are settled by `reponses`.
    """
    ailleurs = {code: valeur for code, valeur in reponses.items() if code not in page}
    lues = read_reponses(questionnaire, ailleurs)
    possibles: dict[str, Question] = {}
    for question in questionnaire.iter_questions():
        if question.code in page and is_possible(question.condition, lues, ouvertes=possibles):
            possibles[question.code] = question
    return tuple(possibles.values())


def read_reponses(
    questionnaire: Questionnaire, reponses: Mapping[str, object]
) -> dict[str, Valeur]:
    """Return the answers that can be read to questions that are asked, in their own types."""
    lues: dict[str, Valeur] = {}
    for question in list_questions_posees(questionnaire, reponses):
        try:
            valeur = read_reponse(question, reponses.get(question.code))
        except ReponseInvalideError:
            continue
        if valeur is not None:
            lues[question.code] = valeur
    return lues


def check_reponse(
    questionnaire: Questionnaire, reponses: Mapping[str, object]
) -> ReponseVerifiee | ReponseRefusee:
    """Return the answers once verified, or everything that is wrong with them.

    reponses: by code of question. A choice is its code; a multiple choice a list of codes; a number
    an int or a Decimal; a day a date; a text a str. None, "" and [] mean no answer.
    """
    posees = list_questions_posees(questionnaire, reponses)
    codes = tuple(question.code for question in posees)
    fautes = list(_check_codes(questionnaire, reponses, codes))
    valeurs: list[tuple[str, Valeur]] = []
    for question in posees:
        try:
            valeur = read_reponse(question, reponses.get(question.code))
        except ReponseInvalideError as refus:
            fautes.append(FauteReponse(question.code, str(refus)))
            continue
        if valeur is not None:
            valeurs.append((question.code, valeur))
        elif question.obligatoire:
            fautes.append(FauteReponse(question.code, "cette question attend une réponse."))
    if fautes:
        return ReponseRefusee(tuple(fautes))
    return ReponseVerifiee(
        questionnaire.code,
        questionnaire.version,
        questionnaire.empreinte,
        tuple(valeurs),
        codes,
    )


def read_reponse(question: Question, valeur: object) -> Valeur | None:
    """Return one answer in its own type; None when there is none.

    Raises:
        ReponseInvalideError: it is not what the question expects.
    """
    if _is_vide(valeur):
        return None
    match question.type:
        case TypeQuestion.CHOIX | TypeQuestion.ECHELLE:
            return _read_option(question, valeur)
        case TypeQuestion.CHOIX_MULTIPLE:
            return _read_options(question, valeur)
        case TypeQuestion.NOMBRE:
            return _read_nombre(question, valeur)
        case TypeQuestion.DATE:
            return _read_date(question, valeur)
        case TypeQuestion.TEXTE:
            return _read_texte(valeur, question.longueur)


def _check_codes(
    questionnaire: Questionnaire, reponses: Mapping[str, object], posees: tuple[str, ...]
) -> Iterator[FauteReponse]:
    connues = [question.code for question in questionnaire.questions]
    for code, valeur in reponses.items():
        if code not in connues:
            yield FauteReponse(code, tell_inconnu(code, "les questions", connues))
        elif code not in posees and not _is_vide(valeur):
            yield FauteReponse(
                code, "cette question n’était pas à poser, au vu des réponses précédentes."
            )


def _is_vide(valeur: object) -> bool:
    return (
        valeur is None or valeur in ("", [], ()) or (isinstance(valeur, str) and valeur.isspace())
    )


def _read_option(question: Question, valeur: object) -> str:
    if not isinstance(valeur, str):
        raise ReponseInvalideError("choisissez une seule réponse.")
    if question.find_option(valeur) is None:
        raise ReponseInvalideError(f"« {valeur} » ne figure pas parmi les réponses possibles.")
    return valeur


def _read_options(question: Question, valeur: object) -> tuple[str, ...]:
    """Return the options chosen, in the order of the question."""
    if not isinstance(valeur, list | tuple | set | frozenset):
        raise ReponseInvalideError("une liste de réponses est attendue.")
    choisies = {_read_option(question, code) for code in valeur}
    if len(choisies) > 1 and any(o.sans_objet for o in question.options if o.code in choisies):
        raise ReponseInvalideError("« sans objet » ne va pas avec une autre réponse.")
    return tuple(option.code for option in question.options if option.code in choisies)


def _read_nombre(question: Question, valeur: object) -> Decimal:
    if isinstance(valeur, bool) or not isinstance(valeur, int | Decimal):
        raise ReponseInvalideError("un nombre est attendu.")
    nombre = Decimal(valeur)
    if not nombre.is_finite() or is_demesure(nombre):
        raise ReponseInvalideError("un nombre est attendu.")
    if question.entier and nombre != nombre.to_integral_value():
        raise ReponseInvalideError("un nombre entier est attendu.")
    if isinstance(question.minimum, Decimal) and nombre < question.minimum:
        raise ReponseInvalideError(f"le nombre doit être au moins {_write(question.minimum)}.")
    if isinstance(question.maximum, Decimal) and nombre > question.maximum:
        raise ReponseInvalideError(f"le nombre doit être au plus {_write(question.maximum)}.")
    return nombre


def _read_date(question: Question, valeur: object) -> dt.date:
    if not isinstance(valeur, dt.date) or isinstance(valeur, dt.datetime):
        raise ReponseInvalideError("une date est attendue.")
    minimum, maximum = question.minimum, question.maximum
    if isinstance(minimum, dt.date) and valeur < minimum:
        raise ReponseInvalideError(f"la date ne peut précéder le {minimum:%d/%m/%Y}.")
    if isinstance(maximum, dt.date) and valeur > maximum:
        raise ReponseInvalideError(f"la date ne peut dépasser le {maximum:%d/%m/%Y}.")
    return valeur


def _read_texte(valeur: object, longueur: int | None) -> str:
    if not isinstance(valeur, str):
        raise ReponseInvalideError("un texte est attendu.")
    texte = valeur.strip()
    if longueur is not None and len(texte) > longueur:
        raise ReponseInvalideError(
            f"le texte compte {len(texte)} caractères, pour {longueur} au plus."
        )
    return texte


def _write(nombre: Decimal) -> str:
    return f"{nombre.normalize():f}".replace(".", ",")
