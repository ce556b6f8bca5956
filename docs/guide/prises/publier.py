"""Pictures of what is published and of what proves it: publications, public page, chart, evidence."""

from __future__ import annotations

from prises.appareil import FORMULAIRE, SITE, Appareil


PUBLIC = "/demarche-qualite/pref-44"
JUSTE, FAUX = "48\N{NO-BREAK SPACE}%".encode(), "84\N{NO-BREAK SPACE}%".encode()


def show_publications(a: Appareil) -> None:
    """Take the publications of the site, and what is done before publishing."""
    page = a.page
    page.goto(f"{SITE}/publications/")
    a.take("publications", "main h1", "main table >> nth=0", hauteur=900)
    page.goto(f"{SITE}/publications/preparer/2022/")
    a.take("publications-preparer", "main h1", "main form", hauteur=1900)
    _show_verification(a)


def _show_verification(a: Appareil) -> None:
    """Change a figure in a published file, and take what its check says."""
    if not a.wants("verifier"):
        return
    page = a.page
    page.goto(f"{PUBLIC}/")
    publie = page.locator("a[href$='bilan.html']").first.get_attribute("href")
    octets = page.request.get(str(publie)).body().replace(JUSTE, FAUX, 1)
    page.goto(f"{SITE}/publications/verifier/")
    page.get_by_label("Document à vérifier").set_input_files(
        {"name": "bilan-recu.html", "mimeType": "text/html", "buffer": octets}
    )
    page.locator("main form button[type=submit]").click()
    page.get_by_role("status").wait_for(timeout=120_000)
    a.take("verifier", "main h1", "main details >> nth=0")


def show_page_publique(a: Appareil) -> None:
    """Take the page as everybody reads it, and its form."""
    page = a.page
    page.goto(f"{PUBLIC}/")
    a.take("page-publique", "header", "main", hauteur=1000)
    page.goto(f"{PUBLIC}/ecrire/")
    a.take("page-publique-ecrire", "main h1", "main form", largeur=FORMULAIRE)


def show_suivi(a: Appareil) -> None:
    """Take a control chart, the approach, the evidence of each commitment, a publication being made."""
    page = a.page
    page.goto(f"{SITE}/tableau-de-bord/2022/I23/evolution/")
    a.take("carte", "main h1", "main figure >> nth=0", hauteur=1300)
    page.goto(f"{SITE}/demarche/")
    a.take("demarche", "main h1", "main", hauteur=1000)
    page.goto(f"{SITE}/preuves/")
    a.take("preuves", "main h1", "main table >> nth=0", hauteur=1000)
    _show_publication_en_cours(a)


def _show_publication_en_cours(a: Appareil) -> None:
    """Publish, and take the page that says how far it is."""
    if not a.wants("publications-suivi"):
        return
    page = a.page
    page.goto(f"{SITE}/publications/preparer/2022/")
    motif = page.get_by_label("Motif du rectificatif")
    if motif.count():
        motif.fill("Des appels perdus de mars manquaient au relevé du standard.")
    page.get_by_label("J’ai relu les chiffres à vérifier").check(force=True)
    page.locator("main form button[type=submit]").click()
    page.get_by_text("Affiche A4 : fait").wait_for(timeout=120_000)
    a.take("publications-suivi", "main h1", "#avancement", largeur=FORMULAIRE)
