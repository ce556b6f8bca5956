"""A diagnostic in a browser: opened, judged line after line, seen by a reader."""

from playwright.sync_api import expect

from e2e.gestes import dit


ADRESSE = "/sites/pref-44/evaluations/"


def test_d_une_grille_vide_a_la_ligne_suivante(ouvrir, verifier):
    page = ouvrir("referent.44", ADRESSE)
    verifier(page)
    page.get_by_role("link", name=dit("Ouvrir une évaluation")).click()
    verifier(page)
    page.get_by_label("Titre").fill("Auto-diagnostic du navigateur")
    page.get_by_role("button", name=dit("Ouvrir l'évaluation")).click()
    expect(
        page.get_by_text(dit("pas de taux tant que la grille n'est pas complète")).first
    ).to_be_visible()
    verifier(page)

    page.get_by_role("link", name="Évaluer 1", exact=True).click()
    verifier(page)
    page.get_by_text("Partiellement conforme", exact=True).click()
    page.get_by_role("button", name=dit("Enregistrer et passer à la suivante")).click()
    expect(page.get_by_text(dit("dit l'écart constaté")).first).to_be_visible()
    verifier(page)
    page.get_by_label("Écart constaté").fill("Les horaires affichés ne sont plus à jour.")
    page.get_by_role("button", name=dit("Enregistrer et passer à la suivante")).click()

    expect(page.get_by_role("heading", name="Engagement 2", exact=True)).to_be_visible()


def test_la_grille_se_lit_sur_un_telephone(ouvrir, verifier):
    page = ouvrir("referent.44", f"{ADRESSE}nouvelle/", viewport={"width": 320, "height": 640})
    verifier(page)
    page.get_by_label("Titre").fill("Audit interne du téléphone")
    page.get_by_role("button", name=dit("Ouvrir l'évaluation")).click()

    verifier(page)
