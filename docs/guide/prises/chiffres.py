"""Pictures of declared values, the dashboard, the report."""

from __future__ import annotations

import pypdfium2
from PIL import Image

from prises.appareil import (
    AUJOURDHUI,
    FORMULAIRE,
    MARGE,
    SITE,
    Appareil,
    save,
)
from prises.documents import show_documents


def show_valeurs(a: Appareil) -> None:
    """Take a declared value and a target; write none."""
    page = a.page
    page.goto(f"{SITE}/valeurs/nouvelle/")
    page.locator("#id_indicateur").select_option("I17")
    page.locator("#id_premier_mois").fill("2022-03")
    page.locator("#id_numerateur").fill("8 640")
    page.locator("#id_denominateur").fill("960")
    page.locator("#id_source").fill("Outil national, extraction du 4 avril 2022")
    bouton = page.get_by_role("button", name="Enregistrer")
    a.take("valeur", "main h1", bouton, largeur=FORMULAIRE)
    page.goto(f"{SITE}/cibles/{AUJOURDHUI.year}/I10/")
    page.locator("#id_minimum").fill("90")
    page.locator("#id_unite").select_option("pourcent")
    page.locator("#id_source").fill(f"Comité de pilotage du 12 janvier {AUJOURDHUI.year}")
    a.take("cible", "main h1", "main form", largeur=FORMULAIRE)
    page.goto(f"{SITE}/cibles/2022/")
    a.take("cibles", "main h1", "main tbody tr:nth-child(4)")


def show_tableau(a: Appareil) -> None:
    """Take the dashboard, an indicator, its rows."""
    page = a.page
    page.goto(f"{SITE}/tableau-de-bord/2022/")
    a.take("tableau-annee", "main h1", page.locator("main table"), hauteur=900)
    page.goto(f"{SITE}/tableau-de-bord/2022/?vue=mois")
    a.take("tableau-mois", "main h1", page.locator("main table"), hauteur=640)
    page.goto(f"{SITE}/tableau-de-bord/2022/I10/")
    a.take("fiche", "main h1", page.get_by_role("heading", name="En image"), hauteur=760)
    a.take(
        "fiche-verdicts",
        page.get_by_role("heading", name="Détail"),
        page.locator("main table").nth(2),
    )
    page.goto(f"{SITE}/tableau-de-bord/2022/44-BOITE-PREFECTURE/")
    a.take("moyenne-des-mois", "main h1", "main dl.qp-faits")
    page.goto(f"{SITE}/tableau-de-bord/{AUJOURDHUI.year}/I10/lignes/")
    a.take("lignes", "main h1", "main table")


def show_bilan(a: Appareil) -> None:
    """Take the annual report, page and PDF, and what is published with it."""
    page = a.page
    page.goto(f"{SITE}/bilan/2022/")
    a.take("bilan", "main h1", page.get_by_role("link", name="Aperçu en PDF"))
    a.take("bilan-annee", "#en-bref", ".qp-bilan__table >> nth=0", hauteur=640)
    if a.wants("bilan-pdf"):
        reponse = page.context.request.get(f"{SITE}/bilan/2022/bilan.pdf", timeout=120_000)
        document = pypdfium2.PdfDocument(reponse.body())
        pages = [document[rang].render(scale=0.9).to_pil() for rang in (0, 1)]
        largeur = sum(p.width for p in pages) + MARGE
        cote = Image.new("RGB", (largeur, pages[0].height), "#ddd")
        cote.paste(pages[0], (0, 0))
        cote.paste(pages[1], (pages[0].width + MARGE, 0))
        save("bilan-pdf", cote)
    show_documents(a)
