"""The keyboard everywhere: the focus is seen, nothing traps it, and what opens also closes."""

import pytest
from playwright.sync_api import expect

from e2e.accessibilite import FOCUS, press_until
from e2e.gestes import SITE, dit


LARGE, ETROITE = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
PAGES = (
    SITE,
    f"{SITE}registres/courriers/",
    f"{SITE}registres/collectivites/nouvelle/",
    f"{SITE}tableau-de-bord/2022/?vue=mois",
    f"{SITE}tableau-de-bord/2022/I10/",
    f"{SITE}valeurs/nouvelle/",
    f"{SITE}organisation/perimetre/",
    f"{SITE}imports/",
    f"{SITE}bilan/2022/",
)
TABS_MAXIMUM = 400
# What Tab should reach, links without address and folded parts left out.
ATTEIGNABLES = """() => [...document.querySelectorAll(
  'a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select, textarea, '
  + 'summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && e.type !== 'radio').length"""


@pytest.mark.parametrize("fenetre", [LARGE, ETROITE], ids=["large", "etroite"])
def test_le_focus_se_voit_partout_et_parcourt_toute_la_page(ouvrir, fenetre):
    page = ouvrir(viewport=fenetre)
    fautes = []

    for adresse in PAGES:
        page.goto(adresse)
        etapes = 0
        for _ in range(TABS_MAXIMUM):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            if focus is None:
                break
            etapes += 1
            if not (focus["entoure"] and focus["dedans"]):
                fautes.append((adresse, focus))
        if etapes < page.evaluate(ATTEIGNABLES):
            fautes.append((adresse, f"{etapes} étapes seulement"))

    assert fautes == []


def test_le_lien_d_evitement_mene_au_contenu(ouvrir):
    page = ouvrir(adresse=SITE)

    page.keyboard.press("Tab")
    lien = page.get_by_role("link", name="Contenu", exact=True)
    expect(lien).to_be_focused()
    expect(lien).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()


def test_le_menu_d_un_petit_ecran_s_ouvre_et_se_ferme_au_clavier(ouvrir, verifier):
    page = ouvrir(adresse=SITE, viewport=ETROITE)
    entree = page.get_by_role("link", name="Registres", exact=True)
    expect(entree).to_be_hidden()

    press_until(page, page.get_by_role("button", name="Menu", exact=True))
    page.keyboard.press("Enter")
    expect(entree).to_be_visible()
    verifier(page)
    page.keyboard.press("Escape")
    expect(entree).to_be_hidden()
    page.keyboard.press("Enter")
    expect(entree).to_be_visible()
    press_until(page, entree)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Registres")


def test_le_theme_sombre_se_choisit_et_se_garde(ouvrir, verifier):
    page = ouvrir(adresse=SITE)

    page.get_by_role("button", name=dit("Paramètres d'affichage")).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_text("Thème sombre").click()
    verifier(page)
    page.keyboard.press("Escape")
    page.goto(f"{SITE}registres/")

    expect(page.locator("html")).to_have_attribute("data-fr-theme", "dark")
    verifier(page)


def test_un_tableau_large_defile_au_clavier(ouvrir):
    page = ouvrir(adresse=f"{SITE}tableau-de-bord/2022/?vue=mois", viewport=ETROITE)
    region = page.get_by_role("region", name="Mois par mois")

    press_until(page, region)
    page.keyboard.press("ArrowRight")

    page.wait_for_function("() => document.activeElement.scrollLeft > 0")


def test_une_faute_du_formulaire_mene_a_son_champ(ouvrir):
    page = ouvrir(adresse=f"{SITE}registres/courriels/nouvelle/")
    press_until(page, page.get_by_role("button", name="Enregistrer", exact=True))
    page.keyboard.press("Enter")
    faute = page.get_by_role("alert").get_by_role("link", name="Canal")
    expect(faute).to_be_visible()

    press_until(page, faute)
    page.keyboard.press("Enter")

    expect(page.get_by_label("Canal")).to_be_focused()
