"""`qualepref plan`: totals and actions, in words or JSON, no pilot named."""

import datetime as dt
import json

import pytest

from amelioration.usines_plan import build_action
from qualepref.amelioration.enums import EtatAction
from usines import build_agent


@pytest.fixture
def plan(nantes):
    pilote = build_agent("lecteur", nantes, last_name="Le Goff")
    build_action(nantes, module=1, pilote=pilote.pk, etat=EtatAction.FAIT,
                 terminee_le=dt.date(2022, 5, 2))  # fmt: skip
    build_action(nantes, source="agents", titre="Poser une boucle")


def test_en_json_les_totaux_et_les_actions(plan, lance):
    code, sortie, _ = lance("plan", "--site", "pref-44", "--annee", "2022", "--format", "json")

    lu = json.loads(sortie)
    assert code == 0
    assert [x["code"] for x in lu["axes"]] == ["module-1", "pilotage"]
    assert (lu["total"]["fait"], lu["total"]["denominateur"], lu["total"]["a_faire"]) == (1, 2, 1)
    assert {x["code"] for x in lu["sources"]} == {"audit_interne", "agents"}
    assert [a["etat"] for a in lu["actions"]] == ["fait", "non_fait"]
    assert "Le Goff" not in sortie


def test_en_texte_les_taux_et_ce_qui_passe(plan, lance):
    code, sortie, _ = lance("plan", "--site", "pref-44", "--annee", "2022")

    assert code == 0
    assert "50\xa0% (1 / 2)" in sortie
    assert "Plan d’amélioration 2022 de la préfecture de la Loire-Atlantique, au 31" in sortie
    assert "1 faite, 0 en cours, 1 non faite" in sortie
    assert "À l’année suivante passe 1 action." in sortie
    assert "non fait   sans échéance" in sortie
    assert "Poser une boucle" in sortie


def test_un_site_inconnu_est_refuse(nantes, lance):
    assert lance("plan", "--site", "pref-99")[0] == 1
