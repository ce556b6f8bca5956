"""Answers gathered elsewhere, through the browser: given, understood, written, read, taken back."""

import re

import pytest
from playwright.sync_api import expect

from e2e.gestes import SITE, confirm
from enquetes.fichiers import write_xlsx


TITRE = re.compile("Accueil physique, enquête en cours")
COURTOISIE, GLOBALE = (
    "Que pensez-vous de la courtoisie des agents ?",
    "Dans l’ensemble, que pensez-vous de votre passage ?",
)
ETROITE = {"width": 320, "height": 800}


def sphinx(nombre=12, **autres):
    """A workbook as Sphinx exports it: labels as headings and as cells."""
    lignes = [["CLE", "DATE_SAISIE", COURTOISIE, GLOBALE, "Humeur du jour"]]
    for rang in range(nombre):
        globale = "Tout à fait satisfait" if rang % 3 == 0 else "Satisfaisant"
        lignes.append([rang + 1, "06/05/2022", "Très satisfaisant", globale, "bleue"])
    return {
        "name": "sphinx.xlsx",
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": write_xlsx(lignes),
    }


@pytest.fixture
def campagne(ouvrir):
    """Return a page of somebody, on the survey of their site that is under way."""

    def aller(identifiant="referent.44", suite="imports/", **options):
        page = ouvrir(identifiant, f"{SITE}enquetes/", **options)
        page.goto(page.get_by_role("link", name=TITRE).first.get_attribute("href") + suite)
        return page

    return aller


def give(page, fichier):
    page.locator("input[name=fichier]").set_input_files(fichier)
    page.get_by_role("button", name="Vérifier le fichier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(fichier["name"])


def test_un_export_sphinx_du_depot_aux_resultats(campagne, verifier):
    page = campagne()
    verifier(page)
    give(page, sphinx())

    expect(page.get_by_role("alert")).to_contain_text("Rien n’est écrit")
    inconnu = page.get_by_label("« Tout à fait satisfait »")
    verifier(page)
    inconnu.select_option(label="Très satisfaisant")
    page.get_by_role("button", name="Vérifier avec ces choix").click()
    page.get_by_role("button", name="Écrire ces 12 lignes").click()

    expect(page.get_by_role("status")).to_contain_text("comptent dans les résultats")
    verifier(page)
    page.get_by_role("link", name="Voir les résultats").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("courtoisie", re.IGNORECASE))


def test_le_meme_fichier_ne_change_rien_et_s_annule(campagne, verifier):
    page = campagne()
    give(page, sphinx(nombre=2) | {"name": "deux.xlsx"})
    page.get_by_label("« Tout à fait satisfait »").select_option(label="Très satisfaisant")
    page.get_by_role("button", name="Vérifier avec ces choix").click()
    page.get_by_role("button", name="Écrire ces 2 lignes").click()
    expect(page.get_by_role("status")).to_contain_text("sont écrites")
    ecrit = page.url

    page.goto(re.sub(r"\d+/$", "", page.url))
    give(page, sphinx(nombre=2) | {"name": "encore.xlsx"})
    page.get_by_label("« Tout à fait satisfait »").select_option(label="Très satisfaisant")
    page.get_by_role("button", name="Vérifier avec ces choix").click()
    expect(page.get_by_text("la campagne contient déjà ces lignes")).to_be_visible()

    page.goto(ecrit)
    page.get_by_role("link", name="Retirer ces réponses").click()
    verifier(page)
    confirm(page)
    expect(page.get_by_text("L’import est annulé")).to_be_visible()
    verifier(page)


def test_les_pages_tiennent_sur_un_telephone(campagne, verifier):
    page = campagne(viewport=ETROITE)
    verifier(page)
    give(page, sphinx())

    verifier(page)
    largeur = page.evaluate("document.documentElement.scrollWidth")
    assert largeur <= ETROITE["width"]


def test_sans_script_tout_se_fait_aussi(campagne):
    page = campagne(java_script_enabled=False)
    give(page, sphinx(nombre=2))

    page.get_by_label("« Tout à fait satisfait »").select_option(value="?")
    page.get_by_label("Laisser de côté les lignes refusées").check(force=True)
    page.get_by_role("button", name="Vérifier avec ces choix").click()
    page.get_by_role("button", name="Écrire cette ligne").click()

    expect(page.get_by_role("status")).to_contain_text("sont écrites")
