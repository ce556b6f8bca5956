"""A real browser on the real site: `qualepref demo` in a process of its own, one page per test."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from e2e.accessibilite import find_fautes
from e2e.serveur import COMPTES, SiteServi
from qualepref.config.essais.navigateur import find_navigateur


ICI = Path(__file__).parent
TOUR = ICI / "test_toutes_les_pages.py"
LARGE = {"width": 1280, "height": 900}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
JETON = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
# A busy machine is slow, not wrong: only a failure waits that long.
ATTENTE_MS = 20_000
expect.set_options(timeout=ATTENTE_MS)


def pytest_collection_modifyitems(items):
    """Mark the tests of the browser; keep them last, the longest first, so that all workers end together."""
    for item in items:
        if ICI in item.path.parents:
            item.add_marker(pytest.mark.navigateur)
    items.sort(key=lambda item: (ICI in item.path.parents, item.path != TOUR))


@pytest.fixture(scope="session")
def chromium():
    return find_navigateur(installer=False)


@pytest.fixture(scope="session")
def playwright(chromium):
    # Playwright keeps a loop of events open in this thread, and Django then refuses the database to
    # the tests that come after: nothing of them runs in that loop.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def navigateur(playwright, chromium):
    navigateur = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
    yield navigateur
    navigateur.close()


@pytest.fixture(scope="session")
def site_servi(playwright, tmp_path_factory):
    """The demonstration, served by its own command, a session open for each account."""
    site = SiteServi(tmp_path_factory.mktemp("site"))
    try:
        site.start()
        for identifiant in COMPTES:
            site.sessions[identifiant] = log_in(playwright, site, identifiant)
        site.keep()
        yield site
    finally:
        site.stop()


@pytest.fixture
def site(site_servi):
    """The site as the demonstration leaves it; afterwards, nothing may have failed but refusals."""
    site_servi.rewind()
    site_servi.read_journal()
    yield site_servi
    journal = site_servi.read_journal()
    assert journal.count("Traceback") == journal.count("Forbidden (Permission denied)"), journal


@pytest.fixture
def ouvrir(navigateur, site):
    """Return a function that gives a page of the site to somebody, in a window of some size."""
    contextes = []

    def ouvrir(identifiant: str | None = "referent.44", adresse: str = "", **options):
        session = {"cookies": site.sessions[identifiant], "origins": []} if identifiant else None
        contexte = navigateur.new_context(
            **{"viewport": LARGE, "locale": "fr-FR", "timezone_id": "Europe/Paris", **options},
            base_url=site.adresse,
            storage_state=session,
        )
        contextes.append(contexte)
        contexte.set_default_timeout(ATTENTE_MS)
        page = contexte.new_page()
        page.fautes = []
        page.identifiant = identifiant
        page.a_script = options.get("java_script_enabled", True)
        page.on("console", lambda message: _note(page, message))
        page.on("pageerror", lambda erreur: page.fautes.append(str(erreur)))
        if adresse:
            page.goto(adresse)
        return page

    yield ouvrir
    for contexte in contextes:
        contexte.close()


@pytest.fixture
def verifier():
    """Return a function that holds a page to the RGAA rules, its own sums and a clean console."""

    def verifier(page):
        fautes = find_fautes(page, avec_axe=page.a_script)
        assert fautes == [], f"{page.url}\n" + "\n".join(fautes)

    return verifier


def log_in(playwright, site, identifiant: str) -> list[dict]:
    """Return the cookies of a session opened without a browser."""
    requetes = playwright.request.new_context(base_url=site.adresse)
    jeton = JETON.search(requetes.get("/connexion/").text()).group(1)
    reponse = requetes.post(
        "/connexion/",
        headers={"Referer": f"{site.adresse}/connexion/"},
        form={
            "csrfmiddlewaretoken": jeton,
            "username": identifiant,
            "password": site.mot_de_passe,
        },
    )
    assert not reponse.url.endswith("/connexion/"), f"{identifiant} n'a pas pu se connecter"
    cookies = requetes.storage_state()["cookies"]
    requetes.dispose()
    return cookies


def _note(page, message) -> None:
    """Keep an error of the console; a page refused on purpose is judged by its own status."""
    if message.type == "error" and message.location["url"] != page.url:
        page.fautes.append(message.text)
