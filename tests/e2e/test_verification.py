"""A document verified in a real browser, by an agent then by anybody: what differs is read."""

import pytest
from playwright.sync_api import expect

from e2e.test_portail import LARGE, RACINE, TELEPHONE, check_page


@pytest.fixture
def faux(ouvrir, tmp_path):
    """The open data in force of the site, a year changed in them."""
    page = ouvrir(None, RACINE)
    adresse = page.locator("a[href$='datapackage.json']").first.get_attribute("href")
    octets = page.request.get(adresse).body()
    fichier = tmp_path / "recu.json"
    fichier.write_bytes(octets.replace(b"2022", b"2021", 1))
    return fichier


def test_un_agent_verifie_un_document(ouvrir, verifier, faux):
    page = ouvrir("referent.44", "/sites/pref-44/publications/")

    page.get_by_role("link", name="Vérifier un document").click()
    verifier(page)
    page.get_by_label("Document à vérifier").set_input_files(faux)
    page.get_by_role("button", name="Vérifier", exact=True).click()

    expect(page.get_by_role("status")).to_contain_text("Document différent")
    expect(page.get_by_role("region", name="Chiffres différents")).to_contain_text("2021")
    page.locator("summary").last.click()
    verifier(page)


@pytest.mark.parametrize(
    ("fenetre", "theme"), [(LARGE, "light"), (TELEPHONE, "dark")], ids=["large", "telephone"]
)
def test_chacun_verifie_un_document_sans_compte(ouvrir, faux, fenetre, theme):
    page = ouvrir(None, RACINE, viewport=fenetre, color_scheme=theme)

    page.get_by_role("link", name="Vérifier un document").click()
    check_page(page)
    page.get_by_role("button", name="Vérifier", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez le document")
    page.fautes.clear()
    check_page(page)
    page.get_by_label("Document à vérifier").set_input_files(faux)
    page.get_by_role("button", name="Vérifier", exact=True).click()

    expect(page.get_by_role("status")).to_contain_text("Document différent")
    expect(page.get_by_role("region", name="Chiffres différents")).to_contain_text("2021")
    page.locator("summary").last.click()
    check_page(page)
    assert page.context.cookies() == []
