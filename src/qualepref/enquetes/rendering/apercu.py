"""A questionnaire read question by question: what is asked, when, and what each answer counts for."""

from __future__ import annotations

from dataclasses import dataclass

from qualepref.enquetes.queries.formulaires import get_vocabulaire
from qualepref.enquetes.queries.phrases import get_mots
from qualepref.enquetes.rendering.conditions import describe_condition
from qualepref.noyau.questionnaires.modele import (
    Option,
    Question,
    Questionnaire,
    TypeQuestion,
)


TYPES = {
    TypeQuestion.CHOIX: "une réponse",
    TypeQuestion.CHOIX_MULTIPLE: "plusieurs réponses",
    TypeQuestion.ECHELLE: "une réponse, sur une échelle",
    TypeQuestion.NOMBRE: "un nombre",
    TypeQuestion.DATE: "une date",
    TypeQuestion.TEXTE: "un texte libre",
}


@dataclass(frozen=True, slots=True)
class OptionLue:
    """An answer, in the language read. `sens`: what it counts for, "" when nothing is judged."""

    libelle: str
    sens: str


@dataclass(frozen=True, slots=True)
class QuestionLue:
    """A question as it is read; `si`: when it is asked, "" for always."""

    numero: int
    code: str
    libelle: str
    aide: str
    genre: str
    obligatoire: bool
    si: str
    options: tuple[OptionLue, ...]
    critere: str
    engagements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupeLu:
    """Questions under their title."""

    titre: str
    questions: tuple[QuestionLue, ...]


def build_apercu(questionnaire: Questionnaire, *, langue: str) -> list[GroupeLu]:
    """Return every question of a questionnaire, in one of its languages."""
    rangs = {q.code: n for n, q in enumerate(questionnaire.iter_questions(), start=1)}
    return [
        GroupeLu(
            groupe.titre.get(langue),
            tuple(_read(q, rangs[q.code], questionnaire, langue) for q in groupe.questions),
        )
        for groupe in questionnaire.groupes
    ]


def _read(question: Question, rang: int, questionnaire: Questionnaire, langue: str) -> QuestionLue:
    critere = get_vocabulaire().find_critere(question.critere or "")
    condition = question.condition
    return QuestionLue(
        numero=rang,
        code=question.code,
        libelle=question.libelle.get(langue),
        aide=question.aide.get(langue) if question.aide else "",
        genre=TYPES[question.type],
        obligatoire=question.obligatoire,
        si=describe_condition(condition, questionnaire, langue, get_mots(langue))
        if condition
        else "",
        options=tuple(_read_option(o, question, langue) for o in question.options),
        critere=critere.libelle if critere else "",
        engagements=question.engagements,
    )


def _read_option(option: Option, question: Question, langue: str) -> OptionLue:
    sens = ""
    if option.sans_objet:
        sens = "sans objet : sort du calcul"
    elif question.evaluee:
        sens = {True: "satisfait", False: "non satisfait", None: "ni l’un ni l’autre"}[
            option.satisfait
        ]
    return OptionLue(option.libelle.get(langue), sens)
