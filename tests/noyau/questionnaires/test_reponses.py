"""Answers: which questions are asked, what is accepted, what is refused."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st

from qualepref.noyau.questionnaires.modele import TypeQuestion
from qualepref.noyau.questionnaires.reponses import (
    ReponseRefusee,
    ReponseVerifiee,
    check_reponse,
    list_questions_posees,
)


BONNE = {"accueil": "satisfaisant"}


def posees(questionnaire, reponses):
    return [q.code for q in list_questions_posees(questionnaire, reponses)]


def test_check_reponse_garde_ce_qui_est_donne_dans_l_ordre_du_questionnaire(essai):
    reponse = check_reponse(
        essai,
        {
            "jour": dt.date(2026, 3, 2),
            "accueil": "peu_satisfaisant",
            "raison": " Trop long ",
            "themes": ["permis", "sejour"],
            "motif": "conseil",
            "minutes": 25,
        },
    )

    assert reponse == ReponseVerifiee(
        "essai",
        "2026-01",
        essai.empreinte,
        (
            ("motif", "conseil"),
            ("themes", ("sejour", "permis")),
            ("minutes", Decimal(25)),
            ("accueil", "peu_satisfaisant"),
            ("jour", dt.date(2026, 3, 2)),
            ("raison", "Trop long"),
        ),
        ("motif", "themes", "minutes", "accueil", "jour", "raison"),
    )


@pytest.mark.parametrize("vide", [None, "", "  ", [], ()])
def test_check_reponse_tient_le_vide_pour_une_absence(essai, vide):
    reponse = check_reponse(essai, BONNE | {"motif": vide, "minutes": vide, "raison": vide})

    assert reponse.valeurs == (("accueil", "satisfaisant"),)


@pytest.mark.parametrize(
    ("reponses", "question", "motif"),
    [
        ({"acueil": "oui"}, "acueil", "vouliez-vous dire « accueil » ?"),
        ({"accueil": "moyen"}, "accueil", "les réponses possibles"),
        ({"accueil": ["satisfaisant"]}, "accueil", "une seule réponse"),
        ({"accueil": 3}, "accueil", "une seule réponse"),
        ({"accueil": None}, "accueil", "attend une réponse"),
        ({"themes": ["sejour"]}, "themes", "n’était pas à poser"),
        ({"motif": "titre", "themes": ["sejour"]}, "themes", "n’était pas à poser"),
        ({"raison": "x"}, "raison", "n’était pas à poser"),
        ({"motif": "conseil", "themes": "sejour"}, "themes", "une liste"),
        ({"motif": "conseil", "themes": ["visa"]}, "themes", "les réponses possibles"),
        ({"motif": "conseil", "themes": [["sejour"]]}, "themes", "une seule réponse"),
        ({"motif": "conseil", "themes": ["rien", "permis"]}, "themes", "sans objet"),
        ({"minutes": "12"}, "minutes", "un nombre est attendu"),
        ({"minutes": True}, "minutes", "un nombre est attendu"),
        ({"minutes": 12.0}, "minutes", "un nombre est attendu"),
        ({"minutes": Decimal("NaN")}, "minutes", "un nombre est attendu"),
        ({"minutes": Decimal("1e99")}, "minutes", "un nombre est attendu"),
        ({"minutes": Decimal("1e-999999")}, "minutes", "un nombre est attendu"),
        ({"minutes": Decimal("0." + "9" * 5000)}, "minutes", "un nombre est attendu"),
        ({"minutes": Decimal("1.5")}, "minutes", "nombre entier"),
        ({"minutes": -1}, "minutes", "au moins 0"),
        ({"minutes": 241, "raison": "x"}, "minutes", "au plus 240"),
        ({"jour": "2026-03-02"}, "jour", "une date est attendue"),
        ({"jour": dt.datetime(2026, 3, 2, tzinfo=dt.UTC)}, "jour", "une date est attendue"),
        ({"jour": dt.date(2025, 12, 31)}, "jour", "ne peut précéder le 01/01/2026"),
        ({"accueil": "pas_satisfaisant", "raison": 3}, "raison", "un texte"),
        ({"accueil": "pas_satisfaisant", "raison": "x" * 21}, "raison", "21 caractères, pour 20"),
    ],
)
def test_check_reponse_refuse(essai, reponses, question, motif):
    refus = check_reponse(essai, BONNE | reponses)

    assert isinstance(refus, ReponseRefusee)
    assert motif in next(f.motif for f in refus.fautes if f.question == question)


def test_check_reponse_dit_toutes_les_fautes_a_la_fois(essai):
    refus = check_reponse(essai, {"minutes": -1, "autre": "x"})

    assert [f.question for f in refus.fautes] == ["autre", "minutes", "accueil"]


def test_list_questions_posees_sans_reponse(essai):
    assert posees(essai, {}) == ["motif", "minutes", "accueil", "jour"]


def test_list_questions_posees_ouvre_les_questions_filtrees(essai):
    assert "themes" in posees(essai, {"motif": "conseil"})


@pytest.mark.parametrize(("minutes", "posee"), [(30, False), (31, True)])
def test_list_questions_posees_compare_des_nombres(essai, minutes, posee):
    assert ("raison" in posees(essai, BONNE | {"minutes": minutes})) is posee


def test_list_questions_posees_ignore_ce_qui_ne_se_lit_pas(essai):
    assert "raison" not in posees(essai, {"minutes": "beaucoup"})


def test_list_questions_posees_ignore_la_reponse_a_une_question_fermee(questionnaires):
    # A transfer is only asked about once an agent has answered.
    appels = next(q for q in questionnaires if q.code == "mystere-appels")

    assert "bureau_annonce" not in posees(appels, {"agent_joint": "non", "transfert": "oui"})


def values_of(question):
    match question.type:
        case TypeQuestion.CHOIX | TypeQuestion.ECHELLE:
            valeurs = st.sampled_from([o.code for o in question.options])
        case TypeQuestion.CHOIX_MULTIPLE:
            libres = [o.code for o in question.options if not o.sans_objet]
            valeurs = st.lists(st.sampled_from(libres), min_size=1, max_size=3)
        case TypeQuestion.NOMBRE:
            valeurs = st.integers(int(question.minimum), int(question.maximum))
        case TypeQuestion.DATE:
            valeurs = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
        case TypeQuestion.TEXTE:
            valeurs = st.just("Rien à redire")
    return valeurs if question.obligatoire else st.none() | valeurs


@pytest.mark.parametrize("code", ["accueil-physique", "collectivites", "mystere-appels"])
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_une_personne_qui_repond_dans_l_ordre_n_est_jamais_refusee(questionnaires, code, data):
    questionnaire = next(q for q in questionnaires if q.code == code)
    pensees = data.draw(
        st.fixed_dictionaries({q.code: values_of(q) for q in questionnaire.questions})
    )
    reponses = {}

    for question in questionnaire.questions:
        if question.code in posees(questionnaire, reponses):
            reponses[question.code] = pensees[question.code]
    reponse = check_reponse(questionnaire, reponses)

    assert isinstance(reponse, ReponseVerifiee)
    assert [c for c, _ in reponse.valeurs] == [c for c, v in reponses.items() if v is not None]
