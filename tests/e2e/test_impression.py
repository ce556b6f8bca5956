"""What goes on paper: the PDF of the report, and the pages that the browser prints."""

import io
import re

import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import expect

from e2e.gestes import SITE


A4_PORTRAIT, A4_PAYSAGE = (595, 842), (842, 595)


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF, every space made plain."""
    document = pypdfium2.PdfDocument(pdf)
    textes = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return re.sub(r"\s+", " ", " ".join(textes))


def print_page(page) -> bytes:
    page.emulate_media(media="print")
    return page.pdf(prefer_css_page_size=True, print_background=True)


@pytest.mark.parametrize(
    ("adresse", "format_attendu", "mots"),
    [
        ("tableau-de-bord/2022/", A4_PAYSAGE, ("97 / 101", "cible atteinte", "212 544 / 442 800")),
        ("tableau-de-bord/2022/?vue=mois", A4_PAYSAGE, ("janv.", "déc.", "48 %")),
        ("bilan/2022/", None, ("97 / 101", "Conventions", "27 engagements en tout")),
        ("tableau-de-bord/2022/I10/", None, ("97 / 101",)),
    ],
)
def test_une_page_imprimee_garde_ses_chiffres_et_laisse_le_reste(
    ouvrir, adresse, format_attendu, mots
):
    page = ouvrir(adresse=f"{SITE}{adresse}")

    pdf = print_page(page)

    imprime = text_of(pdf)
    for mot in mots:
        assert mot in imprime
    for absent in ("Se déconnecter", "Paramètres d", "Afficher", "Accès rapide"):
        assert absent not in imprime
    expect(page.get_by_role("navigation", name="Menu principal")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if format_attendu:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            largeurs = {tuple(round(v) for v in p.mediabox[2:]) for p in document.pages}
        assert largeurs == {format_attendu}


@pytest.mark.parametrize("adresse", ["tableau-de-bord/2022/", "tableau-de-bord/2022/?vue=mois"])
def test_le_tableau_imprime_tient_dans_la_feuille(ouvrir, adresse):
    # The width left to a sheet of A4 laid down, its margins off.
    page = ouvrir(adresse=f"{SITE}{adresse}", viewport={"width": 1031, "height": 728})

    page.emulate_media(media="print")

    tableau = page.locator("main table").bounding_box()
    assert tableau["x"] + tableau["width"] <= 1031


def test_le_bilan_en_pdf_est_accessible_et_porte_ses_donnees(ouvrir):
    page = ouvrir(adresse=f"{SITE}bilan/2022/")

    adresse = page.get_by_role("link", name="Aperçu en PDF").get_attribute("href")
    reponse = page.request.get(adresse)

    assert reponse.headers["content-type"] == "application/pdf"
    assert "97 / 101" in text_of(reponse.body())
    with pikepdf.open(io.BytesIO(reponse.body())) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).startswith("fr")
        assert len(document.attachments) > 0


def test_le_bilan_imprime_et_le_pdf_disent_les_memes_chiffres(ouvrir):
    page = ouvrir(adresse=f"{SITE}bilan/2022/")
    fractions = re.compile(r"\b\d[\d ]* / \d[\d ]*\b")

    texte = re.sub(r"\s+", " ", page.locator("main").inner_text())
    a_l_ecran = {fraction.strip() for fraction in fractions.findall(texte)}
    pdf = page.request.get(page.get_by_role("link", name="Aperçu en PDF").get_attribute("href"))

    assert len(a_l_ecran) > 15
    imprime = text_of(pdf.body())
    assert [f for f in a_l_ecran if f not in imprime] == []
