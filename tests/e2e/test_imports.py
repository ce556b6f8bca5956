"""Files through the browser: faults told and marked, dry run, writing, export, long work followed."""

import csv
import datetime as dt
import io
import re

import openpyxl
import pytest
from playwright.sync_api import expect

from e2e.gestes import SITE, dit, enter_demande, read_chiffre


FEUILLE = "Courriers 2025"
ENTETES = ("Référence", "Reçue le", "Objet", "Répondue le")
# A file of this many rows is treated behind the page.
LIGNES_LONGUES = 12_000
ATTENTE_LONGUE_MS = 60_000


@pytest.fixture
def referent(ouvrir):
    return ouvrir()


def give(page, registre: str, fichier: dict | str) -> None:
    """Give a file for a register and wait for what is said of it."""
    page.goto(f"{SITE}imports/")
    page.get_by_label("Registre", exact=True).select_option(label=registre)
    page.locator("input[type=file]").set_input_files(fichier)
    page.get_by_role("button", name="Vérifier le fichier").click()
    expect(page.get_by_text(f"Registre : {registre}")).to_be_visible()


def write(page) -> None:
    page.get_by_role("button", name="Écrire ces lignes dans le registre").click()
    expect(page.get_by_role("status")).to_contain_text("Ces lignes sont écrites")


def workbook(*lignes, entetes=ENTETES, nom="courriers.xlsx") -> dict:
    """Return a workbook as a browser gives it: a title row first, as services keep them."""
    classeur = openpyxl.Workbook()
    feuille = classeur.active
    feuille.title = FEUILLE
    feuille.append(["Courriers reçus en 2025"])
    feuille.append(entetes)
    for ligne in lignes:
        feuille.append(ligne)
    contenu = io.BytesIO()
    classeur.save(contenu)
    return {
        "name": nom,
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": contenu.getvalue(),
    }


def texte(contenu: str, nom: str) -> dict:
    return {"name": nom, "mimeType": "text/csv", "buffer": contenu.encode()}


def expect_bilan(page, nouvelles, modifiees, inchangees) -> None:
    """Wait for the three counts of the dry run: new, changed, unchanged rows."""
    attendus = [re.compile(str(n)) for n in (nouvelles, modifiees, inchangees)]
    expect(page.locator(".qp-chiffre")).to_have_text(attendus)


def test_un_fichier_fautif_est_marque_corrige_ecrit_et_ne_se_double_pas(referent, verifier):
    bonne = ("2025-0001", dt.date(2025, 3, 3), "Horaires", dt.date(2025, 3, 5))
    fautive = ("2025-0002", dt.date(2025, 3, 4), "Adresse", "jeudi dernier")
    give(referent, "Courriers", workbook(bonne, fautive))
    expect(referent.get_by_role("alert")).to_contain_text(dit("1 erreur, rien n'est écrit"))
    verifier(referent)
    ligne = referent.get_by_role("region", name="Erreurs").get_by_role("row").nth(1)
    expect(ligne).to_contain_text("jeudi dernier")
    expect(ligne.get_by_role("rowheader")).to_have_text("4")

    with referent.expect_download() as telechargement:
        referent.get_by_role("link", name="Télécharger mon fichier").click()
    contenu = io.BytesIO(telechargement.value.path().read_bytes())
    annote = openpyxl.load_workbook(contenu)[FEUILLE]
    assert telechargement.value.suggested_filename == "courriers-a-corriger.xlsx"
    assert annote["D4"].fill.fill_type == "solid"
    assert annote["D4"].comment.text
    assert annote["D3"].comment is None

    corrigee = (*fautive[:3], dt.date(2025, 3, 6))
    give(referent, "Courriers", workbook(bonne, corrigee))
    expect_bilan(referent, 2, 0, 0)
    verifier(referent)
    assert read_chiffre(referent, "I10", annee=2025)[0] == "non collecté"
    referent.go_back()
    write(referent)
    verifier(referent)
    assert read_chiffre(referent, "I10", annee=2025) == ("100 %", "2 / 2")

    give(referent, "Courriers", workbook(bonne, corrigee))
    expect_bilan(referent, 0, 0, 2)
    give(referent, "Courriers", workbook(bonne, (*fautive[:3], dt.date(2025, 4, 30))))
    expect_bilan(referent, 0, 1, 1)
    write(referent)
    assert read_chiffre(referent, "I10", annee=2025) == ("50 %", "1 / 2")


def test_une_colonne_inconnue_s_associe_a_la_main(referent, verifier):
    fichier = workbook(
        ("A-1", dt.date(2025, 3, 3), "Horaires", dt.date(2025, 3, 5)),
        entetes=("Référence", "Zorglub", "Objet", "Répondue le"),
    )
    give(referent, "Courriers", fichier)
    expect(referent.get_by_role("alert")).to_contain_text("ne peut pas être importé tel quel")
    verifier(referent)

    referent.get_by_label("« Zorglub »").select_option(label="Reçue le")
    referent.get_by_role("button", name="Vérifier avec ces colonnes").click()
    expect_bilan(referent, 1, 0, 0)
    verifier(referent)

    # Once the file is written, the choice serves for the next one.
    write(referent)
    give(referent, "Courriers", fichier)
    expect_bilan(referent, 0, 0, 1)
    referent.get_by_role("button", name="Oublier ce fichier").click()
    expect(referent.get_by_role("status")).to_contain_text("est oublié")
    verifier(referent)


@pytest.mark.parametrize(
    ("nom", "contenu"),
    [
        ("vide.csv", b""),
        ("faux.xlsx", b"ceci n'est pas un classeur"),
        ("photo.png", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_un_fichier_illisible_est_refuse_avec_sa_raison(referent, verifier, nom, contenu):
    referent.goto(f"{SITE}imports/")
    referent.locator("input[type=file]").set_input_files(
        {"name": nom, "mimeType": "application/octet-stream", "buffer": contenu}
    )

    referent.get_by_role("button", name="Vérifier le fichier").click()

    expect(referent.locator(".fr-alert--error, .fr-message--error").first).to_be_visible()
    verifier(referent)


def test_sans_fichier_le_formulaire_le_dit(referent, verifier):
    referent.goto(f"{SITE}imports/")

    referent.get_by_role("button", name="Vérifier le fichier").click()

    expect(referent.locator(".fr-message--error")).to_be_visible()
    verifier(referent)


@pytest.mark.parametrize(
    ("registre", "extension"),
    [
        ("Courriers", "xlsx"),
        ("Courriels", "ods"),
        ("À votre écoute", "csv"),
        ("Quantités comptées", "xlsx"),
    ],
)
def test_un_registre_exporte_se_reimporte_a_l_identique(referent, tmp_path, registre, extension):
    referent.goto(f"{SITE}imports/")
    referent.get_by_label("Registre à exporter").select_option(label=registre)
    referent.get_by_label("Format").select_option(extension)
    with referent.expect_download() as telechargement:
        referent.get_by_role("button", name="Exporter").click()
    fichier = tmp_path / telechargement.value.suggested_filename
    telechargement.value.save_as(fichier)

    give(referent, registre, str(fichier))

    expect_bilan(referent, "^0$", "^0$", r"^[1-9].+$")
    expect(referent.get_by_text("le registre contient déjà ces lignes")).to_be_visible()


def test_une_ecriture_a_l_ecran_se_retrouve_dans_l_export(referent):
    reference = enter_demande(
        referent, "courriers", recue_le=dt.date(2025, 3, 3), objet="=SOMME(A1:A2)"
    )

    reponse = referent.request.get(f"{SITE}export/?registre=courriers&annee=2025&extension=csv")

    lignes = list(csv.DictReader(io.StringIO(reponse.body().decode("utf-8-sig")), delimiter=";"))
    assert [ligne["Référence"] for ligne in lignes] == [reference]
    assert "SOMME" in lignes[0]["Objet"]


@pytest.mark.parametrize("script", [True, False], ids=["avec-script", "sans-script"])
def test_un_long_fichier_est_traite_derriere_la_page(ouvrir, verifier, script):
    page = ouvrir(java_script_enabled=script)
    objet = "Demande de renseignements sur une démarche, telle que le service la note. " * 2
    jour = dt.date(2023, 1, 2)
    lignes = [
        f"L-{n};{jour + dt.timedelta(days=n % 300):%d/%m/%Y};{objet}" for n in range(LIGNES_LONGUES)
    ]
    fichier = texte("\n".join(["Référence;Reçue le;Objet", *lignes]), "registre-2023.csv")

    give(page, "Courriers", fichier)
    expect(page.locator("#avancement")).to_be_visible()
    verifier(page)
    wait_for_end(page)
    expect_bilan(page, r"^12\s000$", "^0$", "^0$")
    page.get_by_role("button", name="Écrire ces lignes dans le registre").click()
    expect(page.locator("#avancement")).to_be_visible()
    wait_for_end(page)

    expect(page.get_by_role("status")).to_contain_text("Ces lignes sont écrites")
    page.goto(f"{SITE}registres/courriers/")
    expect(page.get_by_text("Plus de")).to_be_visible()


def wait_for_end(page) -> None:
    """Follow the work: the page tells when it ends, and without script a link asks again."""
    if page.a_script:
        resultat = page.get_by_role("link", name="Voir le résultat")
        expect(resultat).to_be_visible(timeout=ATTENTE_LONGUE_MS)
        resultat.click()
    else:
        encore = page.get_by_role("link", name="Actualiser cette page")
        while encore.is_visible():
            with page.expect_navigation():
                encore.click()
    expect(page.locator("#avancement")).to_have_count(0)
