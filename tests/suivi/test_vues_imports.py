"""The pages of files: who may, what they are told, what they get back."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fichiers import CSV, FAUTIFS, LETTRE, build_xlsx
from qualepref.suivi.enums import EtatImport
from qualepref.suivi.models import Comptage, Demande, ImportFichier
from qualepref.suivi.operations.depots import locate_avancement
from qualepref.suivi.views import imports as vues
from usines import build_demande, connect


BON = f"{CSV}C-1;;;01/03/2022;\n"
REFUSES = ("correspondant", "lecteur", "auditeur", "national")
DEHORS = ("auditeur échu", "autre site", "sans rôle")


@pytest.fixture(autouse=True)
def fichiers(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def give(client, contenu=BON, nom="registre.csv", registre="courriers", **champs):
    contenu = contenu if isinstance(contenu, bytes) else contenu.encode()
    fichier = SimpleUploadedFile(nom, contenu, content_type="text/html")
    return client.post(
        reverse("imports", args=["pref-44"]),
        {"registre": registre, "fichier": fichier, "feuille": "", **champs},
        follow=True,
    )


def adresse(nom, depot):
    return reverse(nom, args=["pref-44", depot.pk])


def text(reponse):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reponse.content.decode()))


def depot():
    return ImportFichier.objects.get()


def test_un_fichier_se_verifie_puis_s_ecrit(nantes, page):
    reponse = give(page)
    assert not Demande.objects.exists()
    assert "nouvelle" in text(reponse)

    reponse = page.post(adresse("import_appliquer", depot()), follow=True)

    assert Demande.objects.count() == 1
    assert "Ces lignes sont écrites dans le registre" in text(reponse)


@pytest.mark.parametrize("fautif", FAUTIFS, ids=lambda f: f.id)
def test_un_fichier_fautif_est_explique_et_n_ecrit_rien(nantes, sejour, page, fautif):
    reponse = give(page, fautif.contenu, fautif.nom, fautif.registre)

    recu = text(reponse).replace("&#x27;", "'")
    assert depot().etat == EtatImport.REFUSE
    assert fautif.motif.casefold() in recu.casefold()
    if fautif.place:
        ligne, colonne = fautif.place
        assert f" {ligne} {colonne} «" in recu
    assert not Demande.objects.exists()
    assert not Comptage.objects.exists()


@pytest.mark.parametrize("fautif", [f for f in FAUTIFS if f.place], ids=lambda f: f.id)
def test_le_fichier_est_rendu_cellules_marquees(nantes, sejour, page, fautif):
    give(page, fautif.contenu, fautif.nom, fautif.registre)

    reponse = page.get(adresse("import_annote", depot()))

    classeur = openpyxl.load_workbook(io.BytesIO(reponse.content))
    ligne, colonne = fautif.place
    cellule = classeur.worksheets[0][f"{colonne}{ligne}"]
    assert fautif.motif in cellule.comment.text.lower() or fautif.motif in cellule.comment.text
    assert cellule.fill.start_color.rgb.endswith("FFC7CE")
    assert classeur.sheetnames[-1] == "Erreurs"
    assert "attachment" in reponse.headers["Content-Disposition"]


def test_le_fichier_annote_marque_plus_d_erreurs_que_la_page(nantes, page):
    lignes = "".join(f"C-{n};;;02/03/2022;01/03/2022\n" for n in range(1100))
    give(page, CSV + lignes)

    reponse = page.get(adresse("import_annote", depot()))

    classeur = openpyxl.load_workbook(io.BytesIO(reponse.content))
    assert classeur["Erreurs"].max_row == 1101


def test_le_fichier_annote_d_un_classeur_hostile_ne_porte_pas_de_formule(nantes, sejour, page):
    hostile = ("C-1", '=cmd|" /C calc"!A0', "=1+1", "x", None)
    give(page, build_xlsx(hostile), "registre.xlsx")

    reponse = page.get(adresse("import_annote", depot()))

    erreurs = openpyxl.load_workbook(io.BytesIO(reponse.content))["Erreurs"]
    assert {c.data_type for ligne in erreurs.iter_rows(min_row=2) for c in ligne} <= {"s", "n"}


def test_un_fichier_corrige_entre_temps_n_a_plus_rien_a_marquer(nantes, page, sejour):
    """The missing service was added: the file is right as it is."""
    give(page, f"{CSV}C-1;Accueil;;01/03/2022;\n")
    nantes.services.create(code="accueil", nom="Accueil")

    reponse = page.get(adresse("import_annote", depot()), follow=True)
    assert "n’a plus d’erreur" in reponse.content.decode()

    page.post(adresse("import_verifier", depot()))
    assert depot().etat == EtatImport.A_VERIFIER


def test_un_fichier_vide_est_refuse_par_le_formulaire(nantes, page):
    assert "vide" in text(give(page, b""))
    assert not ImportFichier.objects.exists()


@pytest.mark.parametrize("taille", [1, 40])
def test_un_fichier_trop_gros_est_refuse_et_n_est_pas_garde(
    nantes, page, settings, fichiers, taille
):
    settings.IMPORT_TAILLE_MAXIMALE = 2**20

    reponse = give(page, b"x" * (2**20 * taille + 1))

    assert "dépasse 1 Mo" in text(reponse)
    assert not ImportFichier.objects.exists()
    assert not [p for p in fichiers.rglob("*") if p.is_file()]


def test_le_nom_et_les_cellules_d_un_fichier_ne_sont_jamais_du_code(nantes, page):
    reponse = give(page, f"{CSV}C-1;<script>x</script>;;01/03/2022;\n", "<script>y</script>.csv")

    assert b"<script>x" not in reponse.content
    assert b"<script>y" not in reponse.content


@pytest.mark.parametrize("qui", [*REFUSES, *DEHORS, None])
@pytest.mark.parametrize(
    "acte", ["import_appliquer", "import_associer", "import_verifier", "import_oublier"]
)
def test_seul_le_referent_du_site_agit_sur_un_fichier(nantes, page, agents, qui, acte):
    give(page)

    reponse = connect(agents.get(qui)).post(adresse(acte, depot()))

    assert reponse.status_code in ((302,) if qui is None else (403, 404))
    assert qui or reponse.url.startswith("/connexion")
    assert depot().etat == EtatImport.A_VERIFIER
    assert not Demande.objects.exists()


@pytest.mark.parametrize("qui", [*REFUSES, *DEHORS, None])
@pytest.mark.parametrize("lecture", ["import", "import_annote"])
def test_seul_le_referent_du_site_lit_un_fichier_donne(nantes, page, agents, qui, lecture):
    give(page, f"{CSV}C-1;;;02/03/2022;01/03/2022\n")

    reponse = connect(agents.get(qui)).get(adresse(lecture, depot()))

    assert reponse.status_code in ((302,) if qui is None else (403, 404))


@pytest.mark.parametrize("qui", [*REFUSES, *DEHORS, None])
def test_seul_le_referent_du_site_donne_un_fichier(nantes, agents, qui, fichiers):
    give(connect(agents.get(qui)))

    assert not ImportFichier.objects.exists()
    assert not [p for p in fichiers.rglob("*") if p.is_file()]


@pytest.mark.parametrize("qui", [*DEHORS, None])
def test_personne_du_dehors_n_exporte(nantes, agents, qui):
    build_demande(nantes, LETTRE[3])

    reponse = connect(agents.get(qui)).get(
        reverse("exporter", args=["pref-44"]), {"registre": "courriers", "extension": "csv"}
    )

    assert reponse.status_code in (302, 403, 404)
    assert b"Carte grise" not in reponse.content


def test_un_depot_ne_se_lit_pas_par_l_adresse_d_un_autre_site(nantes, clermont, page, agents):
    give(page)

    reponse = connect(agents["autre site"]).get(reverse("import", args=["pref-63", depot().pk]))

    assert reponse.status_code == 404


def test_on_ecrit_un_fichier_une_seule_fois(nantes, page):
    give(page)
    page.post(adresse("import_appliquer", depot()))

    reponse = page.post(adresse("import_appliquer", depot()), follow=True)

    assert "déjà" in text(reponse)
    assert Demande.objects.count() == 1


def test_les_colonnes_se_choisissent_sur_la_page(nantes, page):
    reponse = give(page, "N° chrono;Venu le\nC-1;01/03/2022\n")
    assert "Colonnes du fichier" in text(reponse)
    entetes = reponse.context["form"].entetes
    champs = {"N° chrono": "reference", "Venu le": "recue_le"}

    page.post(
        adresse("import_associer", depot()),
        {f"colonne-{rang}": champs[entete] for rang, entete in enumerate(entetes)},
    )

    assert (depot().etat, depot().bilan["nouvelles"]) == (EtatImport.A_VERIFIER, 1)


def test_chaque_colonne_a_son_menu_nomme(nantes, page):
    recu = give(page, "N° chrono;Venu le\nC-1;01/03/2022\n").content.decode()

    menus = re.findall(r'<select name="(colonne-\d)" class="fr-select"[^>]*id="([^"]+)"', recu)
    assert [nom for nom, _ in menus] == ["colonne-0", "colonne-1"]
    assert all(f'<label class="fr-label" for="{cle}">' in recu for _, cle in menus)


def test_une_colonne_ecartee_reste_proposee(nantes, page):
    give(page, "Référence;Reçue le;Visa\nC-1;01/03/2022;x\n")
    choix = {"colonne-0": "reference", "colonne-1": "recue_le", "colonne-2": ""}

    reponse = page.post(adresse("import_associer", depot()), choix, follow=True)

    assert reponse.context["form"].entetes == ["Référence", "Reçue le", "Visa"]


def test_un_fichier_qui_n_apporte_rien_ne_s_ecrit_pas(nantes, page):
    give(page)
    page.post(adresse("import_appliquer", depot()))
    ImportFichier.objects.all().delete()

    recu = text(give(page))

    assert "Rien à écrire : le registre contient déjà ces lignes." in recu
    assert "Écrire ces lignes" not in recu


def test_un_tableau_sans_ligne_ne_s_ecrit_pas(nantes, page):
    recu = text(give(page, CSV))

    assert "Rien à écrire : le tableau ne contient aucune ligne." in recu
    assert "Écrire ces lignes" not in recu


def test_deux_colonnes_pour_un_champ_sont_refusees_sur_la_page(nantes, page):
    give(page, "N° chrono;Venu le\nC-1;01/03/2022\n")

    reponse = page.post(
        adresse("import_associer", depot()),
        {"colonne-0": "recue_le", "colonne-1": "recue_le"},
        follow=True,
    )

    assert "une seule colonne" in text(reponse)


def test_un_long_fichier_se_traite_derriere_la_page_qui_montre_ou_il_en_est(
    monkeypatch, nantes, page
):
    monkeypatch.setattr(vues, "OCTETS_IMMEDIATS", 10)
    give(page)
    locate_avancement(depot()).write_text("Écriture\n42", encoding="utf-8")

    reponse = page.get(adresse("import", depot()))

    assert depot().etat == EtatImport.EN_COURS
    assert re.search(
        r'<progress max="100" value="42" aria-label="Écriture">', reponse.content.decode()
    )
    assert "Actualiser cette page" in text(reponse)
    assert "qualepref/avancement.js" in reponse.content.decode()


def test_un_long_fichier_qui_n_a_pas_commence_le_dit(monkeypatch, nantes, page):
    monkeypatch.setattr(vues, "OCTETS_IMMEDIATS", 10)

    reponse = give(page)

    assert "En attente" in text(reponse)
    assert '<progress max="100" aria-label' in reponse.content.decode()


def test_un_depot_s_oublie(nantes, page, django_capture_on_commit_callbacks, fichiers):
    give(page)

    with django_capture_on_commit_callbacks(execute=True):
        page.post(adresse("import_oublier", depot()))

    assert not ImportFichier.objects.exists()
    assert not [p for p in fichiers.rglob("*") if p.is_file()]


@pytest.mark.parametrize("extension", ["xlsx", "ods", "csv"])
def test_un_registre_exporte_par_la_page_se_redonne_sans_changement(nantes, page, extension):
    build_demande(nantes, LETTRE[3], reference="C-1", objet="=1+1")
    export = page.get(
        reverse("exporter", args=["pref-44"]), {"registre": "courriers", "extension": extension}
    )

    give(page, export.content, f"registre.{extension}")

    bilan = depot().bilan
    assert (bilan["nouvelles"], bilan["modifiees"], bilan["inchangees"]) == (0, 0, 1)
    assert f"courriers-pref-44-tout.{extension}" in export.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "demande",
    [
        {"registre": "fax", "extension": "csv"},
        {"registre": "courriers", "extension": "exe"},
        {"registre": "courriers", "extension": "csv", "annee": "1"},
        {},
    ],
)
def test_un_export_impossible_est_dit(nantes, page, demande):
    reponse = page.get(reverse("exporter", args=["pref-44"]), demande, follow=True)

    assert "Choisissez un registre" in text(reponse)


def test_un_nom_de_fichier_accentue_se_rend_sans_casse(nantes, page):
    give(page, f"{CSV}C-1;;;02/03/2022;01/03/2022\n", 'registre "été".csv')

    reponse = page.get(adresse("import_annote", depot()))

    assert "filename*=utf-8''" in reponse.headers["Content-Disposition"]
