"""`qualepref formation`: the trainings of a year, in words or JSON, nobody named."""

import json

import pytest

from amelioration.usines_formations import build_formation, build_personne, build_seance


@pytest.fixture
def tenue(nantes):
    anne = build_personne(nantes)
    build_personne(nantes, prenom="Luc")
    return build_seance(build_formation(nantes), presents=[anne])


def test_en_json_les_formations_sans_nommer_personne(tenue, lance):
    options = ("--annee", "2026", "--format", "json")
    code, sortie, _ = lance("formation", "--site", "pref-44", *options)

    lu = json.loads(sortie)
    assert code == 0
    assert (lu["formations"][0]["agents_formes"], lu["formations"][0]["taux"]) == (1, "1/2")
    assert lu["eloignes"]["sur"] == 2
    assert lu["eloignes"]["source"]
    assert "Le Goff" not in sortie


def test_en_texte_chaque_formation_et_les_agents_eloignes(tenue, lance):
    code, sortie, _ = lance("formation", "--site", "pref-44", "--annee", "2026")

    assert code == 0
    assert "1 séance, 1 agent formé ; 50\xa0% (1 / 2)" in sortie
    assert "Agents éloignés de la formation depuis 36 mois : 1 sur 2" in sortie


def test_un_site_inconnu_est_refuse(nantes, lance):
    assert lance("formation", "--site", "pref-99")[0] == 1
