"""Mystery calls in a browser: drawn by the référent, made with a phone, read by nobody else."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from e2e.gestes import SITE, dit


TELEPHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
MES_TESTS = f"{SITE}enquetes/mes-tests/"
APPEL = {
    "creneau": "De 9 heures à midi", "motif": "Permis de conduire", "svi": "Non",
    "agent_joint": "Oui", "moins_de_cinq": "Oui", "salutation": "Oui", "courtoisie": "Oui",
    "langage": "Oui", "prise_en_charge": "Oui", "information": "Sans objet",
    "communication": "Non", "transfert": "Non, ce n’était pas nécessaire", "reponse": "Oui",
    "conge": "Non",
}  # fmt: skip


@pytest.fixture
def demain_est_arrive(site):
    """The tests drawn fall on working days to come: bring all of them to today, one caller each."""
    with closing(sqlite3.connect(site.base, timeout=30)) as base, base:
        base.execute(
            "UPDATE enquetes_testmystere SET jour = ?, second_id = NULL",
            [site.aujourdhui.isoformat()],
        )


@pytest.fixture
def telephone(ouvrir, demain_est_arrive):
    return ouvrir("enqueteur.44", MES_TESTS, **TELEPHONE)


def choose(page, question, reponse):
    page.locator(f"#q-{question}").get_by_text(reponse, exact=True).tap()


def open_grille(page):
    page.get_by_role("link", name=re.compile("^Test n°")).first.tap()
    page.get_by_role("link", name=dit("J’ai appelé : remplir la grille")).tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Grille du test")


def fill_grille(page):
    for question, reponse in APPEL.items():
        choose(page, question, reponse)
    page.get_by_label("Combien de sonneries").fill("3")


@pytest.fixture
def calendrier(site):
    """The address of the schedule of the campaign that the demonstration has under way."""
    with closing(sqlite3.connect(site.base, timeout=30)) as base:
        requete = "SELECT campagne_id FROM enquetes_testmystere LIMIT 1"
        (campagne,) = base.execute(requete).fetchone()
    return f"{SITE}enquetes/{campagne}/mystere/"


def test_un_appel_se_note_du_telephone(telephone, verifier):
    verifier(telephone)
    telephone.get_by_role("link", name=re.compile("^Test n°")).first.tap()
    expect(telephone.get_by_role("heading", name="Question à poser")).to_be_visible()
    expect(telephone.get_by_text("Ce que contient une bonne réponse")).to_have_count(0)
    verifier(telephone)
    telephone.get_by_role("link", name=dit("J’ai appelé : remplir la grille")).tap()
    expect(telephone.get_by_text("Ce que contient une bonne réponse")).to_be_visible()
    expect(telephone.get_by_label("Combien de sonneries")).to_be_hidden()
    verifier(telephone)

    fill_grille(telephone)
    verifier(telephone)
    telephone.get_by_role("button", name="Enregistrer la grille").tap()

    expect(telephone.get_by_role("status")).to_contain_text("est enregistrée")
    expect(telephone.get_by_text("1 grille enregistrée")).to_be_visible()
    verifier(telephone)


def test_les_reponses_sont_de_larges_cibles(telephone):
    open_grille(telephone)

    hauteurs = telephone.locator(".eq-grille .fr-radio-group label:visible").evaluate_all(
        "labels => labels.map((label) => label.getBoundingClientRect().height)"
    )

    assert min(hauteurs) >= 44


def test_une_grille_incomplete_garde_ce_qui_est_saisi(telephone, verifier):
    open_grille(telephone)
    choose(telephone, "agent_joint", "Oui")

    telephone.get_by_role("button", name="Enregistrer la grille").tap()

    alerte = telephone.get_by_role("alert")
    expect(alerte).to_contain_text("Cette question attend une réponse.")
    expect(telephone.get_by_label("Combien de sonneries")).to_be_visible()
    verifier(telephone)


def test_un_nom_dans_une_remarque_est_refuse(telephone, verifier):
    open_grille(telephone)
    fill_grille(telephone)
    telephone.get_by_label("remarqué d’autre").fill("Mme Dupont a raccroché.")
    telephone.get_by_role("button", name="Enregistrer la grille").tap()

    expect(telephone.get_by_role("alert")).to_contain_text("semble désigner une personne")
    expect(telephone.get_by_label("Combien de sonneries")).to_have_value("3")
    verifier(telephone)


def test_la_grille_se_remplit_sans_script(ouvrir, demain_est_arrive, verifier):
    page = ouvrir("enqueteur.44", MES_TESTS, **TELEPHONE, java_script_enabled=False)
    open_grille(page)
    expect(page.get_by_text("Si vous avez répondu").first).to_be_visible()
    fill_grille(page)
    page.get_by_role("button", name="Enregistrer la grille").tap()

    expect(page.get_by_role("status")).to_contain_text("est enregistrée")
    verifier(page)


def test_le_referent_tire_a_nouveau_et_attribue(ouvrir, calendrier, verifier):
    page = ouvrir(adresse=calendrier)
    expect(page.get_by_text("Graine du tirage : 2026")).to_be_visible()
    verifier(page)
    page.get_by_role("link", name="Tirer de nouveau").click()
    verifier(page)
    page.get_by_label("Nombre de tests").fill("6")
    page.get_by_label("Graine du tirage").fill("7")
    page.get_by_text("Référent Loire-Atlantique", exact=True).last.click()
    page.get_by_role("button", name="Tirer les tests").click()

    expect(page.get_by_role("status").first).to_contain_text(
        "6 tests sont tirés, avec la graine 7."
    )
    expect(page.get_by_text("fait sur 6")).to_be_visible()
    verifier(page)
    page.get_by_role("link", name="Attribuer le test n° 1", exact=True).click()
    verifier(page)
    page.get_by_label("Enquêteur", exact=True).select_option(label="Référent Loire-Atlantique")
    page.get_by_label("Second enquêteur").select_option(label="Enquêteur Loire-Atlantique")
    page.get_by_role("button", name="Attribuer le test").click()
    expect(page.locator("#test-1")).to_contain_text("à deux, avec Enquêteur Loire-Atlantique")
    page.get_by_role("link", name="Abandonner le test n° 2", exact=True).click()
    verifier(page)
    page.get_by_label("Motif").fill("Standard fermé")
    page.get_by_role("button", name="Abandonner le test").click()
    expect(page.locator("#test-2")).to_contain_text("Standard fermé")
    page.get_by_role("link", name=re.compile("Liste à imprimer")).click()
    expect(page.get_by_role("heading", level=2)).to_have_count(2)
    verifier(page)


def test_l_enqueteur_ne_lit_ni_calendrier_ni_scenarios(ouvrir, calendrier):
    page = ouvrir("enqueteur.44")

    assert page.goto(calendrier).status == 403
    assert page.goto(f"{SITE}enquetes/scenarios/").status == 403


def test_les_scenarios_du_site(ouvrir, verifier):
    page = ouvrir(adresse=f"{SITE}enquetes/scenarios/")
    verifier(page)
    page.get_by_role("link", name="Ajouter un scénario").click()
    verifier(page)
    page.get_by_label("Canal").select_option("courriel")
    page.get_by_label("Titre").fill("Duplicata")
    page.get_by_label("Question à poser").fill("Comment obtenir un duplicata ?")
    page.get_by_role("button", name="Enregistrer le scénario").click()
    expect(page.get_by_role("status").first).to_contain_text("« Duplicata » est enregistré")

    page.get_by_role("button", name="Mettre de côté « Duplicata »").click()
    expect(page.get_by_role("button", name="Reprendre « Duplicata »")).to_be_visible()
    verifier(page)
