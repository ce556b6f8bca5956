"""From a line of the dashboard to its control chart, and an event that starts it anew."""

from playwright.sync_api import expect

from e2e.gestes import SITE, confirm, dit, row_of


def test_lire_une_carte_et_noter_un_evenement(ouvrir, verifier):
    page = ouvrir(adresse=f"{SITE}tableau-de-bord/2022/")
    row_of(page, "I11").get_by_role("link", name=dit("évolution de")).click()
    constat = page.get_by_role("paragraph").filter(has_text="aucun mois ne sort de l’ordinaire")
    expect(constat).to_be_visible()
    expect(page.get_by_text("Limites provisoires")).to_be_visible()
    page.get_by_text("Les valeurs du graphique en tableau").click()
    expect(page.get_by_role("columnheader", name="Limites")).to_be_visible()
    verifier(page)

    page.get_by_role("link", name="Noter un événement").click()
    verifier(page)
    page.get_by_label("Date", exact=True).fill("2022-05-09")
    page.get_by_label("Nature").select_option(label="nouvel outil ou logiciel")
    page.get_by_label("Ce qui s’est passé").fill("Nouveau logiciel de courriel")
    page.get_by_text("Le niveau a changé pour de bon").click()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("L’événement est noté")
    verifier(page)

    page.goto(f"{SITE}tableau-de-bord/2022/I11/evolution/")
    expect(page.get_by_role("listitem").filter(has_text="9 mai 2022")).to_contain_text("repartent")
    page.goto(f"{SITE}evenements/")
    page.get_by_role("link", name="Supprimer Nouveau logiciel de courriel").click()
    verifier(page)
    confirm(page)
    expect(page.get_by_text("Aucun événement noté")).to_be_visible()
