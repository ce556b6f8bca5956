from fractions import Fraction

import pytest

from qualepref.enquetes.queries.formulaires import find_questionnaire, get_vocabulaire
from qualepref.enquetes.rules.accord import compute_accords


APPELS = find_questionnaire("mystere-appels")


def accords(paires, minimum=1):
    lus = compute_accords(APPELS, paires, minimum=minimum, paliers=get_vocabulaire().paliers)
    return {a.question.code: a for a in lus}


def pair(a, b, fois=1):
    return [({"courtoisie": a}, {"courtoisie": b})] * fois


def test_le_kappa_se_lit_avec_son_palier():
    # 20 oui/oui, 15 non/non, 5 oui/non, 10 non/oui: observed 0.7, expected 0.5, kappa 0.4.
    paires = (
        pair("oui", "oui", 20) + pair("non", "non", 15) + pair("oui", "non", 5)
        + pair("non", "oui", 10)
    )  # fmt: skip

    accord = accords(paires)["courtoisie"]

    assert (accord.accord.n, accord.accord.kappa) == (50, Fraction(2, 5))
    assert accord.lecture == "accord faible"


def test_sous_le_minimum_rien_n_est_dit():
    assert accords(pair("oui", "non", 7), minimum=8) == {}
    assert list(accords(pair("oui", "non", 8), minimum=8)) == ["courtoisie"]


def test_un_accord_unanime_n_a_pas_de_kappa():
    accord = accords(pair("oui", "oui", 9))["courtoisie"]

    assert (accord.accord.observe, accord.accord.kappa, accord.lecture) == (1, None, None)


def test_une_question_posee_a_un_seul_n_est_pas_une_paire():
    paires = [
        ({"agent_joint": "oui", "courtoisie": "oui"}, {"agent_joint": "non"}),
        ({"agent_joint": "oui", "courtoisie": "oui"}, {"agent_joint": "oui", "courtoisie": "non"}),
    ]

    lus = accords(paires)

    assert (lus["agent_joint"].accord.n, lus["courtoisie"].accord.n) == (2, 1)


@pytest.mark.parametrize("code", ["sonneries", "jour", "remarques"])
def test_seules_les_questions_fermees_ont_un_accord(code):
    assert code not in accords([({code: "4"}, {code: "4"})])
