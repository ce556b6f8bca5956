"""The year before and the whole of the sites: what a figure is set beside, and when it is not."""

import json
from fractions import Fraction

import pytest
from django.test import Client

from chiffres import LE, cell, count, create_agent, create_site, store
from qualepref.indicateurs.queries.comparaisons import load_ensemble, load_precedents
from qualepref.indicateurs.queries.tableau import load_tableau
from qualepref.indicateurs.rendering.donnees import render_ligne
from qualepref.indicateurs.rendering.tableurs import CHAMPS, list_lignes
from qualepref.indicateurs.rendering.textes import say_ensemble, say_precedent, say_reserve
from qualepref.organisation.enums import NomRole
from qualepref.organisation.models import Role


pytestmark = pytest.mark.django_db
MAIL = ("information", "courriel")


@pytest.fixture
def voisin():
    return create_site("pref-91", (1,))


def answer(site, mois, a_temps, echues, **autres):
    cell(site, *MAIL, mois, recues=echues, echues=echues, a_temps=a_temps, **autres)


def say_before(site, code="I11"):
    tableau = load_tableau(site, 2022, le=LE, codes=frozenset({code}))
    indicateur = tableau.ligne(code).indicateur
    return say_precedent(load_precedents(tableau).get(code), indicateur)


def test_l_annee_precedente_est_le_rapport_de_ses_sommes(site):
    answer(site, 202101, 1, 1)
    answer(site, 202102, 70, 79)
    answer(site, 202201, 9, 10)

    assert say_before(site) == "89\u00a0% en 2021 (71 / 80, janvier à février 2021)"


def test_une_annee_precedente_declaree_le_dit_et_une_absente_se_tait(site):
    store(site, "I4", premier=202101, dernier=202112, valeur=8)

    assert say_before(site, "I4") == "8\u00a0% en 2021 (valeur déclarée)"
    assert say_before(site) == ""


def test_l_ensemble_additionne_les_sommes_de_tous_les_sites(site, voisin):
    answer(site, 202201, 10, 10)
    answer(voisin, 202201, 30, 90)
    answer(voisin, 202101, 90, 90)

    reuni = load_ensemble(site, "I11", 2022, le=LE)

    assert (reuni.releve.valeur, reuni.sites, reuni.ecartes) == (Fraction(4, 10), 2, 0)
    indicateur = load_tableau(site, 2022, le=LE).ligne("I11").indicateur
    assert say_ensemble(reuni, indicateur) == "40\u00a0% (40 / 100), 2 sites réunis"


def test_l_ensemble_se_lit_en_autant_de_fois_pour_vingt_sites_que_pour_deux(
    site, voisin, django_assert_num_queries
):
    for autre in (site, voisin, *(create_site(f"pref-{n:02}", (1,)) for n in range(1, 19))):
        answer(autre, 202201, 5, 10)

    with django_assert_num_queries(4):
        reuni = load_ensemble(site, "I11", 2022, le=LE)

    assert reuni.sites == 20


def test_un_site_qui_compte_autrement_ou_sans_le_module_est_laisse_de_cote(site, voisin):
    hors = create_site("pref-33", ())
    propre = create_site("pref-44", (1,))
    for autre in (site, voisin, hors, propre):
        answer(autre, 202201, 5, 10)
        count(autre, "appels_recus", 202201, 100, "standard")
    count(site, "appels_perdus", 202201, 10, "standard")
    count(voisin, "appels_perdus", 202201, 30, "standard")

    assert load_ensemble(site, "I11", 2022, le=LE).sites == 3
    appels = load_ensemble(site, "I1", 2022, le=LE)
    assert (appels.releve.valeur, appels.sites) == (Fraction(160, 200), 2), (
        "perdus inconnus ailleurs"
    )


def test_un_site_seul_ou_un_taux_par_habitant_ne_se_compare_pas(site):
    answer(site, 202201, 5, 10)

    assert load_ensemble(site, "I11", 2022, le=LE) is None
    assert load_ensemble(site, "I4", 2022, le=LE) is None


def test_seul_un_role_national_lit_l_ensemble(site, voisin, lecteur):
    answer(site, 202201, 10, 10)
    answer(voisin, 202201, 30, 90)
    national = create_agent("national")
    Role.objects.create(agent=national, role=NomRole.NATIONAL)
    pages = []
    for agent in (lecteur, national):
        client = Client()
        client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
        pages.append(client.get("/sites/pref-63/tableau-de-bord/2022/I11/").content.decode())

    assert ["2 sites réunis" in page for page in pages] == [False, True]


def test_un_taux_sur_echantillon_porte_son_intervalle_et_une_moyenne_sa_reserve(site):
    answer(site, 202201, 9, 10, tracage="echantillon", delais=10, somme_jours_ouvres=30)
    tableau = load_tableau(site, 2022, le=LE)

    taux = render_ligne(tableau.ligne("I11"))
    delai = tableau.ligne("I13")

    assert taux["intervalle"]["bas"] == pytest.approx(59.585, abs=1e-3)
    assert taux["intervalle"]["haut"] == pytest.approx(98.212, abs=1e-3)
    assert render_ligne(delai)["intervalle"] is None
    assert say_reserve(delai.releve, delai.indicateur) == "sur échantillon, sans intervalle"
    rangs = [c.code for c in CHAMPS]
    (ligne,) = [
        x
        for x in list_lignes({"indicateurs": [json.loads(json.dumps(taux))]})
        if x[rangs.index("libelle_detail")] is None
    ]
    assert float(ligne[rangs.index("bas")]) == taux["intervalle"]["bas"]
