"""From the dashboard to the rows; values and targets the site gives itself; what one takes away."""

import csv
import io
import json
import re

import openpyxl
import pytest
from playwright.sync_api import expect

from e2e.gestes import SITE, confirm, read_chiffre, row_of


TABLEAU = f"{SITE}tableau-de-bord/2022/"


@pytest.fixture
def referent(ouvrir):
    return ouvrir()


def test_un_chiffre_mene_a_ses_lignes(referent):
    referent.goto(TABLEAU)

    row_of(referent, "I10").get_by_role("link").first.click()
    referent.get_by_role("link", name="Voir les lignes qui font ce chiffre").click()

    expect(referent.get_by_text("97 / 101")).to_be_visible()
    pourquoi = referent.get_by_role("table", name=re.compile("Demandes")).locator("td:last-child")
    textes = pourquoi.all_inner_texts()
    assert "Comptée hors délai : réponse sans date connue." in textes
    assert textes.count("Comptée, dans le délai.") == 96
    referent.get_by_role("link", name="Page suivante").click()
    expect(pourquoi).to_have_count(1)


def test_les_deux_presentations_du_tableau_disent_le_meme_chiffre(referent, verifier):
    resultat, _ = read_chiffre(referent, "I10", annee=2022)

    referent.get_by_label("Présentation").select_option(label="Mois par mois")
    referent.get_by_role("button", name="Afficher").click()

    expect(referent.get_by_role("columnheader", name="mai")).to_be_visible()
    annuel = row_of(referent, "I10").locator("td strong")
    expect(annuel).to_have_text(resultat)
    verifier(referent)


def test_la_fiche_dit_tout_du_chiffre_et_son_dessin_se_lit_en_tableau(referent, verifier):
    referent.goto(f"{TABLEAU}I10/")

    for terme in ("Période réellement couverte", "Traçage", "Source", "Définition"):
        expect(referent.get_by_role("term").filter(has_text=terme)).to_be_visible()
    dessin = referent.locator("main svg[role=img]").first
    assert dessin.locator("title").text_content()
    referent.get_by_text("Les valeurs du graphique en tableau").click()
    verifier(referent)
    expect(referent.get_by_role("region", name="Valeurs du graphique")).to_be_visible()


@pytest.mark.parametrize("extension", ["xlsx", "ods", "csv", "json"])
def test_le_tableau_s_emporte_avec_ses_chiffres(referent, extension):
    noms = {"xlsx": "Classeur XLSX", "ods": "Classeur ODS", "csv": "Fichier CSV"}
    referent.goto(TABLEAU)

    with referent.expect_download() as telechargement:
        referent.get_by_role("link", name=noms.get(extension, "Données JSON")).click()

    contenu = telechargement.value.path().read_bytes()
    assert telechargement.value.suggested_filename == f"tableau-de-bord-pref-44-2022.{extension}"
    assert find_numerateur(contenu, extension) == "97"


def find_numerateur(contenu: bytes, extension: str) -> str:
    """Return the numerator of I10 in an exported dashboard."""
    if extension == "json":
        lignes = json.loads(contenu)["indicateurs"]
        return str(next(i for i in lignes if i["code"] == "I10")["numerateur"])
    if extension == "csv":
        rangs = list(csv.reader(io.StringIO(contenu.decode("utf-8-sig")), delimiter=";"))
    elif extension == "xlsx":
        feuille = openpyxl.load_workbook(io.BytesIO(contenu)).active
        rangs = [["" if v is None else str(v) for v in rang] for rang in feuille.values]
    else:
        import python_calamine

        classeur = python_calamine.load_workbook(io.BytesIO(contenu))
        rangs = [
            [f"{v:g}" if isinstance(v, float) else str(v) for v in rang]
            for rang in classeur.get_sheet_by_index(0).to_python()
        ]
    entete = next(rang for rang in rangs if "Numérateur" in rang)
    ligne = next(rang for rang in rangs if "I10" in rang)
    return ligne[entete.index("Numérateur")]


def test_une_valeur_declaree_se_voit_se_corrige_et_se_supprime(referent, verifier):
    referent.goto(f"{SITE}valeurs/nouvelle/")
    referent.get_by_role("button", name="Enregistrer").click()
    expect(referent.get_by_role("alert")).to_be_visible()
    verifier(referent)

    referent.get_by_label("Indicateur", exact=True).select_option("I16")
    referent.get_by_label("Premier mois").fill("2025-01")
    referent.get_by_label(re.compile("^Dernier mois")).fill("2025-12")
    referent.get_by_label(re.compile("^Numérateur")).fill("1 200")
    referent.get_by_label(re.compile("^Dénominateur")).fill("100")
    referent.get_by_label(re.compile("^Source")).fill("Outil national, janvier 2026")
    referent.get_by_role("button", name="Enregistrer").click()
    expect(referent.get_by_role("status").first).to_have_text("La valeur est enregistrée.")
    verifier(referent)
    assert read_chiffre(referent, "I16", annee=2025)[0] == "12 j"

    referent.goto(f"{SITE}valeurs/annee-2025/")
    referent.get_by_role("link", name=re.compile("^Corriger")).click()
    verifier(referent)
    referent.get_by_label(re.compile("^Numérateur")).fill("1 500")
    with referent.expect_navigation():
        referent.get_by_role("button", name="Enregistrer").click()
    assert read_chiffre(referent, "I16", annee=2025)[0] == "15 j"

    referent.goto(f"{SITE}valeurs/annee-2025/")
    referent.get_by_role("link", name=re.compile("^Supprimer")).click()
    verifier(referent)
    confirm(referent)
    expect(referent.get_by_role("status")).to_have_text("La valeur est supprimée.")
    assert read_chiffre(referent, "I16", annee=2025)[0] == "non collecté"


def test_un_chiffre_calcule_l_emporte_sur_une_valeur_declaree(referent):
    avant = read_chiffre(referent, "I10", annee=2022)
    referent.goto(f"{SITE}valeurs/nouvelle/")
    referent.get_by_label("Indicateur", exact=True).select_option("I10")
    referent.get_by_label("Premier mois").fill("2022-01")
    referent.get_by_label(re.compile("^Dernier mois")).fill("2022-12")
    referent.get_by_text("Une valeur seule").click()
    referent.get_by_label(re.compile("^Valeur(?! imprimée)")).fill("12 %")
    referent.get_by_label(re.compile("^Source")).fill("Essai")
    referent.get_by_role("button", name="Enregistrer").click()

    ligne = referent.get_by_role("row").filter(has_text="I10").filter(has_text="Essai")

    expect(ligne).to_contain_text("Non montrée")
    assert read_chiffre(referent, "I10", annee=2022) == avant


def test_une_cible_du_site_change_le_verdict_puis_se_supprime(referent, verifier):
    referent.goto(f"{SITE}cibles/2022/")
    referent.get_by_role("link", name="Changer la cible de I10").click()
    referent.get_by_label("Cible", exact=False).first.fill("beaucoup")
    referent.get_by_role("button", name="Enregistrer la cible").click()
    expect(referent.get_by_role("alert")).to_be_visible()
    verifier(referent)

    referent.locator("[name=minimum]").fill("99,5")
    referent.get_by_label("Unité").select_option("pourcent")
    referent.get_by_label(re.compile("^Source")).fill("COPIL")
    referent.get_by_role("button", name="Enregistrer la cible").click()
    expect(referent.get_by_role("status")).to_have_text("La cible est enregistrée.")
    verifier(referent)
    referent.goto(TABLEAU)
    expect(row_of(referent, "I10")).to_contain_text("cible non atteinte")

    referent.goto(f"{SITE}cibles/2022/")
    referent.get_by_role("link", name="Supprimer la cible de I10").click()
    verifier(referent)
    confirm(referent)
    expect(referent.get_by_role("status")).to_contain_text("supprimée")


def test_les_pages_se_lisent_sans_javascript(ouvrir):
    page = ouvrir(
        adresse=TABLEAU, java_script_enabled=False, viewport={"width": 320, "height": 800}
    )

    page.get_by_label("Présentation").select_option("mois")
    page.get_by_role("button", name="Afficher").click()

    expect(page.get_by_role("columnheader", name="mai")).to_be_visible()
    for entree in ("À traiter", "Registres", "Organisation"):
        expect(page.get_by_role("link", name=entree, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
