"""The chart of an indicator: its months, else its codes, else none."""

from chiffres import LE, cell, count
from qualepref.indicateurs.queries.tableau import load_tableau
from qualepref.indicateurs.rendering.graphiques import build_graphique
from qualepref.noyau.graphiques.modele import Genre


def draw(site, code):
    return build_graphique(load_tableau(site, 2022, le=LE).ligne(code))


def fill(site, mois):
    for rang, m in enumerate(mois):
        cell(site, "information", "courriel", m, recues=100, echues=100, a_temps=90 + rang)


def test_build_graphique_des_mois_laisse_un_trou_ou_rien_n_est_collecte(site):
    fill(site, (202201, 202202, 202203, 202205, 202206))

    graphique = draw(site, "I11")

    assert graphique.genre is Genre.BARRES
    assert len(graphique.etiquettes) == 12
    assert graphique.series[0].valeurs[3] is None
    assert graphique.n[3] is None


def test_build_graphique_raconte_ce_qu_il_montre(site):
    fill(site, (202201, 202202, 202203, 202205, 202206))

    assert "mai 93" in draw(site, "I11").description


def test_build_graphique_porte_la_cible_qui_juge(rempli):
    fill(rempli, (202205, 202206, 202207, 202208))

    graphique = draw(rempli, "I11")

    assert graphique.cible == load_tableau(rempli, 2022, le=LE).ligne("I11").cible.minimum
    assert "75 à 80" in graphique.cible_libelle


def test_build_graphique_sans_assez_de_mois_compare_les_codes(site):
    for dimension, recus in (("standard", 100), ("general", 50)):
        count(site, "appels_recus", 202201, recus, dimension)
        count(site, "appels_perdus", 202201, 10, dimension)

    graphique = draw(site, "I1")

    assert graphique.genre is Genre.HORIZONTALES
    assert len(graphique.etiquettes) == 2


def test_build_graphique_de_trop_peu_de_chiffres_n_existe_pas(site):
    assert draw(site, "I11") is None
