"""Templates in a real browser: adopt, read what is pointed at, rewrite, print, note the opinion."""

import pytest
from playwright.sync_api import expect


RACINE = "/sites/pref-91/modeles/"
FICHE = f"{RACINE}fiches/accuse-general/"


def adopt(page, depart: str) -> None:
    page.goto(f"{RACINE}departs/{depart}/")
    page.get_by_role("button", name="Adopter ce modèle").click()


def rewrite(page, texte: str) -> None:
    page.get_by_role("link", name="Écrire une nouvelle version").click()
    page.locator("#id_corps").fill(texte)
    page.get_by_role("button", name="Écrire cette version").click()


def test_adopter_verifier_reecrire_et_comparer(ouvrir, verifier):
    page = ouvrir("referent.91", adresse=RACINE)
    verifier(page)
    page.get_by_role("link", name="Adopter « Accusé de réception\xa0: message général »").click()
    verifier(page)
    page.get_by_role("button", name="Adopter ce modèle").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("message général")
    verifier(page)

    rewrite(page, "Voyez le PAN {sit.nom}.")
    expect(page.get_by_role("alert")).to_contain_text("Vouliez-vous dire {site.nom}")
    verifier(page)
    page.locator("#id_corps").fill("{site.nom} vous répond. Voyez le PAN.")
    page.get_by_role("button", name="Écrire cette version").click()

    expect(page.get_by_role("status")).to_contain_text("La version 2 est écrite")
    expect(page.locator("mark")).to_have_text(["PAN"])
    verifier(page)
    page.get_by_role("link", name="Voir ce qui a changé").click()
    expect(page.locator("ins").last).to_contain_text("PAN")
    verifier(page)


def test_renseigner_les_coordonnees_remplit_les_modeles(ouvrir, verifier):
    page = ouvrir("referent.91", adresse=f"{RACINE}coordonnees/")
    verifier(page)
    page.get_by_role("link", name="Modifier les coordonnées de Préfecture").click()
    verifier(page)
    page.get_by_label("Téléphone").fill("02 40 41 20 20")
    page.get_by_role("button", name="Enregistrer").click()
    adopt(page, "accuse-general")

    expect(page.locator("blockquote")).to_contain_text("Téléphone\xa0: 02 40 41 20 20")


def test_noter_l_avis_du_comite(ouvrir, verifier, site):
    page = ouvrir("referent.91")
    adopt(page, "accuse-general")
    page.get_by_role("link", name="Noter l’avis du comité").click()
    verifier(page)
    page.get_by_label("Avis du comité local des usagers").select_option("favorable")
    page.get_by_label("Rendu le").fill(site.aujourdhui.isoformat())
    page.get_by_label("Ce que le comité a dit").fill("Texte clair.")
    page.get_by_role("button", name="Enregistrer l’avis").click()

    expect(page.get_by_text("avis favorable").first).to_be_visible()
    expect(page.locator("blockquote").first).to_have_text("Texte clair.")


def test_imprimer_des_badges_et_un_courrier(ouvrir, verifier):
    page = ouvrir("referent.91")
    for depart, champ, valeur, bouton in (
        ("badge", "Personnes", "Pierre ; Accueil général\nMarie ; Standard", "Imprimer des badges"),
        ("courrier-reponse", "Réponse sur le fond", "Oui.", "Remplir et télécharger"),
    ):
        adopt(page, depart)
        page.get_by_role("link", name=bouton).click()
        verifier(page)
        page.get_by_label(champ).fill(valeur)
        page.get_by_label("Format").select_option("pdf")
        with page.expect_download() as attente:
            page.get_by_role("button", name="Télécharger").click()
        assert attente.value.suggested_filename == f"{depart}-v1.pdf"
        assert attente.value.path().read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_les_pages_tiennent_sur_un_petit_ecran(ouvrir, verifier, theme):
    page = ouvrir("referent.91", viewport={"width": 320, "height": 800}, color_scheme=theme)
    adopt(page, "accuse-general")
    rewrite(page, "Le PAN vous aide.")

    for adresse in (RACINE, FICHE, f"{FICHE}versions/", f"{FICHE}modifier/"):
        page.goto(adresse)
        verifier(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
