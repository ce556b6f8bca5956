"""The pages of the dashboard, seen by three people."""

import datetime as dt
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chiffres import cell, count, store
from enquetes.usines import build_campagne, build_retour
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.tableurs.lecture import read_classeur
from qualepref.suivi.models import SemaineEchantillon
from qualepref.suivi.operations.demandes import record_demande


BASE = "/sites/pref-63/tableau-de-bord/"
PAGES = [
    "2022/",
    "2022/?vue=mois",
    "2022/I11/",
    "2022/I11/lignes/",
    *(f"2022/export.{e}" for e in ("xlsx", "ods", "csv", "json")),
]
EXTENSIONS = ("xlsx", "ods", "csv", "json")


@pytest.fixture
def rempli(site, referent):
    """Two e-mails, one answered late; calls; visits declared."""
    for recue, repondue in ((3, 5), (3, 28)):
        record_demande(
            site,
            registre="courriels",
            valeurs={
                "nature": "information",
                "canal": "courriel",
                "objet": "<b>Horaires</b>",
                "recue_le": dt.date(2022, 1, recue),
                "repondue_le": dt.date(2022, 1, repondue),
            },
            par=referent,
            le=dt.date(2023, 1, 31),
        )
    count(site, "appels_recus", 202201, 100, "standard")
    count(site, "appels_perdus", 202201, 10, "standard")
    store(site, "I4", premier=202201, dernier=202212, valeur=8, source="Matomo & Cie")
    return site


@pytest.mark.parametrize("page", PAGES)
def test_l_agent_du_site_voit_la_page(rempli, lit, page):
    assert lit.get(BASE + page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_l_agent_d_un_autre_site_ne_sait_pas_qu_elle_existe(rempli, dehors, page):
    assert dehors.get(BASE + page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_le_public_est_invite_a_se_connecter(rempli, public, page):
    reponse = public.get(BASE + page)

    assert reponse.status_code == 302
    assert reponse.headers["Location"].startswith("/connexion/")


@pytest.mark.parametrize("annee", ["0", "1066", "1999", "2100", "99999"])
@pytest.mark.parametrize("suite", ["", "I11/", "I11/lignes/", "export.csv"])
def test_une_annee_absurde_n_existe_pas(rempli, lit, annee, suite):
    assert lit.get(f"{BASE}{annee}/{suite}").status_code == 404


@pytest.mark.parametrize("page", ["2022/I24/", "2022/I99/", "2022/I99/lignes/", "2022/export.pdf"])
def test_un_indicateur_hors_perimetre_ou_un_format_inconnu_n_existe_pas(rempli, lit, page):
    assert lit.get(BASE + page).status_code == 404


def test_sans_annee_on_arrive_a_la_derniere_qui_a_des_chiffres(rempli, lit):
    assert lit.get(BASE).headers["Location"] == f"{BASE}2022/?vue=annee"


def test_choisir_une_annee_y_mene_en_gardant_la_presentation(rempli, lit):
    reponse = lit.get(f"{BASE}2022/?annee=2021&vue=mois")

    assert reponse.headers["Location"] == f"{BASE}2021/?vue=mois"


def test_le_tableau_montre_valeur_calcul_et_origine(rempli, lit):
    page = lit.get(f"{BASE}2022/").content.decode()

    assert "<strong>50\N{NO-BREAK SPACE}%" in page
    assert "90 / 100" in page
    assert "valeur importée" in page


def test_le_tableau_dit_non_collecte_jamais_zero(site, lit):
    page = lit.get(f"{BASE}2022/").content.decode()

    assert "non collecté" in page
    assert "<strong>0" not in page


def test_la_fiche_mene_aux_lignes_et_dit_la_source(rempli, lit):
    page = lit.get(f"{BASE}2022/I4/").content.decode()

    assert f"{BASE}2022/I4/lignes/" in page
    assert "Matomo &amp; Cie" in page


def test_la_fiche_dit_les_semaines_d_un_echantillon(site, lit):
    cell(site, "information", "courrier", 202201, tracage="echantillon", recues=9, echues=9,
         a_temps=9)  # fmt: skip
    SemaineEchantillon.objects.create(site=site, registre="courriers", lundi=dt.date(2022, 1, 10))

    page = lit.get(f"{BASE}2022/I10/").content.decode()

    assert "10 janvier 2022" in page
    assert "intervalle à 95" in page


def test_les_lignes_disent_pourquoi_chacune_compte(rempli, lit):
    page = lit.get(f"{BASE}2022/I11/lignes/").content.decode()

    assert page.count('<tr><th scope="row" class="qp-ref">') >= 2
    assert "hors délai" in page


def test_les_lignes_d_un_comptage_sont_ses_quantites(rempli, lit):
    page = lit.get(f"{BASE}2022/I1/lignes/").content.decode()

    assert "Quantités comptées" in page
    assert page.count('<tr><th scope="row">janvier 2022</th>') == 2


def test_ce_qu_un_usager_a_ecrit_est_echappe(rempli, lit):
    assert "<b>Horaires</b>" not in lit.get(f"{BASE}2022/I11/lignes/").content.decode()


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_l_export_s_ouvre_et_porte_les_chiffres(rempli, lit, tmp_path, extension):
    reponse = lit.get(f"{BASE}2022/export.{extension}")

    assert f"tableau-de-bord-pref-63-2022.{extension}" in reponse.headers["Content-Disposition"]
    if extension == "json":
        indicateurs = {i["code"]: i for i in json.load(io.BytesIO(reponse.content))["indicateurs"]}
        assert (indicateurs["I1"]["numerateur"], indicateurs["I1"]["denominateur"]) == (90, 100)
        return
    fichier = tmp_path / f"t.{extension}"
    fichier.write_bytes(reponse.content)
    lignes = read_classeur(fichier, nom=fichier.name).get_feuille(None).lignes
    rang = lignes[0].index("Numérateur")
    (appels,) = [x for x in lignes if x[0] == "I1" and x[3] == ""]
    assert [float(str(n).replace(",", ".")) for n in appels[rang : rang + 2]] == [90, 100]


def count_queries(client, page):
    client.get(BASE + page)
    with CaptureQueriesContext(connection) as requetes:
        client.get(BASE + page)
    return len(requetes)


@pytest.mark.parametrize("page", ["2022/", "2022/?vue=mois", "2022/I11/"])
def test_le_nombre_de_requetes_d_une_page_ne_depend_pas_des_donnees(site, lit, page):
    fill_page(site, boites=1)
    peu = count_queries(lit, page)

    fill_page(site, boites=6)

    assert count_queries(lit, page) == peu <= 34


def fill_page(site, *, boites):
    for rang in range(site.boites.count(), boites):
        boite = site.boites.create(code=f"b{rang}", nom=f"Boîte {rang}")
        for m in Periode.annee(2022):
            cell(site, "information", "courriel", m, boite=boite.pk, recues=9, echues=9,
                 a_temps=rang)  # fmt: skip
            store(site, "I4", premier=m, dimension="", code_detail=str(rang), valeur=8)


@pytest.fixture
def enquete(site):
    """Two users of the digital help point, one of them satisfied."""
    campagne = build_campagne(site, titre="<b>PAN</b> 2022")
    for niveau in ("satisfaisant", "peu_satisfaisant"):
        build_retour(campagne, {"confidentialite": niveau})
    return campagne


def test_les_lignes_d_une_enquete_sont_ses_campagnes(site, enquete, lit):
    page = lit.get(f"{BASE}2022/I15/lignes/").content.decode()

    assert f'href="/sites/pref-63/enquetes/{enquete.pk}/resultats/"' in page
    assert "&lt;b&gt;PAN&lt;/b&gt; 2022" in page
    assert '<td class="qp-nombre">1 / 2</td>' in page
    assert "Aucune ligne" not in page


def test_la_fiche_d_une_enquete_dit_d_ou_vient_le_chiffre(site, enquete, lit):
    page = lit.get(f"{BASE}2022/I15/").content.decode()

    assert "calculé à partir des réponses aux enquêtes" in page
    assert "avis recueillis par enquête" in page
    assert "Ce site ne reprend pas la définition du référentiel" in page


@pytest.mark.parametrize("page", ["2022/I15/", "2022/I15/lignes/"])
def test_les_enquetes_d_un_site_ne_se_voient_pas_d_un_autre(enquete, dehors, public, page):
    assert dehors.get(BASE + page).status_code == 404
    assert public.get(BASE + page).status_code == 302


def test_le_tableau_ne_lit_pas_les_enquetes_une_a_une(site, lit):
    def fill(nombre):
        for _ in range(nombre):
            campagne = build_campagne(site)
            build_retour(campagne, {"confidentialite": "satisfaisant"})

    fill(1)
    peu = count_queries(lit, "2022/"), count_queries(lit, "2022/I15/lignes/")

    fill(4)

    assert (count_queries(lit, "2022/"), count_queries(lit, "2022/I15/lignes/")) == peu
