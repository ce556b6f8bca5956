"""What an agent does in the pages, said once: enter a demande, read a figure."""

import datetime as dt
import re

from playwright.sync_api import Locator, Page, expect


SITE = "/sites/pref-44/"


def enter_demande(
    page: Page,
    registre: str,
    *,
    recue_le: dt.date,
    suites: dict[str, dt.date] | None = None,
    **choix,
) -> str:
    """Enter a demande in a register and return its reference; `choix`: other fields by name.

    suites: what has already been done, dates by label.
    """
    page.goto(f"{SITE}registres/{registre}/nouvelle/")
    page.get_by_label("Reçue le", exact=True).fill(recue_le.isoformat())
    for nom, valeur in choix.items():
        champ = page.locator(f"[name={nom}]")
        if champ.evaluate("e => e.tagName") == "SELECT":
            champ.select_option(label=valeur)
        else:
            champ.fill(valeur)
    if suites:
        page.get_by_text("Les suites déjà données").first.click()
    for libelle, jour in (suites or {}).items():
        page.get_by_label(libelle).fill(jour.isoformat())
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    return reference_of(page)


def reference_of(page: Page) -> str:
    """Return the reference of the demande whose page is shown."""
    titre = page.get_by_role("heading", level=1)
    expect(titre).to_contain_text("Demande ")
    return titre.inner_text().removeprefix("Demande ")


def act(page: Page, lien: str, bouton: str, **champs: str) -> None:
    """On the page of a demande, follow an action, fill its fields by name and confirm."""
    page.get_by_role("link", name=dit(lien, entier=True)).click()
    for nom, valeur in champs.items():
        champ = page.locator(f"[name={nom}]")
        if champ.evaluate("e => e.tagName") == "SELECT":
            champ.select_option(label=valeur)
        elif champ.get_attribute("type") == "checkbox":
            champ.check(force=True)
        else:
            champ.fill(valeur)
    with page.expect_navigation():
        page.get_by_role("button", name=dit(bouton)).click()


def row_of(page: Page, code: str) -> Locator:
    """Return the line of an indicator on the dashboard shown."""
    return page.get_by_role("row").filter(has=page.locator(f"th a[href$='/{code}/']"))


def read_chiffre(page: Page, code: str, *, annee: int) -> tuple[str, str]:
    """Return the result and the sums that the dashboard of a year shows for an indicator."""
    page.goto(f"{SITE}tableau-de-bord/{annee}/")
    cellules = row_of(page, code).locator("td")
    resultat, calcul = (cellules.nth(n).inner_text() for n in (1, 2))
    return resultat.partition("\n")[0].replace("\xa0", " "), calcul


def confirm(page: Page) -> None:
    """On a page that asks before doing, say yes."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").click()


def dit(texte: str, *, entier: bool = False) -> re.Pattern:
    """Match a text holding these words, however its apostrophes and spaces are printed.

    entier: the text holds nothing else.
    """
    mots = re.escape(texte).replace("'", "['’]").replace("\\ ", r"\s")
    return re.compile(f"^{mots}$" if entier else mots)
