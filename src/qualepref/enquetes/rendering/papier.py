"""The paper form of a campaign: an accessible PDF that is filled in by pen and typed by key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from importlib import resources

from qualepref.enquetes.models import Campagne
from qualepref.enquetes.queries.formulaires import get_questionnaire
from qualepref.enquetes.queries.imprimes import get_mots_imprimes
from qualepref.enquetes.queries.phrases import get_sens
from qualepref.enquetes.rendering.conditions import describe_condition
from qualepref.enquetes.rules.touches import list_touches
from qualepref.noyau.documents.composition import UA, Document, render_document
from qualepref.noyau.documents.textes import Valeur, clean_texte
from qualepref.noyau.questionnaires.modele import (
    Groupe,
    Libelle,
    Question,
    Questionnaire,
    TypeQuestion,
)
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_autorite


MOTS_DE_PAGE = (
    "pas_de_nom", "consigne", "reserve", "lot", "feuille", "jour", "date", "tournez",
)  # fmt: skip
NOMS = {"aide": "aide", "si": "condition", "options": "réponses", "groupes": "rubriques"}


class CampagneSansQuestionsError(ValueError):
    """A campaign of past results has nothing to print."""

    def __init__(self) -> None:
        super().__init__("Cette campagne n’a pas de questionnaire à imprimer.")


def render_papier(campagne: Campagne, *, site: Site, langue: str, le: dt.date) -> bytes:
    """Return the form in a language as PDF/UA-1, to be handed in at a site. le: its date.

    Raises:
        CampagneSansQuestionsError: past results alone.
        RenduImpossibleError: a character that no font draws; the message says where it stands.
    """
    questionnaire = get_questionnaire(campagne)
    if questionnaire is None:
        raise CampagneSansQuestionsError
    document = Document(
        modele=(
            resources.files("qualepref.enquetes.rendering") / "typst" / "papier.typ"
        ).read_bytes(),
        contenu=build_contenu(questionnaire, campagne, site, langue, le),
        normes=(UA,),
        date=le,
        noms=NOMS,
    )
    return render_document(document)


def build_contenu(
    questionnaire: Questionnaire, campagne: Campagne, site: Site, langue: str, le: dt.date
) -> dict[str, Valeur]:
    """Return what the template prints, every text in the language."""
    mots = get_mots_imprimes(langue)
    numerote = number_questions(questionnaire, langue)
    rangs = {q.code: n for n, q in enumerate(questionnaire.iter_questions(), start=1)}
    introduction = questionnaire.introduction
    return {
        "date": [le.year, le.month, le.day],
        "langue": langue,
        "sens": get_sens(langue),
        "autorite": [clean_texte(ligne) for ligne in get_autorite(site)],
        "site_nom": clean_texte(site.nom),
        "titre": clean_texte(questionnaire.titre.get(langue)),
        "campagne": clean_texte(campagne.titre),
        "version": f"{questionnaire.code} {questionnaire.version}",
        "introduction": clean_texte(introduction.get(langue)) if introduction else "",
        "rendre": clean_texte(mots["rendre"].format(lieu=site.nom)),
        "mots": {nom: clean_texte(mots[nom]) for nom in MOTS_DE_PAGE},
        # Filled in by the template, page after page.
        "mot_page": mots["page"],
        "groupes": [_build_groupe(g, rangs, numerote, langue, mots) for g in questionnaire.groupes],
    }


def number_questions(questionnaire: Questionnaire, langue: str) -> Questionnaire:
    """Return the questionnaire with a number for the words of each question.

    Conditions then quote « la question 7 », which is found at a glance on paper.
    """
    rangs = {q.code: str(n) for n, q in enumerate(questionnaire.iter_questions(), start=1)}
    groupes = tuple(
        replace(
            groupe,
            questions=tuple(
                replace(q, libelle=Libelle(((langue, rangs[q.code]),))) for q in groupe.questions
            ),
        )
        for groupe in questionnaire.groupes
    )
    return replace(questionnaire, groupes=groupes)


def _build_groupe(
    groupe: Groupe,
    rangs: Mapping[str, int],
    numerote: Questionnaire,
    langue: str,
    mots: Mapping[str, str],
) -> Valeur:
    return {
        "titre": clean_texte(groupe.titre.get(langue)),
        "questions": [
            _build_question(question, rangs[question.code], numerote, langue, mots)
            for question in groupe.questions
        ],
    }


def _build_question(
    question: Question, rang: int, numerote: Questionnaire, langue: str, mots: Mapping[str, str]
) -> Valeur:
    condition = question.condition
    return {
        "numero": str(rang),
        "type": question.type.value,
        "libelle": clean_texte(question.libelle.get(langue)),
        "aide": clean_texte(_tell_aide(question, langue, mots)),
        "si": clean_texte(describe_condition(condition, numerote, langue, mots))
        if condition
        else "",
        "options": [
            {"touche": touche, "libelle": clean_texte(option.libelle.get(langue))}
            for touche, option in list_touches(question)
        ],
    }


def _tell_aide(question: Question, langue: str, mots: Mapping[str, str]) -> str:
    if question.aide is not None:
        return question.aide.get(langue)
    return mots["plusieurs"] if question.type is TypeQuestion.CHOIX_MULTIPLE else ""
