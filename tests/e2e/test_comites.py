"""A users' committee in a browser: convened, held, reported on, and what was said followed up."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from e2e.gestes import SITE, confirm, dit


COMITES = f"{SITE}comites/"
ETROITE = {"width": 320, "height": 800}


@pytest.fixture
def referent(ouvrir):
    return ouvrir("referent.44", COMITES)


def create(page):
    page.get_by_role("link", name="Créer un comité").first.click()
    page.get_by_label("Nom").fill("Comité local des usagers")
    page.get_by_role("button", name="Enregistrer le comité").click()
    page.get_by_role("link", name="Ajouter un membre").click()
    page.get_by_label("Organisation représentée").fill("CLCV de Nantes")
    page.get_by_label("Courriel").fill("contact@clcv.example")
    page.get_by_role("button", name="Enregistrer le membre").click()
    expect(page.get_by_role("rowheader", name="CLCV de Nantes")).to_be_visible()


def prepare(page, jour):
    page.get_by_role("link", name="Préparer une réunion").click()
    page.get_by_label("Jour").fill(jour.isoformat())
    page.get_by_label("Heure de début").fill("14:00")
    page.get_by_label("Lieu").fill("Salle des délibérations")
    page.get_by_role("button", name="Enregistrer la réunion").click()
    expect(page.get_by_text("Étape 2 sur 4")).to_be_visible()


def hold(page):
    page.get_by_role("link", name="Noter la séance").click()
    page.get_by_label("CLCV de Nantes").select_option("present")
    page.get_by_label(dit("Notes : Plan d’action")).fill("Le plan est présenté.")
    page.get_by_label("La réunion a eu lieu").check(force=True)
    page.get_by_role("button", name="Enregistrer la séance").click()
    expect(page.get_by_text("Étape 4 sur 4")).to_be_visible()


def note_proposition(page):
    page.get_by_role("link", name="Noter une proposition ou un avis").click()
    page.get_by_label("Vous avez dit").fill("Afficher les délais à l’accueil.")
    page.get_by_label("Dit par").select_option(label="CLCV de Nantes")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Afficher les délais à l’accueil.").first).to_be_visible()


@pytest.mark.parametrize(
    "taille", [{"width": 1280, "height": 900}, ETROITE], ids=["large", "étroit"]
)
def test_de_la_convocation_au_compte_rendu(ouvrir, verifier, site, taille):
    page = ouvrir("referent.44", COMITES, viewport=taille)
    verifier(page)
    create(page)
    verifier(page)
    prepare(page, site.aujourdhui)
    verifier(page)

    page.get_by_role("link", name="Ordre du jour").click()
    verifier(page)
    page.get_by_role("group", name="Nouveau point 1").get_by_label("Titre").fill("Visite du PAN")
    page.get_by_role("button", name=dit("Enregistrer l’ordre du jour")).click()
    expect(page.get_by_role("listitem").filter(has_text="Visite du PAN")).to_be_visible()

    page.get_by_role("link", name="Convoquer").click()
    verifier(page)
    expect(page.get_by_label("Texte de la convocation")).to_have_value(dit("Visite du PAN"))
    with page.expect_download() as fichier:
        page.get_by_role("link", name="Télécharger l’agenda").click()
    assert "BEGIN:VEVENT" in fichier.value.path().read_text()
    page.get_by_role("button", name="Noter qu’elle est envoyée").click()
    expect(page.get_by_text("Étape 3 sur 4")).to_be_visible()

    page.get_by_role("link", name="Noter la séance").click()
    verifier(page)
    page.go_back()
    hold(page)
    note_proposition(page)
    verifier(page)

    page.get_by_role("link", name="Rédiger le compte rendu").click()
    verifier(page)
    expect(page.get_by_label("Compte rendu")).to_have_value(dit("CLCV de Nantes"))
    page.get_by_role("button", name="Enregistrer le compte rendu").click()
    page.get_by_label("Publié le").fill(site.aujourdhui.isoformat())
    page.get_by_role("button", name="Noter la publication").click()
    expect(page.get_by_text("La publication est notée.")).to_be_visible()
    verifier(page)


def test_ce_qui_a_ete_dit_recoit_sa_suite_et_une_action(referent, verifier, site):
    create(referent)
    prepare(referent, site.aujourdhui)
    hold(referent)
    note_proposition(referent)

    referent.get_by_role("link", name="En faire une action").click()
    verifier(referent)
    referent.get_by_role("button", name="Répondre par cette action").click()
    referent.get_by_role("link", name="Donner suite").click()
    verifier(referent)
    referent.get_by_label("État").select_option("donnee")
    referent.get_by_role("button", name="Enregistrer").click()
    expect(referent.get_by_role("alert")).to_contain_text("Nous avons fait")
    referent.get_by_label("Nous avons fait").fill("Les délais sont affichés.")
    referent.get_by_role("button", name="Enregistrer").click()

    referent.goto(f"{COMITES}suites/")
    verifier(referent)
    expect(referent.get_by_text("Les délais sont affichés.")).to_be_visible()
    referent.get_by_text("Filtrer et chercher").click()
    referent.get_by_label("État").select_option("a_donner")
    referent.get_by_role("button", name="Appliquer").click()
    expect(referent.get_by_text("Aucune suite ne correspond")).to_be_visible()


def test_la_seance_se_note_sans_script(ouvrir, site):
    page = ouvrir("referent.44", COMITES, java_script_enabled=False)
    create(page)
    prepare(page, site.aujourdhui)

    hold(page)

    expect(page.get_by_text("CLCV de Nantes : présent")).to_be_visible()


def test_une_reunion_a_venir_se_supprime_apres_confirmation(referent, verifier, site):
    create(referent)
    prepare(referent, site.aujourdhui + dt.timedelta(days=30))

    referent.get_by_role("link", name="Supprimer cette réunion").click()
    verifier(referent)
    confirm(referent)

    expect(referent.get_by_text("La réunion est supprimée.")).to_be_visible()
