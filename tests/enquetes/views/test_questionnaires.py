"""Questionnaires of a site: read, taken away, written in a spreadsheet."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qualepref.enquetes.models import Formulaire
from qualepref.enquetes.queries.formulaires import find_questionnaire
from usines import CLERMONT, build_agent, build_site, connect


pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return build_site()


@pytest.fixture
def referent(site):
    return connect(build_agent("referent", site))


def export(client, site, extension, code="pan"):
    empreinte = find_questionnaire(code).empreinte
    return client.get(reverse("enquete_questionnaire_export", args=[site.pk, empreinte, extension]))


def edit(client, site, changements, feuille="settings"):
    """Return the workbook of a product's questionnaire, some cells changed by heading."""
    classeur = openpyxl.load_workbook(io.BytesIO(export(client, site, "xlsx").content))
    page = classeur[feuille]
    entetes = [c.value for c in page[1]]
    for nom, valeur in changements.items():
        page.cell(row=2, column=entetes.index(nom) + 1, value=valeur)
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def give(client, site, contenu, nom="questionnaire.xlsx"):
    return client.post(
        reverse("enquete_questionnaire_deposer", args=[site.pk]),
        {"fichier": SimpleUploadedFile(nom, contenu)},
        follow=True,
    )


@pytest.mark.parametrize(("extension", "debut"), [("xlsx", b"PK"), ("yaml", b"code: pan")])
def test_un_questionnaire_se_telecharge(referent, site, extension, debut):
    reponse = export(referent, site, extension)

    assert reponse.content.startswith(debut)
    assert f"pan-2026-01.{extension}" in reponse["Content-Disposition"]


def test_un_format_inconnu_est_introuvable(referent, site):
    assert export(referent, site, "docx").status_code == 404


def test_un_classeur_modifie_est_garde_pour_le_site(referent, site):
    reponse = give(referent, site, edit(referent, site, {"version": "44-1"}))

    formulaire = Formulaire.objects.get()
    assert list(formulaire.deposants.all()) == [site]
    assert "est gardé pour le site" in reponse.content.decode()
    assert (
        "44-1" in referent.get(reverse("enquete_questionnaires", args=[site.pk])).content.decode()
    )


def test_ce_qu_un_questionnaire_ne_sait_pas_dire_est_annonce(referent, site):
    contenu = edit(referent, site, {"version": "44-1"})
    classeur = openpyxl.load_workbook(io.BytesIO(contenu))
    page = classeur["settings"]
    colonne = page.max_column + 1
    page.cell(row=1, column=colonne, value="style")
    page.cell(row=2, column=colonne, value="pages")
    sortie = io.BytesIO()
    classeur.save(sortie)

    reponse = give(referent, site, sortie.getvalue())

    assert "fr-alert--warning" in reponse.content.decode()


def test_la_meme_version_avec_un_autre_contenu_est_refusee(referent, site):
    reponse = give(referent, site, edit(referent, site, {"source": "Autre"}))

    assert "fournie avec le logiciel" in reponse.content.decode()
    assert not Formulaire.objects.exists()


def test_le_questionnaire_du_logiciel_ne_se_depose_pas(referent, site):
    reponse = give(referent, site, export(referent, site, "xlsx").content)

    assert "exactement le questionnaire fourni" in reponse.content.decode()


def test_les_fautes_sont_listees_en_francais(referent, site):
    reponse = give(referent, site, edit(referent, site, {"genre": "autre", "version": ""}))

    contenu = reponse.content.decode()
    assert "rien n’est gardé" in contenu
    assert not Formulaire.objects.exists()


@pytest.mark.parametrize(
    ("contenu", "nom", "motif"),
    [
        (b"", "vide.xlsx", "vide"),
        (b"%PDF-1.7 faux", "faux.xlsx", "pas un tableur"),
        (b"PK\x03\x04tronque", "tronque.xlsx", "abîmé"),
    ],
)
def test_un_fichier_illisible_est_refuse(referent, site, contenu, nom, motif):
    reponse = give(referent, site, contenu, nom)

    assert motif in reponse.content.decode()


def test_une_bombe_est_refusee(referent, site):
    archive = io.BytesIO(export(referent, site, "xlsx").content)
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as zip_:
        zip_.writestr("xl/media/zeros.bin", b"0" * 60_000_000)

    reponse = give(referent, site, archive.getvalue())

    assert "une fois décompressé" in reponse.content.decode()


def test_un_classeur_sans_formulaire_est_refuse(referent, site):
    sortie = io.BytesIO()
    openpyxl.Workbook().save(sortie)

    assert not Formulaire.objects.exists()
    assert give(referent, site, sortie.getvalue()).status_code == 200


def test_le_questionnaire_d_un_site_ne_se_lit_pas_d_un_autre(referent, site):
    give(referent, site, edit(referent, site, {"version": "44-1"}))
    clermont = build_site(**CLERMONT)
    ailleurs = connect(build_agent("referent", clermont))
    empreinte = Formulaire.objects.get().pk

    adresse = reverse("enquete_questionnaire", args=[clermont.pk, empreinte])
    assert ailleurs.get(adresse).status_code == 404


def test_la_page_dit_ce_que_chaque_reponse_compte(referent, site):
    empreinte = find_questionnaire("pan").empreinte

    contenu = referent.get(
        reverse("enquete_questionnaire", args=[site.pk, empreinte])
    ).content.decode()

    assert "(satisfait)" in contenu
    assert "(sans objet : sort du calcul)" in contenu
    assert "Si vous avez répondu" in contenu
