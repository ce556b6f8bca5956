"""The dashboard as data for machines: one shape, no rounding, missing never zero."""

import json

import pytest

from qualepref.indicateurs.rendering.donnees import render_ligne, render_tableau


CLES = {
    "code", "libelle", "module", "engagements", "numerateur", "denominateur", "valeur", "unite",
    "cible", "verdict", "etat", "periode", "source", "detail",
}  # fmt: skip


def render(tableau, code):
    return render_ligne(tableau.ligne(code))


def test_render_tableau_s_ecrit_en_json_et_dit_le_site_l_annee_et_le_referentiel(tableau):
    donnees = json.loads(json.dumps(render_tableau(tableau)))

    assert (donnees["site"], donnees["annee"]) == ("pref-63", 2022)
    assert donnees["referentiel"] == "qual-e-pref/2019-02"
    assert donnees["perimetre"] == [1, 2]
    assert len(donnees["indicateurs"]) == len(tableau.lignes)


def test_chaque_indicateur_et_chaque_detail_a_toutes_les_cles(tableau):
    for indicateur in render_tableau(tableau)["indicateurs"]:
        assert indicateur.keys() >= CLES
        for detail in indicateur["detail"]:
            assert detail.keys() >= (CLES - {"detail"}) | {"dimension", "code_detail"}
            assert detail["code"] == indicateur["code"]


def test_render_ligne_donne_les_parties_exactes_et_la_valeur_dans_l_unite(tableau):
    donnees = render(tableau, "I11")

    assert (donnees["numerateur"], donnees["denominateur"]) == (726, 786)
    assert donnees["valeur"] == pytest.approx(92.366, abs=0.001)
    assert (donnees["unite"], donnees["source"], donnees["etat"]) == (
        "pourcent",
        "calcule",
        "valeur",
    )


def test_render_ligne_dit_la_periode_reellement_couverte(tableau):
    assert render(tableau, "I11")["periode"] == {"debut": "2022-01-01", "fin": "2022-03-31"}


def test_render_ligne_sans_donnee_dit_la_periode_demandee_et_l_etat(tableau):
    donnees = render(tableau, "I3")

    assert (donnees["valeur"], donnees["numerateur"], donnees["etat"]) == (
        None,
        None,
        "non_collecte",
    )
    assert donnees["periode"] == {"debut": "2022-01-01", "fin": "2022-12-31"}


def test_render_ligne_d_un_etat_sans_chiffre_ne_rend_pas_zero(tableau):
    donnees = render(tableau, "I2")

    assert (donnees["valeur"], donnees["etat"], donnees["valeur_affichee"]) == (
        None,
        "sans_objet",
        "sans objet",
    )


def test_render_ligne_d_une_cible_en_intervalle_donne_ses_bornes(tableau):
    assert render(tableau, "I11")["cible"] == {"minimum": 75, "maximum": 80}


def test_render_ligne_d_une_cible_simple_donne_un_nombre(tableau):
    assert render(tableau, "I1")["cible"] == 90


def test_render_ligne_marque_une_valeur_importee_et_sa_source(tableau):
    donnees = render(tableau, "I4")

    assert (donnees["valeur"], donnees["source"], donnees["provenance"]) == (
        8.5,
        "importe",
        "Outil national",
    )


def test_render_ligne_marque_une_valeur_saisie_dans_son_unite(tableau):
    donnees = render(tableau, "I18")

    assert (donnees["valeur"], donnees["unite"], donnees["source"]) == (2.37, "pour_mille", "saisi")


def test_render_ligne_nomme_a_part_la_moyenne_des_mois(tableau):
    donnees = render(tableau, "I11")

    assert donnees["moyenne_des_mois"]["mois"] == 3
    assert donnees["moyenne_des_mois"]["valeur"] != donnees["valeur"]


def test_render_ligne_garde_la_valeur_publiee_a_cote(tableau):
    assert render(tableau, "I11")["publiee"] == "91 %"


def test_render_ligne_detaille_la_boite_avec_son_libelle(tableau):
    (boite,) = [d for d in render(tableau, "I11")["detail"] if d["dimension"] == "boite"]

    assert (boite["code_detail"], boite["libelle_detail"], boite["tracage"]) == (
        "elections",
        "Boîte des élections",
        "echantillon",
    )
