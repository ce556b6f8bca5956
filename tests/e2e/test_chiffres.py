"""From the dashboard to the rows, and to the annual report."""

import re

import pytest


ETROIT = {"width": 320, "height": 800}
PAGES = [
    "/sites/pref-44/tableau-de-bord/2022/",
    "/sites/pref-44/tableau-de-bord/2022/?vue=mois",
    "/sites/pref-44/tableau-de-bord/2022/44-BOITE-PREFECTURE/",
    "/sites/pref-44/tableau-de-bord/2022/I10/lignes/",
    "/sites/pref-44/bilan/2022/",
    "/sites/pref-44/imports/",
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("fenetre", [None, ETROIT], ids=["large", "etroit"])
def test_les_pages_des_chiffres_respectent_le_rgaa(ouvrir, verifier, theme, fenetre):
    options = {"viewport": fenetre} if fenetre else {}
    page = ouvrir(color_scheme=theme, **options)

    for adresse in PAGES:
        page.goto(adresse)

        verifier(page)


def test_un_chiffre_mene_a_ses_lignes(ouvrir):
    page = ouvrir()
    page.goto("/sites/pref-44/tableau-de-bord/2022/")

    page.get_by_role("link", name="Taux de réponse aux courriers de demande d’information").click()
    page.get_by_role("link", name="Voir les lignes qui font ce chiffre").click()

    page.get_by_text("97 / 101").wait_for()
    pourquoi = page.get_by_role("table", name=re.compile("Demandes")).locator("td:last-child")
    textes = pourquoi.all_inner_texts()
    assert "Comptée hors délai : réponse sans date connue." in textes
    assert textes.count("Comptée, dans le délai.") == 96 or len(textes) == 100


def test_les_pages_se_lisent_sans_javascript(ouvrir):
    page = ouvrir(java_script_enabled=False)

    page.goto("/sites/pref-44/tableau-de-bord/2022/")
    page.get_by_label("Présentation").select_option("mois")
    page.get_by_role("button", name="Afficher").click()

    assert page.get_by_role("columnheader", name="mai").is_visible()


def test_le_bilan_se_telecharge_en_pdf(ouvrir):
    page = ouvrir()
    page.goto("/sites/pref-44/bilan/2022/")

    reponse = page.request.get(page.get_by_role("link", name="Bilan en PDF").get_attribute("href"))

    assert reponse.headers["content-type"] == "application/pdf"
    assert reponse.body().startswith(b"%PDF-1.7")
