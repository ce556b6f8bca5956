"""From words to an erratum in a real browser: write, publish, read what changed."""

from playwright.sync_api import expect


RACINE = "/sites/pref-44/publications/"


def test_ecrire_publier_et_relire_le_rectificatif(ouvrir, verifier):
    page = ouvrir(adresse=RACINE)
    verifier(page)
    page.goto(f"{RACINE}preparer/2022/")
    page.get_by_role("link", name="Écrire les textes").click()
    verifier(page)
    page.get_by_label("Préambule").fill("Une **année** de transition.")
    page.get_by_role("button", name="Enregistrer les textes").click()
    expect(page.get_by_text("Rédigé : Préambule.")).to_be_visible()
    verifier(page)

    page.get_by_label("Motif du rectificatif").fill("Le préambule manquait.")
    # What the published report itself holds of doubtful.
    expect(page.get_by_text("16 fois la cible")).to_be_visible()
    page.get_by_label("J’ai relu les chiffres à vérifier").check(force=True)
    page.get_by_role("button", name="Publier le rectificatif").click()

    # Every document of the year is drawn anew, behind the page.
    expect(page.get_by_role("heading", name="Publication en préparation")).to_be_visible()
    verifier(page)
    page.get_by_role("link", name="Voir le résultat").click(timeout=120_000)
    expect(page.get_by_role("status")).to_contain_text("C’est publié")
    verifier(page)
    page.get_by_role("link", name="Bilan annuel 2022").first.click()
    expect(page.get_by_role("main")).to_contain_text("Motif : Le préambule manquait.")
    expect(page.get_by_role("main")).to_contain_text("tous les chiffres sont ceux")
    verifier(page)
