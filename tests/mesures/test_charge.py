"""The running site, really killed while people answer."""

import datetime as dt
from uuid import uuid4

import pytest

from enquetes.usines import build_retour
from qualepref.enquetes.models import Campagne
from qualepref.mesures.charge import run_charge
from qualepref.mesures.deroulement import Atelier
from qualepref.mesures.enquete_ouverte import count_retours, open_enquete
from qualepref.mesures.repondants import build_questionnaire, draw_reponses
from qualepref.noyau.questionnaires.reponses import ReponseVerifiee, check_reponse


@pytest.mark.lent
def test_tuer_le_serveur_ne_perd_ni_ne_double_aucun_retour_confirme(tmp_path):
    _, bilan = run_charge(Atelier.open(tmp_path), total=200, mises_a_mort=1)

    assert (bilan["perdus"], bilan["doubles"], bilan["alteres"]) == (0, 0, 0)
    assert bilan["confirmes"] == bilan["retours"] == 200


def test_chaque_questionnaire_de_la_charge_est_recevable_et_unique():
    questionnaire = build_questionnaire()

    tires = [draw_reponses(questionnaire, rang) for rang in range(50)]

    assert len(questionnaire.questions) == 25
    assert all(isinstance(check_reponse(questionnaire, r), ReponseVerifiee) for r in tires)
    assert len({str(r) for r in tires}) == 50
    assert draw_reponses(questionnaire, 7) == tires[7]


@pytest.fixture
def campagne(db):
    open_enquete(maintenant=dt.datetime(2022, 5, 6, 12, tzinfo=dt.UTC))
    return Campagne.objects.get()


def test_le_compte_voit_ce_qui_est_perdu_double_ou_altere(campagne):
    reponses = {rang: draw_reponses(build_questionnaire(), rang) for rang in range(4)}
    juste, altere = (
        build_retour(campagne, reponses[rang], jour=campagne.ouverte_le) for rang in (0, 1)
    )
    build_retour(campagne, reponses[0], jour=campagne.ouverte_le)

    bilan = count_retours(
        {str(juste.cle): reponses[0], str(altere.cle): reponses[2], str(uuid4()): reponses[3]}
    )

    assert (bilan["perdus"], bilan["doubles"], bilan["alteres"]) == (1, 1, 1)
    assert (bilan["confirmes"], bilan["retours"]) == (3, 3)
