"""`qualepref demarche`: the calendar and the label, in words or JSON, nobody named."""

import json

from demarche.usines import build_cycle, get_jalon


def test_le_calendrier_et_la_vie_du_label_se_lisent_en_json_et_en_texte(nantes, lance):
    jalon = get_jalon(build_cycle(nantes), "audit-interne")
    jalon.qui = "Jeanne Petit"
    jalon.save()

    code, sortie, _ = lance("demarche", "--site", "pref-44", "--format", "json")
    texte = lance("demarche", "--site", "pref-44")[1].replace("\xa0", " ")

    lu = json.loads(sortie)
    (calendrier,) = lu["calendriers"]
    assert (code, lu["label"]["etat"], calendrier["total"]) == (0, "candidat", 25)
    etapes = {e["code"]: e for p in calendrier["phases"] for e in p["etapes"]}
    assert etapes["audit-interne"]["fin"] == "2021-04-30"
    assert "Audit interne : de mars à avril 2021, en retard" in texte
    assert "Jeanne" not in sortie + texte


def test_un_site_sans_calendrier_et_un_site_inconnu(nantes, lance):
    assert "Aucun calendrier" in lance("demarche", "--site", "pref-44")[1]
    assert lance("demarche", "--site", "pref-99")[0] == 1
