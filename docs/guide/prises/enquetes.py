"""Pictures of surveys, from the campaign to its results."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pypdfium2
from openpyxl import Workbook
from PIL import Image
from playwright.sync_api import Page

from prises.appareil import (
    FORMULAIRE,
    SITE,
    Appareil,
    en_francais,
    il_y_a,
    save,
)


def open_enquete(page: Page, titre: str) -> str:
    """Open the page of a campaign; return its address."""
    page.goto(f"{SITE}/enquetes/")
    page.get_by_role("link", name=re.compile(titre)).first.click()
    return page.url


def show_campagne(a: Appareil) -> None:
    """Take a campaign under way, its poster, one group of its form on a phone."""
    page = a.page
    open_enquete(page, "Accueil physique, enquête en cours")
    a.take("enquete-campagne", "main h1", page.get_by_role("heading", name="Questionnaire papier"))
    affiche = page.locator("a[href$='affiche.pdf']").first.get_attribute("href")
    if a.wants("enquete-affiche"):
        octets = page.context.request.get(affiche, timeout=60_000).body()
        feuille = pypdfium2.PdfDocument(octets)[0].render(scale=0.75).to_pil()
        cadre = Image.new("RGB", (feuille.width + 2, feuille.height + 2), "#ddd")
        cadre.paste(feuille, (1, 1))
        save("enquete-affiche", cadre)
    if a.wants("enquete-telephone"):
        publique = page.locator("main a[href^='/enquete/']").first
        telephone = page.context.browser.new_context(
            viewport={"width": 390, "height": 760}, locale="fr-FR", color_scheme="light",
            reduced_motion="reduce", device_scale_factor=1,
        ).new_page()  # fmt: skip
        telephone.goto(publique.evaluate("lien => lien.href"))
        telephone.get_by_role("button", name="Commencer").click()
        telephone.get_by_label("Pour moi ou pour un proche").check(force=True)
        image = Image.open(BytesIO(telephone.screenshot()))
        save("enquete-telephone", image)
        telephone.context.close()


def build_reponses(chemin: Path) -> None:
    """Write answers as another tool exports them, one of them in words of its own."""
    entetes = ("CLE", "DATE_SAISIE", "Que pensez-vous de la courtoisie des agents ?",
               "Dans l’ensemble, que pensez-vous de votre passage ?")  # fmt: skip
    classeur = Workbook()
    classeur.active.append(entetes)
    for rang in range(24):
        globale = "Tout à fait satisfait" if rang % 3 == 0 else "Satisfaisant"
        classeur.active.append([rang + 1, en_francais(il_y_a(5)), "Très satisfaisant", globale])
    classeur.save(chemin)


def show_reponses(a: Appareil, dossier: Path) -> None:
    """Take a sheet being typed, a file being understood, a remark to read."""
    page, chemin = a.page, dossier / "sphinx.xlsx"
    adresse = open_enquete(page, "Accueil physique, enquête en cours")
    page.get_by_role("link", name="Saisir les feuilles").click()
    a.take("enquete-saisie", "main h1", "main form", hauteur=760)
    build_reponses(chemin)
    page.goto(f"{adresse}imports/")
    page.set_input_files("input[type=file]", chemin)
    page.get_by_role("button", name="Vérifier le fichier").click()
    a.take("enquete-import", "main h1", page.get_by_role("button", name="Vérifier avec ces choix"))
    page.goto(f"{adresse}verbatims/relire/")
    for _ in range(6):
        if page.get_by_text("Nadia").count():
            break
        page.get_by_role("link", name=re.compile("Passer à la suivante")).click()
    a.take("enquete-remarque", "main h1", "main textarea",
           page.get_by_role("button", name=re.compile("Publier")), largeur=FORMULAIRE)  # fmt: skip


def show_resultats(a: Appareil) -> None:
    """Take the results of a campaign, the schedule of mystery tests, a survey in the report."""
    page = a.page
    adresse = open_enquete(page, "Accueil physique, enquête en cours")
    page.goto(f"{adresse}resultats/")
    a.take("enquete-resultats", page.get_by_role("heading", name="Les taux de satisfaits"),
           "main table >> nth=0", hauteur=760)  # fmt: skip
    page.goto(f"{adresse}resultats/")
    a.take("enquete-niveaux", page.get_by_role("heading", name="Réponse par réponse"),
           "main figure >> nth=0", largeur=FORMULAIRE)  # fmt: skip
    open_enquete(page, "Appels mystère, enquête en cours")
    page.get_by_role("link", name="Tests mystère").click()
    a.take("enquete-mystere", "main h1", "main table", hauteur=720)
    page.goto(f"{SITE}/bilan/2022/")
    a.take("bilan-enquete", page.locator("section", has=page.get_by_role("heading", name="Accueil physique 2022")),
           hauteur=980)  # fmt: skip
