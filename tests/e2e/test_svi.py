"""The voice server in a real browser: described by keyboard and forms, checked, put in force, updated."""

from playwright.sync_api import expect


RACINE = "/sites/pref-91/modeles/svi/"


def add(page, menu: str, nom: str, sorte: str, **champs: str) -> None:
    page.get_by_role("link", name=f"Ajouter un choix à « {menu} »").click()
    page.get_by_label("Nom de l’étape").fill(nom)
    page.get_by_label("Ce que fait l’étape").select_option(sorte)
    for libelle, valeur in champs.items():
        page.get_by_label(libelle).fill(valeur)
    page.get_by_role("button", name="Enregistrer l’étape").click()


def test_decrire_verifier_mettre_en_vigueur_et_demander_une_mise_a_jour(ouvrir, verifier, site):
    page = ouvrir("referent.91", adresse=RACINE)
    expect(page.get_by_text("n’a pas de serveur vocal en service")).to_be_visible()
    verifier(page)
    page.get_by_role("link", name="Décrire le serveur vocal").click()
    page.get_by_role("button", name="Préparer cette version").click()
    expect(page.get_by_text("Ce menu n’a aucun choix")).to_be_visible()

    add(page, "Accueil", "Titres", "numero", **{"Numéro appelé": "34 00"})
    page.get_by_role("link", name="Ajouter un choix à « Accueil »").click()
    verifier(page)
    page.get_by_role("link", name="Annuler").click()
    page.get_by_role("link", name="Corriger « Accueil »").click()
    page.get_by_label("Paroles en français").fill("Pour un titre, tapez 1. Pour le reste, tapez 2.")
    page.get_by_role("button", name="Enregistrer l’étape").click()
    expect(page.get_by_text("taper 2, qui ne mène nulle part")).to_be_visible()
    verifier(page)

    page.get_by_role("link", name="Mettre en vigueur").click()
    verifier(page)
    page.get_by_role("button", name="Mettre en vigueur").click()
    expect(page.get_by_role("status")).to_contain_text("La version 1 est mise en vigueur")
    page.get_by_role("link", name="Demander une mise à jour").click()
    page.get_by_label("Ce qui doit changer").fill("Horaires d’été")
    page.get_by_role("button", name="Demander").click()
    expect(page.get_by_role("status")).to_contain_text("est dans le registre")
    page.goto(RACINE)
    expect(page.get_by_text("Horaires d’été")).to_be_visible()


def test_l_arbre_tient_sur_un_petit_ecran_sombre(ouvrir, verifier):
    page = ouvrir(
        "referent.91", adresse=RACINE, viewport={"width": 320, "height": 800}, color_scheme="dark"
    )
    page.get_by_role("link", name="Décrire le serveur vocal").click()
    page.get_by_role("button", name="Préparer cette version").click()
    verifier(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
