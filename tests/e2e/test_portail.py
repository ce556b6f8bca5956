"""The public page in a browser: opened by the référent, read by everybody, written to, answered."""

import pytest
from playwright.sync_api import expect

from e2e.accessibilite import DEFAUTS, ENCRES, RGAA, find_violations
from e2e.gestes import SITE, dit


RACINE = "/demarche-qualite/pref-44/"
# The demonstration fills this one: minutes, documents, follow-ups.
ENTIERE = "/demarche-qualite/pref-63/"
TELEPHONE = {"width": 320, "height": 640}
LARGE = {"width": 1280, "height": 900}
OCTETS_MAX = 150_000
POIDS = """() => [...performance.getEntriesByType('navigation'),
  ...performance.getEntriesByType('resource')].filter((e) => !e.name.includes('/fonts/'))
  .reduce((somme, e) => somme + e.encodedBodySize, 0)"""
# A page of the public has its own title.
PROPRES_AUX_AGENTS = ("titre de page",)
PAGES = ("", "engagements/", "enquetes/", "comite/", "accessibilite/", "donnees-personnelles/")


def check_page(page):
    """Hold a public page to the RGAA rules, to its own sums and to a clean console."""
    page.wait_for_load_state("load")
    defauts = [d for d in page.evaluate(DEFAUTS) if not d.startswith(PROPRES_AUX_AGENTS)]
    assert [*find_violations(page, RGAA), *defauts, *page.fautes] == [], page.url


@pytest.mark.parametrize(
    ("fenetre", "theme"), [(LARGE, "light"), (TELEPHONE, "dark")], ids=["large", "telephone"]
)
def test_chacun_lit_la_page_sans_compte_ni_temoin(ouvrir, fenetre, theme):
    page = ouvrir(None, viewport=fenetre, color_scheme=theme)

    for chemin in PAGES:
        page.goto(f"{RACINE}{chemin}")
        check_page(page)
        assert page.evaluate(POIDS) < OCTETS_MAX
        assert find_violations(page, ENCRES) == []
    for racine, liste in ((RACINE, "enquetes/"), (ENTIERE, "enquetes/"), (ENTIERE, "comite/")):
        page.goto(f"{racine}{liste}")
        check_page(page)
        page.locator("main li a").first.click()
        expect(
            page.get_by_role("link", name="Toutes les enquêtes").or_(
                page.get_by_role("main").get_by_role("link", name="Comité des usagers")
            )
        ).to_be_visible()
        check_page(page)
        assert find_violations(page, ENCRES) == []
    assert page.locator("script").count() == 0
    assert page.context.cookies() == []


def test_la_page_entiere_montre_son_comite_ses_documents_et_ses_donnees(ouvrir):
    page = ouvrir(None, ENTIERE)

    for titre in ("Politique qualité", "Documents", "Bilans et données ouvertes", "Nous contacter"):
        expect(page.get_by_role("heading", level=2, name=dit(titre))).to_be_visible()
    with page.expect_download() as charte:
        page.get_by_role("link", name="Charte de l’usager").click()
    assert charte.value.suggested_filename.endswith(".pdf")
    page.get_by_role("link", name="Comité des usagers").click()
    expect(page.get_by_role("heading", name="Vous avez dit", exact=True).first).to_be_visible()
    page.get_by_role("link", name="Réunion du").click()
    expect(page.get_by_text("Compte rendu de démonstration")).to_be_visible()


def test_la_page_se_parcourt_au_clavier_seul(ouvrir):
    page = ouvrir(None, f"{ENTIERE}ecrire/", viewport=LARGE)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Contenu")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="Suggestion")).to_be_checked()
    for mots in ("Un banc", "Un banc dehors."):
        page.keyboard.press("Tab")
        page.keyboard.type(mots)
    # The name, the address, the link on personal data, then the button: no field for robots.
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Envoyer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre message est bien reçu")


def test_une_reclamation_part_d_un_telephone_sans_script_et_se_voit_au_registre(ouvrir):
    page = ouvrir(None, f"{RACINE}ecrire/", viewport=TELEPHONE)
    check_page(page)
    page.get_by_label("En quelques mots").fill("L’attente au guichet")
    page.get_by_label("Votre adresse électronique").fill("jeanne")
    page.get_by_role("button", name="Envoyer").click()

    alerte = page.get_by_role("alert")
    expect(alerte.get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_label("En quelques mots")).to_have_value("L’attente au guichet")
    page.fautes.clear()
    check_page(page)
    page.get_by_text("Réclamation", exact=True).click()
    page.get_by_label("Votre message").fill("Deux heures debout.")
    page.get_by_label("Votre adresse électronique").fill("")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre message est bien reçu")
    check_page(page)
    assert page.context.cookies() == []

    agent = ouvrir("referent.44", f"{SITE}a-traiter/?periode=tout")
    expect(agent.get_by_text("L’attente au guichet").first).to_be_visible()


def test_le_referent_ferme_et_rouvre_la_page(ouvrir, verifier):
    page = ouvrir("referent.44", f"{SITE}organisation/page-publique/")
    verifier(page)
    page.get_by_role("link", name="Fermer la page").click()
    page.get_by_role("button", name="Fermer la page").click()
    expect(page.get_by_text("Elle est fermée")).to_be_visible()

    public = ouvrir(None, RACINE, viewport=TELEPHONE)
    expect(public.get_by_role("heading", level=1)).to_have_text("Page introuvable")
    public.fautes.clear()
    check_page(public)

    page.get_by_role("link", name=dit("Voir l’aperçu")).click()
    expect(page.get_by_text("La page est fermée")).to_be_visible()
    check_page(page)
