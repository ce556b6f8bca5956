"""The improvement plan in a browser: an action written, moved on the board, found again."""

import pytest
from playwright.sync_api import expect

from e2e.gestes import SITE


PLAN = f"{SITE}plan/"
ETROITE = {"width": 320, "height": 800}


@pytest.fixture
def referent(ouvrir):
    return ouvrir("referent.44", PLAN)


def write_action(page, titre):
    page.get_by_role("link", name="Inscrire une action").click()
    page.get_by_label("Intitulé").fill(titre)
    page.get_by_label("D’où elle vient").select_option(label="Remontées des agents")
    page.get_by_label("Axe").select_option(label="Pilotage")
    page.get_by_role("button", name="Inscrire l’action").click()


def test_une_action_inscrite_deplacee_puis_retrouvee(referent, verifier):
    verifier(referent)
    referent.get_by_role("link", name="Inscrire une action").click()
    verifier(referent)
    referent.get_by_role("button", name="Inscrire l’action").click()
    expect(referent.get_by_role("alert")).to_contain_text("Rien n’a été enregistré")
    verifier(referent)
    referent.goto(PLAN)
    write_action(referent, "Ouvrir un guichet le samedi matin")
    expect(referent.get_by_role("status").first).to_contain_text("est inscrite au plan")
    verifier(referent)
    reference = referent.get_by_role("heading", level=1).inner_text().removeprefix("Action ")

    referent.goto(f"{PLAN}tableau/")
    verifier(referent)
    carte = referent.locator("li.pl-carte", has_text=reference)
    if not carte.count():
        referent.get_by_label("Axe").select_option(label="Pilotage")
        referent.get_by_role("button", name="Filtrer").click()
    carte.get_by_role("button", name="En cours").click()

    en_cours = referent.get_by_role("region", name="En cours")
    expect(en_cours.locator("li.pl-carte", has_text=reference)).to_be_visible()
    referent.goto(f"{PLAN}?q=samedi&etat=en_cours")
    expect(referent.get_by_role("link", name=reference)).to_be_visible()
    expect(referent.locator("main")).to_contain_text("1 action selon ces filtres")
    verifier(referent)


def test_une_action_faite_dit_son_effet(referent, verifier):
    referent.goto(f"{PLAN}?annee=2022&etat=fait&q=accus%C3%A9")
    referent.locator("tbody a.qp-ref").first.click()

    expect(referent.get_by_role("heading", name="A-t-elle eu de l’effet ?")).to_be_visible()
    verifier(referent)


@pytest.mark.parametrize("page", ["", "?annee=2022", "tableau/", "echeances/", "idees/"])
def test_le_plan_tient_sur_un_telephone(ouvrir, verifier, page):
    telephone = ouvrir("referent.44", f"{PLAN}{page}", viewport=ETROITE)

    verifier(telephone)
    assert telephone.evaluate("document.documentElement.scrollWidth") <= ETROITE["width"]


def test_le_tableau_marche_sans_script(ouvrir):
    page = ouvrir("referent.44", f"{PLAN}tableau/", java_script_enabled=False)

    page.get_by_role("button", name="En cours : ").first.click()

    expect(page.get_by_role("status").first).to_contain_text("est passée à « en cours »")
