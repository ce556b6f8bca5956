"""Who sees what: one's own service, one's own site, and the door itself."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from e2e.gestes import SITE, confirm, dit, enter_demande, reference_of


SERVICE = "DMI – bureau du séjour"
AUTRE_SERVICE = "DMI – bureau des naturalisations"
# One address of each storey, and what writes.
D_UN_SITE = (
    "",
    "a-traiter/",
    "registres/courriels/",
    "registres/courriels/nouvelle/",
    "tableau-de-bord/2022/",
    "tableau-de-bord/2022/I10/lignes/",
    "tableau-de-bord/2022/export.csv",
    "bilan/2022/",
    "bilan/2022/bilan.pdf",
    "imports/",
    "export/?registre=courriels&extension=csv",
    "organisation/",
    "organisation/perimetre/",
    "valeurs/annee-2022/",
    "cibles/2022/",
    "comptages/2022/",
)


def test_un_correspondant_saisit_dans_son_service_seulement(ouvrir, site, verifier):
    chez_le_referent = ouvrir()
    etrangere = enter_demande(
        chez_le_referent, "courriels", recue_le=site.aujourdhui, canal="Courriel",
        service=AUTRE_SERVICE,
    )  # fmt: skip
    page = ouvrir("correspondant.44", f"{SITE}registres/courriels/nouvelle/")

    expect(page.get_by_label("Service").locator("option")).to_have_text([SERVICE])
    page.get_by_label("Canal").select_option("Courriel")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    reference_of(page)
    expect(page.get_by_role("definition").filter(has_text=SERVICE)).to_be_visible()
    expect(page.get_by_role("link", name="Enregistrer la réponse")).to_be_visible()
    page.goto(f"{SITE}registres/courriels/")
    page.get_by_role("link", name=etrangere).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Demande {etrangere}")

    expect(page.get_by_role("link", name="Enregistrer la réponse")).to_have_count(0)
    verifier(page)
    page.goto(f"{page.url}repondre/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Accès refusé")
    expect(page.get_by_text(dit("dont vous n'êtes pas correspondant"))).to_be_visible()
    verifier(page)


def test_un_lecteur_ne_voit_aucun_bouton_qui_ecrit(ouvrir, site):
    enter_demande(ouvrir(), "courriels", recue_le=site.aujourdhui, canal="Courriel")
    page = ouvrir("lecteur.44", f"{SITE}registres/courriels/")
    page.get_by_role("row").nth(1).get_by_role("link").click()
    adresse_demande = page.url
    annee = site.aujourdhui.year

    for adresse in (
        SITE,
        adresse_demande,
        f"{SITE}registres/",
        f"{SITE}registres/courriels/",
        f"{SITE}registres/courriels/attestations/",
        f"{SITE}registres/courriels/echantillons/",
        f"{SITE}comptages/{annee}/visites/",
        f"{SITE}organisation/",
        f"{SITE}valeurs/annee-2022/",
        f"{SITE}cibles/2022/",
        f"{SITE}imports/",
    ):
        page.goto(adresse)
        envois = page.locator("main form:not([method=get])").evaluate_all(
            "formulaires => formulaires.filter(f => f.querySelector('button')).map(f => f.action)"
        )
        liens = page.locator("main a").evaluate_all(
            "liens => liens.map(a => a.pathname).filter(p => /nouvelle|ajouter|modifier|corriger|"
            "supprimer|repondre|exclure|perimetre|organisation\\/label\\/|roles/.test(p))"
        )
        assert (envois, liens) == ([], []), adresse


def test_un_autre_site_n_existe_pas(ouvrir, verifier):
    page = ouvrir("referent.63")

    for adresse in D_UN_SITE:
        assert page.request.get(f"{SITE}{adresse}").status == 404, adresse
    reponse = page.goto(f"{SITE}registres/courriels/")

    assert reponse.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Page introuvable")
    verifier(page)


def test_le_referent_national_lit_les_chiffres_et_jamais_les_lignes(ouvrir, verifier):
    page = ouvrir("national", "/")
    page.get_by_label("Rechercher un site").fill("Nantes")
    page.get_by_role("button", name="Rechercher").click()
    page.get_by_role("link", name="Préfecture de la Loire-Atlantique").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Tableau de bord")
    page.goto(f"{SITE}registres/courriels/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Accès refusé")
    verifier(page)


def test_des_echecs_repetes_bloquent_la_connexion(ouvrir, site, verifier):
    page = ouvrir(None, "/connexion/")

    def essayer(mot_de_passe):
        page.get_by_label("Identifiant").fill("lecteur.44")
        page.get_by_label("Mot de passe").fill(mot_de_passe)
        with page.expect_navigation():
            page.get_by_role("button", name="Se connecter").click()

    essayer("mauvais")
    expect(page.get_by_role("alert")).to_contain_text("Identifiant ou mot de passe incorrect")
    verifier(page)
    bloquee = page.get_by_role("heading", level=1, name="Connexion bloquée")
    for _ in range(10):
        if bloquee.is_visible():
            break
        essayer("mauvais")
    expect(bloquee).to_be_visible()
    verifier(page)
    page.get_by_role("link", name="Revenir à la connexion").click()

    essayer(site.mot_de_passe)

    expect(bloquee).to_be_visible()


def test_se_deconnecter_ferme_la_porte(ouvrir, site):
    page = ouvrir("lecteur.44", SITE)

    page.get_by_role("button", name="Se déconnecter").first.click()
    expect(page).to_have_url(f"{site.adresse}/connexion/")
    page.goto(f"{SITE}registres/courriels/")

    assert page.url.startswith(f"{site.adresse}/connexion/")
    page.go_back()
    expect(page.get_by_label("Identifiant")).to_be_visible()


def test_changer_son_mot_de_passe(ouvrir, site, verifier):
    page = ouvrir("lecteur.44", "/compte/")
    nouveau = f"{site.mot_de_passe}-bis"

    page.get_by_label("Ancien mot de passe").fill("mauvais")
    page.get_by_label(re.compile("^Nouveau mot de passe")).fill(nouveau)
    page.get_by_label("Confirmation").fill("autre chose")
    page.get_by_role("button", name="Changer le mot de passe").click()
    expect(page.get_by_role("alert")).to_contain_text(
        dit("Rien n'a été enregistré : 2 points à revoir")
    )
    verifier(page)
    page.get_by_label("Ancien mot de passe").fill(site.mot_de_passe)
    page.get_by_label(re.compile("^Nouveau mot de passe")).fill(nouveau)
    page.get_by_label("Confirmation").fill(nouveau)
    page.get_by_role("button", name="Changer le mot de passe").click()

    expect(page.get_by_role("status")).to_have_text("Votre mot de passe est changé.")
    autre = ouvrir(None, "/connexion/")
    autre.get_by_label("Identifiant").fill("lecteur.44")
    autre.get_by_label("Mot de passe").fill(nouveau)
    autre.get_by_role("button", name="Se connecter").click()
    expect(autre).to_have_url(f"{site.adresse}{SITE}")


@pytest.mark.parametrize("adresse", [SITE, f"{SITE}bilan/2022/bilan.pdf"])
def test_sans_compte_tout_mene_a_la_connexion(ouvrir, site, adresse):
    page = ouvrir(None)

    reponse = page.request.get(adresse)

    assert reponse.url.startswith(f"{site.adresse}/connexion/")


def test_la_connexion_ramene_a_la_page_demandee(ouvrir, site):
    page = ouvrir(None, f"{SITE}registres/courriers/?etat=retard")

    page.get_by_label("Identifiant").fill("lecteur.44")
    page.get_by_label("Mot de passe").fill(site.mot_de_passe)
    page.get_by_role("button", name="Se connecter").click()

    expect(page).to_have_url(f"{site.adresse}{SITE}registres/courriers/?etat=retard")


def test_un_role_donne_puis_retire(ouvrir, site, verifier):
    page = ouvrir("referent.44", f"{SITE}organisation/roles/ajouter/")
    fin = site.aujourdhui + dt.timedelta(days=30)

    page.get_by_label("Identifiant").fill("personne")
    page.get_by_label("Rôle", exact=True).select_option(label="Lecteur")
    page.get_by_role("button", name="Donner le rôle").click()
    expect(page.get_by_role("alert")).to_contain_text("Aucun compte ne porte cet identifiant")
    verifier(page)
    page.get_by_label("Identifiant").fill("referent.63")
    page.get_by_label(re.compile("^Jusqu’au")).fill(fin.isoformat())
    page.get_by_role("button", name="Donner le rôle").click()
    expect(page.get_by_role("status")).to_contain_text("Le rôle est donné")
    autre = ouvrir("referent.63", "/sites/")
    expect(autre.get_by_role("link", name="Préfecture de la Loire-Atlantique")).to_be_visible()
    page.get_by_role("row").filter(has_text="Puy-de-Dôme").get_by_role("link").click()
    verifier(page)
    confirm(page)
    expect(page.get_by_role("status")).to_contain_text("retiré")

    autre.goto("/")

    expect(autre.get_by_role("heading", level=1)).to_have_text("Préfecture du Puy-de-Dôme")
