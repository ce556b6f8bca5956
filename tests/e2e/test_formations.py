"""The trainings in a browser: an agent, a need, a session, who came, what it counts for."""

import re

import pytest
from playwright.sync_api import expect

from e2e.gestes import SITE, confirm


FORMATIONS = f"{SITE}formations/"
ETROITE = {"width": 320, "height": 800}


def submit(page, bouton, **champs):
    """Fill fields by their name and send the form."""
    for nom, valeur in champs.items():
        page.locator(f"[name={nom}]").fill(valeur)
    with page.expect_navigation():
        page.get_by_role("button", name=bouton, exact=True).click()


def add_agent(page, nom, prenom):
    page.goto(f"{FORMATIONS}agents/nouveau/")
    submit(page, "Ajouter l’agent", nom=nom, prenom=prenom, arrivee_le="2020-01-06")
    return page.url


def test_du_besoin_a_la_seance_suivie(ouvrir, site, verifier):
    page = ouvrir("referent.44", f"{SITE}plan/")
    page.get_by_role("link", name="Formations", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Formations 2022")
    expect(page.get_by_role("row", name=re.compile("publics difficiles"))).to_contain_text("9")
    verifier(page)
    add_agent(page, "Morel", "Luc")
    fiche = add_agent(page, "Le Goff", "Anne")
    page.get_by_role("link", name="Noter un besoin").click()
    page.get_by_label("Formation").select_option("Accueil des publics étrangers")
    verifier(page)
    submit(page, "Noter le besoin", exprime_le="2026-01-05")
    expect(page.get_by_role("heading", name="Besoins en attente (1)")).to_be_visible()
    verifier(page)

    page.goto(FORMATIONS)
    page.get_by_role("link", name="Accueil des publics étrangers").first.click()
    page.get_by_role("link", name="Ajouter une séance").click()
    verifier(page)
    jour = site.aujourdhui.isoformat()
    submit(page, "Ajouter la séance", debut_le=jour, fin_le=jour, heures="3,5")
    page.get_by_text("Inscrire des agents").click()
    page.get_by_text("Anne Le Goff – besoin exprimé").click()
    verifier(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Inscrire", exact=True).click()
    page.get_by_text("Noter les présences").click()
    page.get_by_label("Anne Le Goff").select_option("Présent")
    verifier(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer les présences").click()
    expect(page.get_by_role("definition").filter(has_text="1 sur 1 inscrit")).to_be_visible()

    page.goto(fiche)
    expect(page.get_by_role("heading", name="Besoins satisfaits (1)")).to_be_visible()
    page.goto(f"{FORMATIONS}engagements/4/?annee={site.aujourdhui.year}")
    expect(page.get_by_role("definition").filter(has_text="50 % (1 / 2)")).to_be_visible()
    verifier(page)
    page.goto(f"{FORMATIONS}eloignes/")
    expect(page.get_by_role("main")).to_contain_text("1 agent sur 2")
    expect(page.get_by_role("link", name="Luc Morel")).to_be_visible()
    verifier(page)


@pytest.mark.parametrize("vue", ["", "agents/", "besoins/", "eloignes/", "engagements/4/"])
def test_les_pages_tiennent_sur_un_petit_ecran(ouvrir, verifier, vue):
    page = ouvrir("referent.44", viewport=ETROITE)
    add_agent(page, "Le Goff-Kermadec de la Villemarqué", "Anne-Marie-Antoinette")

    page.goto(f"{FORMATIONS}{vue}")

    verifier(page)


def test_un_depart_et_une_fiche_supprimee(ouvrir, verifier):
    page = ouvrir("referent.44")
    add_agent(page, "Le Goff", "Anne")
    page.get_by_role("link", name="Enregistrer un départ").click()
    verifier(page)
    submit(page, "Enregistrer le départ", partie_le="2020-01-01")
    expect(page.get_by_role("main")).to_contain_text("part avant d’être arrivé")
    verifier(page)
    submit(page, "Enregistrer le départ", partie_le="2026-01-09")
    expect(page.get_by_text("Agent parti le")).to_be_visible()
    verifier(page)
    page.get_by_role("link", name="Supprimer la fiche").click()
    verifier(page)
    confirm(page)

    expect(page.get_by_role("status").first).to_contain_text("La fiche est supprimée")


def test_le_lecteur_n_ecrit_rien_et_le_national_ne_nomme_personne(ouvrir, verifier):
    fiche = add_agent(ouvrir("referent.44"), "Le Goff", "Anne")
    lecteur = ouvrir("lecteur.44", fiche)
    expect(lecteur.get_by_role("heading", level=1)).to_have_text("Anne Le Goff")
    expect(lecteur.get_by_role("link", name=re.compile("Corriger|Supprimer|Noter"))).to_have_count(
        0
    )
    verifier(lecteur)

    national = ouvrir("national", FORMATIONS)

    expect(national.get_by_role("navigation", name="Vues des formations")).to_have_count(0)
    verifier(national)
    assert national.request.get(f"{FORMATIONS}agents/").status == 403
    assert ouvrir("referent.63").request.get(FORMATIONS).status == 404
