"""What is computed column by column equals what is computed form by form."""

import pytest
from hypothesis import given, settings, strategies as st

from noyau.questionnaires.tableaux import QUESTIONNAIRES
from qualepref.noyau.questionnaires.depouillement import Place, count_retours
from qualepref.noyau.questionnaires.depouillement_colonnes import count_colonnes
from qualepref.noyau.questionnaires.modele import TypeQuestion
from qualepref.noyau.questionnaires.parcours import drop_hors_parcours
from qualepref.noyau.questionnaires.reponses import ReponseVerifiee, check_reponse
from qualepref.noyau.questionnaires.stockage import cast_valeurs, read_valeur


PLACES = [
    Place("pref-91", 0, 202204, "papier"),
    Place("pref-91", 3, 202205, "en_ligne"),
    Place("sp-91-etampes", 0, 202204, "papier"),
]


def draw_valeurs(question):
    """Values that the form accepts, as they are kept."""
    codes = [o.code for o in question.options]
    match question.type:
        case TypeQuestion.CHOIX_MULTIPLE:
            ensemble = [o.code for o in question.options if not o.sans_objet]
            choisies = st.sets(st.sampled_from(ensemble), min_size=1)
            return choisies.map(lambda c: [code for code in codes if code in c])
        case TypeQuestion.NOMBRE:
            bas, haut = question.minimum or 0, question.maximum
            return st.integers(int(bas), int(haut) if haut is not None else 60).map(str)
        case TypeQuestion.DATE:
            return st.dates().map(str)
        case TypeQuestion.TEXTE:
            return st.just(True)
        case _:
            return st.sampled_from(codes)


def draw_retour(questionnaire):
    return st.fixed_dictionaries(
        {}, optional={q.code: draw_valeurs(q) for q in questionnaire.questions}
    )


@st.composite
def draw_retours(draw):
    questionnaire = QUESTIONNAIRES[draw(st.integers(0, len(QUESTIONNAIRES) - 1))]
    retours = st.tuples(st.sampled_from(PLACES), draw_retour(questionnaire))
    return QUESTIONNAIRES.index(questionnaire), draw(st.lists(retours, max_size=8))


def as_colonnes(questionnaire, retours):
    return {q.code: [v.get(q.code) for _, v in retours] for q in questionnaire.questions}


@settings(max_examples=150, deadline=None)
@given(draw_retours())
def test_compter_par_colonnes_donne_les_memes_cellules(tirage):
    rang, retours = tirage
    questionnaire = QUESTIONNAIRES[rang]
    profils = frozenset(q.code for q in questionnaire.questions if q.options)

    par_colonnes = count_colonnes(
        questionnaire,
        [place for place, _ in retours],
        as_colonnes(questionnaire, retours),
        profils=profils,
    )

    assert par_colonnes == count_retours(questionnaire, retours, profils=profils)


def as_reponse(questionnaire, valeurs):
    """The answers as a form gives them."""
    types = {q.code: q.type for q in questionnaire.questions}
    return {
        code: "remarque" if types[code] is TypeQuestion.TEXTE else read_valeur(types[code], v)
        for code, v in valeurs.items()
    }


@settings(max_examples=150, deadline=None)
@given(draw_retours())
def test_les_reponses_hors_parcours_sont_celles_que_le_formulaire_refuse(tirage):
    rang, retours = tirage
    questionnaire = QUESTIONNAIRES[rang]
    colonnes = as_colonnes(questionnaire, retours)

    otees = drop_hors_parcours(questionnaire, colonnes)

    for rang, (_, valeurs) in enumerate(retours):
        restees = {c: colonne[rang] for c, colonne in colonnes.items() if colonne[rang] is not None}
        perdues = {code for code, rangs in otees.items() if rang in rangs}
        assert restees.keys() | perdues == valeurs.keys()
        verifiee = check_reponse(questionnaire, as_reponse(questionnaire, restees))
        hors_bornes = not isinstance(verifiee, ReponseVerifiee)
        if hors_bornes:  # an answer drawn out of bounds, or an obligatory one that was not drawn
            assert not any("pas à poser" in faute.motif for faute in verifiee.fautes)
        else:
            assert cast_valeurs(verifiee, questionnaire)[0] == restees


def test_une_colonne_absente_compte_des_questions_posees_sans_reponse():
    questionnaire = next(q for q in QUESTIONNAIRES if q.code == "pan")

    comptes = count_colonnes(questionnaire, PLACES, {})

    assert comptes == count_retours(questionnaire, [(place, {}) for place in PLACES])


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES, ids=lambda q: q.code)
def test_aucun_retour_ne_compte_rien(questionnaire):
    assert not count_colonnes(questionnaire, [], {}).cellules
