"""Forms filled in at random, as a respondent could."""

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from qualepref.noyau.questionnaires.conditions import is_remplie
from qualepref.noyau.questionnaires.modele import TypeQuestion


def draw_valeur(question):
    """Return the answers that a question takes."""
    codes = [o.code for o in question.options]
    match question.type:
        case TypeQuestion.CHOIX_MULTIPLE:
            seules = [(o.code,) for o in question.options if o.sans_objet]
            autres = [o.code for o in question.options if not o.sans_objet]
            plusieurs = st.lists(st.sampled_from(autres), min_size=1, unique=True).map(tuple)
            return st.one_of(plusieurs, *map(st.just, seules))
        case TypeQuestion.NOMBRE:
            bas, haut = question.minimum or 0, question.maximum
            return st.integers(int(bas), int(haut) if haut is not None else 40).map(Decimal)
        case TypeQuestion.DATE:
            return st.dates(question.minimum or dt.date(2020, 1, 1), dt.date(2026, 12, 31))
        case TypeQuestion.TEXTE:
            return st.just("Une remarque.")
        case _:
            return st.sampled_from(codes)


@st.composite
def draw_reponses(draw, questionnaire):
    """Return the answers of one respondent: only to what was asked, some left out when allowed."""
    reponses = {}
    for question in questionnaire.questions:
        if not is_remplie(question.condition, reponses):
            continue
        valeurs = draw_valeur(question)
        valeur = draw(valeurs if question.obligatoire else st.none() | valeurs)
        if valeur is not None:
            reponses[question.code] = valeur
    return reponses
