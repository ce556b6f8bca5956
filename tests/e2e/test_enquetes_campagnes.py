"""A campaign in a browser: from the choice of a questionnaire to its closing."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from playwright.sync_api import expect

from e2e.gestes import SITE, confirm, dit


ENQUETES = f"{SITE}enquetes/"
ETROITE = {"width": 320, "height": 800}


@pytest.fixture
def referent(ouvrir):
    return ouvrir("referent.44", ENQUETES)


def choose(page, questionnaire):
    page.get_by_role("link", name="Préparer une campagne").click()
    page.get_by_role("link", name=dit(f"Choisir « {questionnaire} »")).click()


def tick(page, nom, *valeurs):
    for valeur in valeurs:
        page.locator(f"input[name='{nom}'][value='{valeur}']").check(force=True)


def prepare(page, le, *, jours=30, modes=("en_ligne", "borne", "papier")):
    """Fill in the form of a campaign on the digital help point and keep it."""
    choose(page, "Votre passage au point d'accueil numérique")
    page.get_by_label("Premier jour").fill(le.isoformat())
    page.get_by_label("Dernier jour").fill((le + dt.timedelta(days=jours)).isoformat())
    tick(page, "modes", *modes)
    page.get_by_role("button", name="Enregistrer la campagne").click()
    expect(page.get_by_role("status").first).to_contain_text("est enregistrée")


def open_campagne(page):
    page.get_by_role("link", name="Ouvrir la campagne").click()
    confirm(page)
    expect(page.get_by_role("heading", name="Adresses publiques")).to_be_visible()


def test_de_la_preparation_a_la_cloture(referent, verifier, site):
    verifier(referent)
    referent.get_by_role("link", name="Préparer une campagne").click()
    verifier(referent)
    referent.get_by_role("link", name=dit("Choisir « Votre passage au point d'accueil")).click()
    verifier(referent)

    referent.get_by_role("button", name="Enregistrer la campagne").click()
    expect(referent.get_by_role("alert")).to_contain_text("Rien n’a été enregistré")
    verifier(referent)
    referent.get_by_label("Premier jour").fill(site.aujourdhui.isoformat())
    tick(referent, "modes", "en_ligne", "papier")
    referent.get_by_role("button", name="Enregistrer la campagne").click()
    expect(referent.get_by_text("Étape 1 sur 4")).to_be_visible()
    verifier(referent)

    referent.get_by_role("link", name="Ouvrir la campagne").click()
    verifier(referent)
    confirm(referent)
    expect(referent.get_by_text("Étape 3 sur 4")).to_be_visible()
    verifier(referent)

    referent.get_by_role("link", name="Clore la campagne").click()
    verifier(referent)
    confirm(referent)
    expect(
        referent.get_by_text(dit("La campagne se termine aujourd'hui, à minuit."))
    ).to_be_visible()
    referent.get_by_role("link", name="Reprendre les réponses").click()
    verifier(referent)
    referent.get_by_role("button", name="Reprendre les réponses").click()
    expect(referent.get_by_text(dit("jusqu'à ce que la campagne soit close"))).to_be_visible()


def answer(page, avis):
    """Fill in the form of the digital help point from its first page, saying what one thinks of it all."""
    page.get_by_role("button", name="Commencer").click()
    page.locator("[name=suivant]").click()
    page.get_by_role("group", name="Dans l’ensemble").get_by_text(avis, exact=True).click()
    page.locator("[name=suivant]").click()
    expect(page.get_by_text("Que pourrions-nous améliorer")).to_be_visible()
    page.locator("[name=suivant]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci")


def test_de_la_creation_aux_resultats(ouvrir, referent, verifier, site):
    prepare(referent, site.aujourdhui, modes=("en_ligne",))
    open_campagne(referent)
    publique = referent.locator("a[href^='/enquete/']").get_attribute("href")

    for avis in ("Très satisfaisant", "Satisfaisant", "Peu satisfaisant"):
        answer(ouvrir(None, publique), avis)

    referent.reload()
    referent.get_by_role("link", name="Résultats", exact=True).click()
    ligne = referent.get_by_role("row").filter(has_text="que pensez-vous de votre passage").first
    expect(ligne).to_contain_text("2 / 3")
    expect(ligne).to_contain_text("nombre de réponses non significatif")
    expect(referent.get_by_text("3 retours").first).to_be_visible()
    verifier(referent)


def test_une_campagne_a_venir_dit_quand_elle_s_ouvre(referent, verifier, site):
    demain = site.aujourdhui + dt.timedelta(days=1)

    prepare(referent, demain)
    open_campagne(referent)

    expect(referent.get_by_text(dit("s'ouvrira d'elle-même"))).to_be_visible()
    referent.goto(ENQUETES)
    ligne = referent.get_by_role("row").filter(has_text=f"{demain:%d/%m/%Y}")
    expect(ligne).to_contain_text("prévue")


def test_les_documents_a_imprimer(referent, site):
    prepare(referent, site.aujourdhui)
    open_campagne(referent)

    liens = referent.get_by_role("link", name=re.compile("PDF"))
    expect(liens).to_have_count(4)
    for lien in liens.all():
        reponse = referent.request.get(lien.get_attribute("href"))
        assert reponse.headers["content-type"] == "application/pdf"
        assert reponse.body().startswith(b"%PDF")


def test_l_adresse_se_copie_et_mene_a_la_page_publique(ouvrir, site):
    page = ouvrir("referent.44", ENQUETES, permissions=["clipboard-read", "clipboard-write"])
    prepare(page, site.aujourdhui)
    open_campagne(page)

    page.get_by_role("button", name="Copier").first.click()

    expect(page.locator("[data-copie]")).to_contain_text("Adresse copiée")
    copiee = page.evaluate("navigator.clipboard.readText()")
    publique = ouvrir(None, copiee)
    expect(publique.get_by_role("heading", level=1)).to_be_visible()


def test_une_adresse_se_ferme_et_se_rouvre(referent, verifier, site):
    prepare(referent, site.aujourdhui)
    open_campagne(referent)

    referent.get_by_role("link", name=re.compile("^Fermer")).first.click()
    verifier(referent)
    confirm(referent)
    expect(referent.get_by_text("(fermée)")).to_be_visible()
    verifier(referent)
    referent.get_by_role("button", name=re.compile("^Rouvrir")).click()
    expect(referent.get_by_role("status").first).to_contain_text("est rouverte")


def test_une_adresse_de_plus_pour_un_service(referent, verifier, site):
    prepare(referent, site.aujourdhui)
    open_campagne(referent)
    referent.get_by_role("link", name="Ajouter une adresse").click()
    verifier(referent)

    referent.get_by_label("Service").select_option(label="DMI – bureau du séjour")
    referent.get_by_role("button", name=dit("Ajouter l'adresse")).click()

    expect(referent.get_by_role("row").filter(has_text="DMI – bureau du séjour")).to_be_visible()


def test_avec_une_sous_prefecture_et_des_cibles(referent, verifier, site):
    choose(referent, "Votre appel à la préfecture")
    referent.get_by_label("Premier jour").fill(site.aujourdhui.isoformat())
    tick(referent, "modes", "telephone")
    referent.get_by_text("Sous-préfecture de Saint-Nazaire").click()
    referent.get_by_label("Cible, en pourcentage").fill("90")
    referent.get_by_role("button", name="Enregistrer la campagne").click()
    expect(referent.get_by_role("row").filter(has_text="Saint-Nazaire")).to_be_visible()

    referent.get_by_role("link", name="cibles par question").click()
    verifier(referent)
    referent.get_by_label("courtoisie").fill("95,5")
    referent.get_by_role("button", name="Enregistrer les cibles").click()
    expect(referent.get_by_text("1 question a la sienne")).to_be_visible()
    verifier(referent)
    referent.get_by_role("link", name="Modifier la campagne").click()
    expect(referent.get_by_label("Cible, en pourcentage")).to_have_value("90")
    verifier(referent)


def test_supprimer_une_campagne(referent, verifier, site):
    prepare(referent, site.aujourdhui)

    referent.get_by_role("link", name="Supprimer la campagne").click()
    verifier(referent)
    confirm(referent)

    expect(referent.get_by_role("status").first).to_contain_text("est supprimée")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_un_questionnaire_se_lit_dans_chaque_langue(ouvrir, verifier, theme):
    page = ouvrir("referent.44", f"{ENQUETES}questionnaires/", viewport=ETROITE, color_scheme=theme)
    verifier(page)
    page.get_by_role("link", name=dit("Votre passage au point d'accueil numérique")).click()
    verifier(page)

    page.get_by_role("link", name="العربية").click()

    titre = page.get_by_role("heading", name="زيارتك", exact=True)
    expect(titre).to_have_attribute("dir", "rtl")
    verifier(page)


def test_un_questionnaire_se_change_dans_un_tableur(referent, verifier):
    referent.goto(f"{ENQUETES}questionnaires/")
    referent.get_by_role("link", name="Votre appel à la préfecture").click()
    lien = referent.get_by_role("link", name="Télécharger en XLSForm").get_attribute("href")
    classeur = openpyxl.load_workbook(io.BytesIO(referent.request.get(lien).body()))

    referent.goto(f"{ENQUETES}questionnaires/deposer/")
    give(referent, classeur, genre="autre")
    expect(referent.get_by_role("alert")).to_contain_text("rien n’est gardé")
    verifier(referent)
    give(referent, classeur, genre="satisfaction", version="44-1")

    expect(referent.get_by_role("status").first).to_contain_text("est gardé pour le site")
    verifier(referent)
    referent.get_by_role("link", name="Préparer une campagne").click()
    expect(referent.get_by_text("version 44-1")).to_be_visible()


def give(page, classeur, **reglages):
    """Change the settings of a form and upload it."""
    feuille = classeur["settings"]
    entetes = [cellule.value for cellule in feuille[1]]
    for nom, valeur in reglages.items():
        feuille.cell(row=2, column=entetes.index(nom) + 1, value=valeur)
    octets = io.BytesIO()
    classeur.save(octets)
    page.get_by_label("Formulaire XLSForm").set_input_files(
        {"name": "appel.xlsx", "mimeType": "application/octet-stream", "buffer": octets.getvalue()}
    )
    page.get_by_role("button", name="Déposer le questionnaire").click()


def test_sans_script_une_campagne_se_prepare_aussi(ouvrir, verifier, site):
    page = ouvrir("referent.44", ENQUETES, viewport=ETROITE, java_script_enabled=False)

    prepare(page, site.aujourdhui)
    open_campagne(page)

    expect(page.get_by_role("button", name="Copier")).to_have_count(0)
    verifier(page)


def test_un_lecteur_lit_sans_gerer(ouvrir, verifier):
    page = ouvrir("lecteur.44", ENQUETES)
    verifier(page)
    expect(page.get_by_role("link", name="Préparer une campagne")).to_have_count(0)

    page.get_by_role("link", name="Accueil physique 2022").click()

    expect(page.get_by_role("link", name="Modifier la campagne")).to_have_count(0)
    verifier(page)
