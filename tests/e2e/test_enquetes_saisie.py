"""Sheets typed and remarks read with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from e2e.gestes import SITE


ENQUETES = f"{SITE}enquetes/"
TITRE = re.compile("Accueil physique, enquête en cours")
ETROITE = {"width": 320, "height": 800}


@pytest.fixture
def enquete(ouvrir):
    """Return a page of somebody of the site, on the survey whose sheets are being typed."""

    def aller(identifiant="correspondant.44", suite="", **options):
        page = ouvrir(identifiant, ENQUETES, **options)
        lien = page.get_by_role("link", name=TITRE).first.get_attribute("href")
        page.goto(f"{lien}{suite}")
        return page

    return aller


def champ(page, question):
    return page.locator(f"[data-question={question}]")


def type_sheet(page, touches):
    """Press these keys one after the other, then leave what remains without answer and save."""
    for touche in touches:
        page.keyboard.press(touche)
    for _ in range(60):
        if page.evaluate("document.activeElement.matches('[data-fin]')"):
            break
        page.keyboard.press("Enter")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_trois_feuilles_se_tapent_au_clavier_seul(enquete, verifier):
    page = enquete(suite="saisie/")
    verifier(page)
    lot = page.get_by_label("Lot", exact=True).input_value()
    premiere = int(page.get_by_label("Fiche", exact=True).input_value())
    page.get_by_label("Fiche", exact=True).press("Tab")
    champ(page, "repondant").focus()

    for numero in range(premiere, premiere + 3):
        expect(champ(page, "repondant")).to_be_focused()
        type_sheet(page, "1132")
        expect(page.get_by_role("status").first).to_contain_text(f"{lot}-{numero} est enregistrée")
        expect(page.get_by_label("Fiche", exact=True)).to_have_value(str(numero + 1))

    verifier(page)
    page.goto(page.url.partition("?")[0] + f"lots/{lot}/")
    expect(page.get_by_role("rowheader", name=f"{lot}-{premiere + 2}")).to_be_visible()


def test_le_clavier_avance_recule_choisit_et_saute(enquete):
    page = enquete(suite="saisie/")
    champ(page, "repondant").focus()

    page.keyboard.press("1")
    expect(champ(page, "motif")).to_be_focused()
    page.keyboard.press("9")
    expect(champ(page, "motif")).to_have_value("")
    expect(page.locator("#eq-annonce")).to_contain_text("n’est pas une réponse")
    page.keyboard.press("Backspace")
    expect(champ(page, "repondant")).to_be_focused()
    page.keyboard.press("2")
    page.keyboard.press("Space")
    expect(champ(page, "motif")).to_have_value("0")

    # Several answers: keys, then Enter; the same key again takes it back.
    champ(page, "recherche").focus()
    for touche in "121":
        page.keyboard.press(touche)
    expect(champ(page, "recherche")).to_have_value("2")
    expect(champ(page, "information")).to_be_enabled()
    page.keyboard.press("Enter")
    expect(champ(page, "information")).to_be_focused()

    # A question that is not asked is passed over.
    champ(page, "rendez_vous").focus()
    page.keyboard.press("2")
    expect(champ(page, "rendez_vous_delai")).to_be_disabled()
    expect(champ(page, "rendez_vous_delai")).not_to_be_focused()


def test_la_rangee_de_chiffres_d_un_clavier_francais_suffit(enquete):
    page = enquete(suite="saisie/")
    champ(page, "repondant").focus()

    page.evaluate(
        """() => document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
             {key: 'é', code: 'Digit2', bubbles: true, cancelable: true}))"""
    )

    expect(champ(page, "repondant")).to_have_value("2")


def test_une_fiche_deja_saisie_se_dit(enquete, verifier):
    page = enquete(suite="saisie/")
    page.get_by_label("Lot", exact=True).fill("1")
    page.get_by_label("Fiche", exact=True).fill("1")
    champ(page, "repondant").focus()

    type_sheet(page, "1")

    expect(page.get_by_role("alert")).to_contain_text("La fiche 1-1 est déjà saisie")
    expect(page.get_by_label("Fiche", exact=True)).to_be_focused()
    expect(champ(page, "repondant")).to_have_value("1")
    verifier(page)


def test_sans_script_les_memes_touches_suffisent(enquete, verifier):
    page = enquete(suite="saisie/", java_script_enabled=False, viewport=ETROITE)
    numero = page.get_by_label("Fiche", exact=True).input_value()

    champ(page, "repondant").fill("1")
    champ(page, "motif").fill("3")
    verifier(page)
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_role("status").first).to_contain_text(f"-{numero} est enregistrée")


def test_une_fiche_se_corrige_et_se_supprime(enquete, verifier):
    page = enquete("referent.44", "saisie/fiches/1-1/")
    verifier(page)

    champ(page, "globale").fill("4")
    page.get_by_role("button", name="Enregistrer la correction").click()
    expect(page.get_by_role("status").first).to_contain_text("1-1 est corrigée")
    page.get_by_role("link", name="Supprimer la fiche 1-1", exact=True).click()
    verifier(page)
    page.get_by_role("button", name="Supprimer la fiche").click()

    expect(page.get_by_role("status").first).to_contain_text("1-1 est supprimée")


def test_la_seconde_saisie_mene_aux_erreurs(enquete, verifier):
    page = enquete("referent.44", "saisie/lots/1/seconde/")
    reste = page.get_by_text("Prenez la fiche")
    while reste.count():
        type_sheet(page, "1111")

    page.get_by_role("main").get_by_role("link", name="Voir les erreurs de saisie").click()

    expect(page.get_by_role("rowheader", name="Ensemble des réponses")).to_be_visible()
    verifier(page)


def test_une_remarque_se_relit_au_clavier_seul(enquete, verifier):
    page = enquete("referent.44", "verbatims/")
    verifier(page)
    page.get_by_role("link", name="Relire les").click()
    while not page.locator("mark").count():
        page.keyboard.press("s")
        page.wait_for_load_state()
    verifier(page)
    relue = page.url

    page.keyboard.press("4")
    expect(page.get_by_role("radio", name="Courtoisie")).to_be_checked()
    with page.expect_navigation():
        page.keyboard.press("p")

    expect(page.get_by_role("status").first).to_contain_text("La remarque est publiable")
    page.goto(relue)
    expect(page.get_by_label("Texte à publier")).to_have_value(
        re.compile(r"\[(nom|téléphone|numéro|courriel)\]")
    )
    page.get_by_label("Texte à publier").press("p")
    expect(page.get_by_label("Texte à publier")).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_label("Raccourcis d’une touche").uncheck(force=True)
    page.keyboard.press("4")
    page.keyboard.press("e")
    expect(page).to_have_url(relue)
