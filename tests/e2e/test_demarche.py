"""The approach in a browser: a calendar begun, its order kept, what is due on the home page."""

from playwright.sync_api import expect

from e2e.gestes import SITE, dit


DEMARCHE = f"{SITE}demarche/"
ETROITE = {"width": 320, "height": 800}


def begin(page, jour):
    page.get_by_role("link", name="Commencer un autre calendrier").click()
    page.locator("[name=nom]").fill("Renouvellement")
    page.get_by_label("Premier mois").fill(jour.isoformat())
    page.get_by_role("button", name="Enregistrer le calendrier").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Renouvellement")


def row(page, titre):
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=dit(titre)))


def test_un_renouvellement_commence_tient_son_ordre_et_arrive_a_l_accueil(ouvrir, verifier, site):
    page = ouvrir("referent.44", f"{SITE}plan/")
    page.get_by_role("link", name="Démarche", exact=True).click()
    expect(page.get_by_text("la part des étapes faites")).to_be_visible()
    begin(page, site.aujourdhui)
    verifier(page)

    row(page, "Audit externe").get_by_role("link", name="Noter faite").click()
    page.get_by_role("button", name=dit("Noter l’étape faite")).click()
    expect(page.get_by_text(dit("« Audit interne » vient avant")).first).to_be_visible()
    verifier(page)

    page.goto(DEMARCHE)
    row(page, "Composer le comité de pilotage").get_by_role("link", name="Noter faite").click()
    page.get_by_role("button", name=dit("Noter l’étape faite")).click()
    expect(row(page, "Composer le comité de pilotage")).to_contain_text("faite", ignore_case=True)

    page.goto(SITE)
    page.get_by_role("link", name="Toutes les échéances").click()
    expect(page.get_by_role("link", name=dit("Désigner les correspondants"))).to_be_visible()
    verifier(page)


def test_une_etape_propre_s_ajoute_se_date_et_se_retire_sur_un_petit_ecran(ouvrir, verifier, site):
    page = ouvrir("referent.44", DEMARCHE, viewport=ETROITE)
    page.get_by_role("link", name="Ajouter une étape").click()
    verifier(page)
    page.get_by_label("Étape", exact=True).fill("Visite d’une préfecture labellisée")
    page.get_by_label("Phase").select_option(label="2. Évaluer")
    page.get_by_label("Date connue").select_option("mois")
    page.get_by_label("Début").fill(site.aujourdhui.isoformat())
    page.get_by_role("button", name=dit("Enregistrer l’étape")).click()
    ligne = row(page, "Visite d’une préfecture labellisée")
    expect(ligne).to_contain_text("en cours", ignore_case=True)

    ligne.get_by_role("link", name="Modifier").click()
    page.get_by_role("link", name="Retirer cette étape du calendrier").click()
    verifier(page)
    page.get_by_role("button", name=dit("Retirer l’étape")).click()
    expect(page.get_by_text("est retiré du calendrier")).to_be_visible()
