"""`qualepref comite`: committees, meetings and follow-ups, in words or JSON, nobody named."""

import datetime as dt
import json

from comites.usines import build_comite, build_membre, build_reunion, build_suite


def test_en_json_les_comites_leurs_reunions_et_leurs_suites(nantes, lance):
    comite = build_comite(nantes)
    build_membre(comite, nom="Petit", prenom="Jeanne", courriel="j@clcv.fr")
    reunion = build_reunion(comite, tenue=True)
    build_suite(reunion, echeance=dt.date(2022, 12, 31))

    code, sortie, _ = lance("comite", "--site", "pref-44", "--format", "json")

    (lu,) = json.loads(sortie)["comites"]
    assert code == 0
    assert lu["membres"] == {"consommateurs": 1}
    assert (lu["frequence"]["attendues"], lu["suites_en_retard"]) == (1, 1)
    assert lu["reunions"][0]["debut"] == "2022-06-30T14:00:00+02:00"
    assert lu["reunions"][0]["suites"][0]["etat"] == "a_donner"
    assert "Petit" not in sortie
    assert "clcv.fr" not in sortie


def test_en_texte_ce_qu_il_faut_prevoir(nantes, lance):
    build_reunion(build_comite(nantes), tenue=True)

    code, sortie, _ = lance("comite", "--site", "pref-44")

    assert code == 0
    assert "pref-44) : 0 membre\n" in sortie
    assert "À prévoir : 0 réunion tenue" in sortie
    assert "Réunion du 30\xa0juin 2022, tenue : 0 suite donnée sur 0" in sortie


def test_un_site_sans_comite_et_un_site_inconnu(nantes, lance):
    assert "Aucun comité" in lance("comite", "--site", "pref-44")[1]
    assert lance("comite", "--site", "pref-99")[0] == 1
