"""A real browser on a real server: one page per test, and the checks every page must pass."""

import datetime as dt
import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright


# Playwright's loop runs in the thread of the tests; the server has threads of its own.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

LARGE, ETROIT = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
RGAA = {"runOnly": {"type": "tag", "values": ["RGAAv4"]}}


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.navigateur)


def find_chromium() -> str | None:
    """Return the browser named in the environment, else the system's; None for Playwright's own."""
    nomme = os.environ.get("QUALEPREF_CHROMIUM")
    return nomme or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def navigateur():
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield navigateur
        navigateur.close()


@pytest.fixture
def demonstration(transactional_db):
    """The demonstration, loaded in this test's database."""
    from qualepref.demonstration.operations import load_demonstration
    from qualepref.organisation.operations import load_sites_officiels

    load_sites_officiels()
    maintenant = dt.datetime.now(tz=dt.UTC)
    return load_demonstration(le=maintenant.date(), maintenant=maintenant)


@pytest.fixture
def ouvrir(navigateur, live_server, demonstration):
    """Return a function that logs somebody in and gives the page, in a window of some size."""
    contextes = []

    def ouvrir(identifiant: str | None = "referent.44", **options):
        options = {"viewport": LARGE, "locale": "fr-FR", "base_url": live_server.url, **options}
        contexte = navigateur.new_context(**options)
        contextes.append(contexte)
        page = contexte.new_page()
        page.fautes = []
        page.on("console", lambda m: page.fautes.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: page.fautes.append(str(e)))
        if identifiant:
            page.goto("/connexion/")
            page.get_by_label("Identifiant").fill(identifiant)
            page.get_by_label("Mot de passe").fill(demonstration.mot_de_passe)
            page.get_by_role("button", name="Se connecter").click()
        return page

    yield ouvrir
    for contexte in contextes:
        contexte.close()


@pytest.fixture
def verifier():
    """Return a function that holds a page to the RGAA rules, its own sums and a clean console."""

    def verifier(page):
        resultat = Axe().run(page, options=RGAA)
        fautes = [
            f"{v['id']} : {v['help']} — {n['target']}"
            for v in resultat.response["violations"]
            for n in v["nodes"]
        ]
        assert fautes == [], f"{page.url}\n" + "\n".join(fautes)
        assert page.evaluate(DEFAUTS) == []
        assert page.fautes == []

    return verifier


# What axe does not see: drawings without a name, tables without caption, a page wider than the
# window, no or several main headings.
DEFAUTS = """() => {
  const defauts = [];
  for (const svg of document.querySelectorAll('main svg'))
    if (svg.getAttribute('aria-hidden') !== 'true' && !svg.querySelector('title'))
      defauts.push('dessin sans titre');
  for (const table of document.querySelectorAll('main table'))
    if (!table.caption) defauts.push('tableau sans légende');
  if (document.querySelectorAll('h1').length !== 1) defauts.push('titre principal');
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth + 1)
    defauts.push('la page déborde : ' + document.documentElement.scrollWidth);
  if (document.documentElement.lang !== 'fr') defauts.push('langue');
  return defauts;
}"""
