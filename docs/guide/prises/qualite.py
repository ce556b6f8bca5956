"""Pictures of what steers and improves: plan, diagnostics, trainings, committees, templates."""

from __future__ import annotations

import re

import pypdfium2
from PIL import Image

from prises.appareil import FORMULAIRE, SITE, Appareil, save


CLERMONT = "/sites/pref-63"


def show_qualite(a: Appareil) -> None:
    """Take the plan of 2022, a grid and one of its lines, the trainings."""
    page = a.page
    page.goto(f"{SITE}/plan/?annee=2022")
    a.take("plan", "main h1", "main table >> nth=0", hauteur=1000)
    page.goto(f"{SITE}/plan/tableau/?annee=2022")
    a.take("plan-tableau", "main h1", "main", hauteur=760)
    page.goto(f"{SITE}/evaluations/")
    page.get_by_role("link", name="Audit interne du périmètre").click()
    a.take("evaluation-grille", "main h1", "main table >> nth=0", hauteur=1250)
    page.goto(f"{SITE}/evaluations/")
    page.get_by_role("link", name="Auto-évaluation de suivi").click()
    page.get_by_role("link", name=re.compile("Évaluer")).first.click()
    a.take("evaluation-ligne", "main h1", "main form", largeur=FORMULAIRE)
    page.goto(f"{SITE}/formations/?annee=2022")
    a.take("formations", "main h1", "main table >> nth=0", hauteur=900)


def show_modeles(a: Appareil) -> None:
    """Take a template and its check, badges, the voice server."""
    page = a.page
    page.goto(f"{SITE}/modeles/")
    a.take("modeles", "main h1", "main table >> nth=0", hauteur=900)
    page.goto(f"{SITE}/modeles/fiches/accuse-general/")
    a.take("modele-verification", "main h1", page.get_by_role("heading", name="Télécharger"),
           hauteur=1300)  # fmt: skip
    page.goto(f"{SITE}/modeles/fiches/accuse-general/versions/")
    a.take("modele-versions", "main h1", "main blockquote", hauteur=700)
    page.goto(f"{SITE}/modeles/svi/")
    a.take("svi", "main h1", page.get_by_role("heading", name="Ce qu’entend l’appelant"),
           hauteur=1000)  # fmt: skip
    page.goto(f"{SITE}/modeles/svi/preparer/")
    page.get_by_role("button", name="Préparer cette version").click()
    page.get_by_role("link", name="Corriger « Titres de séjour »").click()
    a.take("svi-etape", "main h1", "main form", largeur=FORMULAIRE)
    if a.wants("badges"):
        page.goto(f"{SITE}/modeles/fiches/badge/remplir/")
        page.get_by_label("Personnes").fill(
            "Pierre ; Accueil général\nNadia ; Accueil du séjour\nLuc ; Standard"
        )
        page.get_by_label("Format").select_option("pdf")
        with page.expect_download() as attente:
            page.get_by_role("button", name="Télécharger").click()
        feuille = pypdfium2.PdfDocument(attente.value.path())[0].render(scale=0.9).to_pil()
        cadre = Image.new("RGB", (feuille.width + 2, feuille.height + 2), "#ddd")
        cadre.paste(feuille, (1, 1))
        save("badges", cadre)


def show_comites(a: Appareil) -> None:
    """Take a committee, a meeting and what came of it; the account reads that site."""
    page = a.page
    page.goto(f"{CLERMONT}/comites/")
    page.get_by_role("link", name="Comité local des usagers du Puy-de-Dôme").first.click()
    a.take("comite", "main h1", "main", hauteur=1000)
