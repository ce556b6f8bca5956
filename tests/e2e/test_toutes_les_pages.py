"""Every page one can reach from the menu: it answers, and passes every check, wide and narrow."""

import html
import re
from collections import Counter, defaultdict
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import expect

from e2e.accessibilite import find_fautes


LARGE, ETROITE = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
LIEN = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)', re.DOTALL)
# Parts of an address that name one thing among others of its kind.
PROPRES = (
    (re.compile(r"/(tableau-de-bord|cibles|bilan|attestations|annee)([-/])\d+"), r"/\1\2<annee>"),
    (re.compile(r"/(comptages)/\d+"), r"/\1/<annee>"),
    (re.compile(r"(<annee>)/[^/]+/"), r"\1/<code>/"),
    (
        re.compile(
            r"/(registres|services|boites|adresses|questionnaires|departs|coordonnees|vivantes)/(?!ajouter|nouvelle|deposer)[^/]+/"
        ),
        r"/\1/<code>/",
    ),
    (re.compile(r"/(fiches)/[^/]+/"), r"/\1/<fiche>/"),
    (re.compile(r"/sites/(pref|sp)-[^/]+/"), "/sites/<site>/"),
    (re.compile(r"/\d+/"), "/<n>/"),
)
# Files; and the pages of the public, held to rules of their own.
AILLEURS = re.compile(
    r"\.(pdf|xlsx|ods|csv|json|ics|docx|pptx|odp|txt|html|zip)$|/pieces/\d+/versions/\d+/$|/export/|/retours/|/annote/|^/enquete/|^/demarche-qualite/|/page-publique/apercu/"
)
# Of each kind, how many pages are looked at, and how many are opened to follow their links.
PAR_GENRE, OUVERTES_PAR_GENRE, PROFONDEUR = 1, 2, 6
# The tour of the pages is shared between this many tests: no process is left alone with it.
PARTS = 2
# Pages reached through a form rather than a link, or by nobody on purpose.
AUTRES = (
    "/sites/pref-44/tableau-de-bord/2022/?vue=mois",
    "/sites/pref-44/registres/rendez-vous/",
    "/sites/pref-44/registres/collectivites/nouvelle/",
    "/sites/?q=introuvable",
    "/sites/pref-44/page-qui-n-existe-pas/",
)
PUBLIQUES = ("/connexion/", "/page-qui-n-existe-pas/")
MENU = "/sites/pref-44/"
# Forms to fill in, the same whatever the site holds.
VIERGES = re.compile(r"/(ajouter|nouvelle|nouveau|deposer)/")


def genre_of(adresse: str) -> str:
    """Return what two addresses of the same page have in common; a filter makes another page."""
    parties = urlsplit(adresse)
    chemin = parties.path
    for motif, remplacement in PROPRES:
        chemin = motif.sub(remplacement, chemin)
    parametres = sorted(p.partition("=")[0] for p in parties.query.split("&") if p)
    return f"{chemin}?{'&'.join(parametres)}" if parametres else chemin


def crawl(requetes, *racines: str) -> tuple[list[str], dict[str, int]]:
    """Return addresses to look at, of every kind, and the links that do not answer 200."""
    vus, ouvertes, gardees, refus = set(racines), Counter(), defaultdict(list), {}
    niveau = list(racines)
    for _ in range(PROFONDEUR):
        suivants = []
        for adresse in niveau:
            genre = genre_of(adresse)
            ouvertes[genre] += 1
            if ouvertes[genre] > OUVERTES_PAR_GENRE:
                continue
            reponse = requetes.get(adresse)
            if reponse.status != 200:
                refus[adresse] = reponse.status
            elif not AILLEURS.search(urlsplit(adresse).path):
                gardees[genre_of(relative_of(reponse.url))].append(adresse)
                liens = links_of(reponse) - vus
                vus |= liens
                suivants += sorted(liens)
        niveau = suivants
    return [a for adresses in gardees.values() for a in adresses[:PAR_GENRE]], refus


def links_of(reponse) -> set[str]:
    """Return the addresses of the same site that a page links to."""
    ici = urlsplit(reponse.url)
    cibles = (urljoin(reponse.url, html.unescape(lien)) for lien in LIEN.findall(reponse.text()))
    return {relative_of(cible) for cible in cibles if urlsplit(cible).netloc == ici.netloc}


def relative_of(adresse: str) -> str:
    """Return an address without its host nor its anchor."""
    parties = urlsplit(adresse)
    return f"{parties.path}?{parties.query}" if parties.query else parties.path


@pytest.fixture(scope="session")
def parcourir(site_servi):
    """Return a function that crawls the site once for each account: every test finds it the same."""
    trouves = {}

    def parcourir(page, *racines):
        cle = (page.identifiant, racines)
        if cle not in trouves:
            trouves[cle] = crawl(page.request, *racines)
        return trouves[cle]

    return parcourir


@pytest.mark.parametrize("part", range(PARTS))
def test_toutes_les_pages(ouvrir, parcourir, part):
    page = ouvrir(viewport=LARGE)
    adresses, refus = parcourir(page, MENU)
    fautes = {}

    for adresse in (*adresses, *AUTRES)[part::PARTS]:
        page.fautes.clear()
        page.set_viewport_size(LARGE)
        page.emulate_media(color_scheme="light")
        page.goto(adresse)
        trouvees = find_fautes(page)
        page.set_viewport_size(ETROITE)
        page.emulate_media(color_scheme="dark")
        expect(page.locator("html")).to_have_attribute("data-fr-theme", "dark")
        trouvees += [f"étroite et sombre, {faute}" for faute in find_fautes(page)]
        if trouvees:
            fautes[adresse] = trouvees

    assert refus == {}
    assert fautes == {}
    assert len(adresses) > 40


def test_toutes_les_pages_sans_script(ouvrir, parcourir):
    page = ouvrir(viewport=ETROITE, java_script_enabled=False)
    adresses, _ = parcourir(page, MENU)
    fautes = {}

    for adresse in (*adresses, *AUTRES):
        page.goto(adresse)
        if trouvees := find_fautes(page, avec_axe=False):
            fautes[adresse] = trouvees

    assert fautes == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("fenetre", [LARGE, ETROITE], ids=["large", "etroite"])
@pytest.mark.parametrize("adresse", PUBLIQUES)
def test_les_pages_publiques(ouvrir, verifier, adresse, theme, fenetre):
    page = ouvrir(None, adresse, viewport=fenetre, color_scheme=theme)

    verifier(page)


@pytest.mark.parametrize(
    ("identifiant", "racines"),
    [
        ("correspondant.44", ("/",)),
        ("lecteur.44", ("/",)),
        ("national", ("/sites/pref-44/", "/")),
        ("referent.63", ("/",)),
        ("enqueteur.44", ("/sites/pref-44/enquetes/",)),
    ],
)
def test_aucun_lien_ne_mene_a_un_refus(ouvrir, parcourir, identifiant, racines):
    page = ouvrir(identifiant)

    adresses, refus = parcourir(page, *racines)

    assert refus == {}
    assert len(adresses) > 8


def test_un_site_sans_rien_se_lit_aussi(ouvrir, parcourir):
    page = ouvrir("referent.63", viewport=ETROITE, color_scheme="dark")
    adresses, _ = parcourir(page, "/")
    fautes = {}

    for adresse in filter(lambda adresse: not VIERGES.search(adresse), adresses):
        page.goto(adresse)
        if trouvees := find_fautes(page):
            fautes[adresse] = trouvees

    assert fautes == {}
