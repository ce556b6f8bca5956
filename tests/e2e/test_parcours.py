"""The main path, from the log-in to the figure: with a mouse, without script, by keyboard alone."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from e2e.accessibilite import press_until
from e2e.gestes import SITE, act, dit, read_chiffre, reference_of
from qualepref.config.settings import CALENDRIERS
from qualepref.noyau.calendrier import Calendrier, add_jours_ouvres, load_territoires
from qualepref.socle.dates import format_jour


CODE = "I11"
INDICATEUR = "Taux de réponse aux courriels de demande d’information en 5 jours ouvrés"
OBJET = "Horaires d’ouverture de l’accueil général"


@pytest.fixture(scope="module")
def calendrier():
    return Calendrier(load_territoires(CALENDRIERS / "territoires.yaml")["metropole"], ())


def log_in(page, site):
    page.goto("/")
    page.get_by_label("Identifiant").fill("referent.44")
    page.get_by_label("Mot de passe").fill(site.mot_de_passe)
    page.get_by_role("button", name="Se connecter").click()
    expect(page).to_have_url(f"{site.adresse}{SITE}")


@pytest.mark.parametrize("script", [True, False], ids=["avec-script", "sans-script"])
def test_de_la_connexion_au_chiffre(ouvrir, site, verifier, calendrier, script):
    page = ouvrir(None, java_script_enabled=script)
    recue_le = site.aujourdhui - dt.timedelta(days=20)
    echeance = format_jour(add_jours_ouvres(recue_le, 5, calendrier=calendrier))
    log_in(page, site)
    assert read_chiffre(page, CODE, annee=recue_le.year) == ("non collecté", "")

    page.get_by_role("link", name="Registres", exact=True).first.click()
    page.get_by_role("link", name="Courriels", exact=True).click()
    page.get_by_role("link", name="Saisir une demande").click()
    page.get_by_label("Reçue le", exact=True).fill(recue_le.isoformat())
    page.get_by_label("Canal").select_option("Courriel")
    page.get_by_label("Objet").fill(OBJET)
    page.get_by_label("Boîte fonctionnelle").select_option(label="prefecture@ (boîte principale)")
    if not script:
        page.get_by_role("button", name=dit("Calculer l'échéance")).click()
    expect(page.locator("#echeance")).to_contain_text(f"Échéance : {echeance}")
    expect(page.get_by_label("Objet")).to_have_value(OBJET)
    verifier(page)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    reference = reference_of(page)
    expect(page.get_by_role("status").first).to_contain_text(f"Échéance : {echeance}.")
    verifier(page)

    page.get_by_role("link", name="Courriels").first.click()
    ligne = page.get_by_role("row").filter(has_text=reference)
    expect(ligne).to_contain_text(OBJET)
    expect(ligne).to_contain_text("en retard")
    page.get_by_role("link", name="À traiter", exact=True).click()
    verifier(page)
    page.get_by_role("link", name=reference).click()
    act(
        page,
        "Enregistrer la réponse",
        "Enregistrer la réponse",
        repondue_le=(recue_le + dt.timedelta(days=1)).isoformat(),
    )
    expect(page.get_by_text("La réponse est enregistrée.")).to_be_visible()
    page.get_by_role("link", name="À traiter", exact=True).click()
    expect(page.get_by_text(dit("Rien n'est en retard."))).to_be_visible()

    assert read_chiffre(page, CODE, annee=recue_le.year) == ("100 %", "1 / 1")
    page.get_by_role("link", name=INDICATEUR, exact=True).click()
    page.get_by_role("link", name="Voir les lignes qui font ce chiffre").click()
    expect(page.get_by_role("row").filter(has_text=reference)).to_contain_text(
        "Comptée, dans le délai."
    )
    page.get_by_role("link", name=reference).click()
    page.get_by_role("link", name="Les indicateurs qui lisent cette demande").click()
    verifier(page)
    page.get_by_role("link", name=INDICATEUR).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(INDICATEUR)
    expect(page.get_by_text("1 / 1 courriels")).to_be_visible()


def test_au_clavier_seul(ouvrir, site):
    page = ouvrir(None)
    page.goto("/")

    # The first field has the focus when the page opens.
    page.keyboard.type("referent.44")
    press_until(page, page.get_by_label("Mot de passe", exact=True))
    page.keyboard.type(site.mot_de_passe)
    press_until(page, page.get_by_role("button", name="Se connecter"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.adresse}{SITE}")
    follow(page, page.get_by_role("link", name="Registres", exact=True))
    follow(page, page.get_by_role("link", name="Saisir une demande dans Courriels"))
    press_until(page, page.get_by_label("Canal"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Canal")).to_have_value("courriel")
    expect(page.locator("#echeance")).to_contain_text("Échéance : ")
    press_until(page, page.get_by_label("Objet"))
    page.keyboard.type(OBJET)
    press_until(page, page.get_by_role("button", name="Enregistrer", exact=True))
    page.keyboard.press("Space")
    reference = reference_of(page)
    follow(page, page.get_by_role("link", name="Enregistrer la réponse"))
    press_until(page, page.get_by_role("button", name="Enregistrer la réponse"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("La réponse est enregistrée.")).to_be_visible()
    follow(page, page.get_by_role("link", name="Tableau de bord", exact=True))
    press_until(page, page.get_by_label("Année", exact=True))
    page.keyboard.type(str(site.aujourdhui.year))
    press_until(page, page.get_by_role("button", name="Afficher"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(site.aujourdhui.year))
    follow(page, page.get_by_role("link", name=INDICATEUR, exact=True))
    follow(page, page.get_by_role("link", name="Voir les lignes qui font ce chiffre"))
    follow(page, page.get_by_role("link", name=reference))

    assert reference_of(page) == reference


def follow(page, lien):
    """Reach a link with Tab, open it with Enter."""
    press_until(page, lien)
    adresse = lien.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.split("#")[0].endswith(adresse) or adresse in url)
