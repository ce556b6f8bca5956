"""A survey as the public answers it: a phone, a kiosk, another script, no script, a lost line."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from e2e.accessibilite import DEFAUTS, ENCRES, RGAA, find_violations, press_until
from e2e.adresses import open_adresse


TELEPHONE = {"width": 320, "height": 640}
OCTETS_MAX = 150_000
# What the page and each thing it asked for weigh, but for fonts.
POIDS = """() => Object.fromEntries(
  [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .filter((e) => !e.name.includes('/fonts/')).map((e) => [e.name, e.encodedBodySize]))"""
# What a page of agents has and a page of the public has not: the product's name, French only.
PROPRES_AUX_AGENTS = ("titre de page", "langue")


def check_page(page):
    """Hold a public page to the RGAA rules, to its own sums and to a clean console."""
    page.wait_for_load_state("load")
    defauts = [d for d in page.evaluate(DEFAUTS) if not d.startswith(PROPRES_AUX_AGENTS)]
    violations = find_violations(page, RGAA) if page.a_script else []
    assert [*violations, *defauts, *page.fautes] == [], page.url


def go_on(page):
    with page.expect_navigation():
        page.locator("[name=suivant]").click()


def begin(page):
    with page.expect_navigation():
        page.locator("form button").click()


def read_retours(site):
    with closing(sqlite3.connect(site.base)) as base:
        return base.execute("SELECT langue, mode, valeurs FROM enquetes_retour WHERE cle IS NOT NULL AND provenance = 'public' ORDER BY id DESC").fetchall()  # fmt: skip


def test_un_telephone_repond_du_debut_au_merci(ouvrir, site):
    page = ouvrir(None, open_adresse(site), viewport=TELEPHONE)
    check_page(page)

    begin(page)
    check_page(page)
    page.get_by_text("Permis de conduire").click()
    go_on(page)
    check_page(page)
    page.get_by_role("group", name="Dans l’ensemble").get_by_text("Très satisfaisant").click()
    go_on(page)
    check_page(page)
    go_on(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Merci")
    check_page(page)
    assert page.context.cookies() == []
    assert read_retours(site)[0] == (
        "fr", "en_ligne", '{"demarche": ["permis"], "globale": "tres_satisfaisant"}',
    )  # fmt: skip


def test_une_coupure_ne_perd_que_la_page_ouverte(ouvrir, site):
    page = ouvrir(None, open_adresse(site), viewport=TELEPHONE)
    begin(page)
    page.get_by_text("Sans rendez-vous").click()
    go_on(page)
    adresse = page.url
    page.context.set_offline(True)
    page.locator("[name=suivant]").click()
    page.context.set_offline(False)

    page.goto(adresse.removesuffix("2/"))

    expect(page).to_have_url(adresse)
    page.locator("[name=precedent]").click()
    expect(page.get_by_label("Sans rendez-vous")).to_be_checked()


def test_en_arabe_la_page_va_de_droite_a_gauche(ouvrir, site):
    page = ouvrir(None, open_adresse(site), color_scheme="dark", viewport=TELEPHONE)
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html[lang=ar][dir=rtl]")).to_be_visible()
    check_page(page)
    begin(page)
    check_page(page)
    assert find_violations(page, ENCRES) == []

    for choix in ("radio", "checkbox"):
        bouton = page.locator(f"input[type={choix}]").first.bounding_box()
        etiquette = page.locator(f".fr-{choix}-group label").first
        ecrit = etiquette.evaluate(
            "e => { const r = document.createRange(); r.selectNodeContents(e);"
            " return r.getBoundingClientRect().right; }"
        )
        assert bouton["x"] >= ecrit, choix

    for _ in range(3):
        go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("شكرًا")
    assert read_retours(site)[0][0] == "ar"


def test_sans_script_tout_se_remplit_et_les_conditions_se_lisent(ouvrir, site):
    adresse = open_adresse(site, presentation="tout")
    page = ouvrir(None, adresse, java_script_enabled=False, viewport=TELEPHONE)
    begin(page)
    check_page(page)

    expect(page.get_by_text("Si vous avez répondu « En partie")).to_be_visible()
    page.get_by_text("Oui, elle est terminée", exact=True).click()
    page.get_by_text("Un document").click()
    go_on(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Merci")
    assert read_retours(site)[0][2] == '{"aboutissement": "oui"}'


def test_avec_script_une_question_apparait_quand_elle_se_pose(ouvrir, site):
    page = ouvrir(None, open_adresse(site, presentation="tout"))
    begin(page)
    raison = page.get_by_role("group", name="Qu’est-ce qui a manqué")
    expect(raison).to_be_hidden()

    page.get_by_text("En partie, je dois continuer", exact=True).click()
    expect(raison).to_be_visible()
    check_page(page)
    page.get_by_text("Oui, elle est terminée", exact=True).click()

    expect(raison).to_be_hidden()


def test_une_faute_se_lit_en_tete_et_mene_a_sa_question(ouvrir, site):
    page = ouvrir(None, open_adresse(site, presentation="tout"))
    begin(page)
    remarque = page.get_by_label("Que pourrions-nous améliorer")
    remarque.fill("x" * 2001)

    go_on(page)

    alerte = page.get_by_role("alert")
    expect(alerte).to_contain_text("Le texte compte 2001 caractères")
    expect(alerte).to_be_focused()
    check_page(page)
    alerte.get_by_role("link").click()
    expect(remarque).to_be_in_viewport()
    assert read_retours(site) == []


def test_au_clavier_seul(ouvrir, site):
    page = ouvrir(None, open_adresse(site, presentation="tout"))
    press_until(page, page.get_by_role("button", name="Commencer").element_handle())
    with page.expect_navigation():
        page.keyboard.press("Enter")
    press_until(page, page.get_by_label("Permis de conduire").element_handle())
    page.keyboard.press("Space")
    press_until(page, page.get_by_role("button", name="Envoyer").element_handle())
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert read_retours(site)[0][2] == '{"demarche": ["permis"]}'


def test_une_borne_delaissee_demande_puis_efface(ouvrir, site):
    page = ouvrir(None)
    page.clock.install()
    page.goto(open_adresse(site, mode="borne"))
    begin(page)
    page.get_by_text("Permis de conduire").click()
    adresse = page.url
    # The clock runs on while the page is checked: the countdown waits for it, this once.
    veille = page.locator("[data-eq-retour]")
    compte_a_rebours = veille.evaluate("d => d.dataset.eqAvertir")
    veille.evaluate("d => { d.dataset.eqAvertir = 3600; }")
    page.clock.fast_forward(91_000)
    question = page.get_by_role("dialog", name="Êtes-vous toujours là")
    expect(question).to_be_visible()
    check_page(page)
    veille.evaluate("(d, duree) => { d.dataset.eqAvertir = duree; }", compte_a_rebours)
    question.get_by_role("button", name="Je continue").click()
    expect(page.get_by_label("Permis de conduire")).to_be_checked()

    page.clock.fast_forward(91_000)
    expect(question).to_be_visible()
    page.clock.fast_forward(31_000)

    expect(page).to_have_url(f"{site.adresse}/enquete/abc/")
    page.goto(adresse)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce questionnaire n’est plus là")


def test_une_borne_revient_au_debut_apres_le_merci(ouvrir, site):
    page = ouvrir(None)
    page.clock.install()
    page.goto(open_adresse(site, mode="borne", presentation="tout"))
    begin(page)
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci")
    check_page(page)

    page.clock.fast_forward(21_000)

    expect(page).to_have_url(f"{site.adresse}/enquete/abc/")
    assert read_retours(site)[0][1] == "borne"


@pytest.mark.parametrize(
    ("du", "au", "statut", "titre"),
    [(-9, -2, 410, "Cette enquête est terminée"), (2, 9, 403, "Cette enquête n’est pas encore ouverte")],
)  # fmt: skip
def test_une_enquete_qui_n_est_pas_ouverte_le_dit(ouvrir, site, du, au, statut, titre):
    page = ouvrir(None, viewport=TELEPHONE)

    reponse = page.goto(open_adresse(site, du=du, au=au))

    assert reponse.status == statut
    expect(page.get_by_role("heading", level=1)).to_have_text(titre)
    check_page(page)


def test_la_plus_longue_page_pese_moins_que_la_barre(ouvrir, site):
    adresse = open_adresse(site, questionnaire="accueil-physique", presentation="tout")
    page = ouvrir(None, adresse)
    begin(page)
    page.wait_for_load_state("networkidle")

    poids = page.evaluate(POIDS)

    assert len(poids) >= 4
    assert sum(poids.values()) < OCTETS_MAX, poids
