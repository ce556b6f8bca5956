"""Pictures of what is published and of what proves it: publications, public page, chart, evidence."""

from __future__ import annotations

from prises.appareil import FORMULAIRE, SITE, Appareil


PUBLIC = "/demarche-qualite/pref-44"


def show_publications(a: Appareil) -> None:
    """Take the publications of the site, and what is done before publishing."""
    page = a.page
    page.goto(f"{SITE}/publications/")
    a.take("publications", "main h1", "main table >> nth=0", hauteur=900)
    page.goto(f"{SITE}/publications/preparer/2022/")
    a.take("publications-preparer", "main h1", "main form", hauteur=1200)


def show_page_publique(a: Appareil) -> None:
    """Take the page as everybody reads it, and its form."""
    page = a.page
    page.goto(f"{PUBLIC}/")
    a.take("page-publique", "header", "main", hauteur=1000)
    page.goto(f"{PUBLIC}/ecrire/")
    a.take("page-publique-ecrire", "main h1", "main form", largeur=FORMULAIRE)


def show_suivi(a: Appareil) -> None:
    """Take a control chart, the approach, the evidence of each commitment."""
    page = a.page
    page.goto(f"{SITE}/tableau-de-bord/2022/I23/evolution/")
    a.take("carte", "main h1", "main figure >> nth=0", hauteur=1300)
    page.goto(f"{SITE}/demarche/")
    a.take("demarche", "main h1", "main", hauteur=1000)
    page.goto(f"{SITE}/preuves/")
    a.take("preuves", "main h1", "main table >> nth=0", hauteur=1000)
