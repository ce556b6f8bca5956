import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enquetes.fichiers import GLOBALE, SPHINX, apply, give, write_csv, write_xlsx
from enquetes.usines import build_campagne
from qualepref.enquetes.enums import EtatImportReponses
from qualepref.enquetes.models import ImportReponses, ResultatSeul, Retour
from qualepref.enquetes.tasks import apply_answers, check_answers
from usines import CLERMONT, build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def dossier(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def site():
    return build_site()


@pytest.fixture
def campagne(site):
    return build_campagne(site)


@pytest.fixture
def referent(site):
    return connect(build_agent("referent", site))


def address(nom, campagne, *pks):
    return reverse(nom, args=[campagne.pilote_id, campagne.pk, *pks])


def upload(client, campagne, contenu, nom="sphinx.xlsx", **champs):
    donnees = {
        "fichier": SimpleUploadedFile(nom, contenu),
        "outil": "",
        "site": campagne.pilote_id,
        "mode": "papier",
    }
    return client.post(address("enquete_imports", campagne), donnees | champs)


def test_le_referent_voit_la_page(referent, campagne):
    reponse = referent.get(address("enquete_imports", campagne))

    assert "Aucun fichier n’a encore été donné" in reponse.content.decode()


@pytest.mark.parametrize("nom", ["enquete_imports", "enquete_import", "enquete_import_annuler"])
def test_qui_n_est_pas_referent_du_site_pilote_n_entre_pas(site, campagne, nom):
    depot = apply(give(campagne, write_csv(SPHINX)))
    pks = () if nom == "enquete_imports" else (depot.pk,)
    ailleurs = build_site(**CLERMONT)
    adresse = address(nom, campagne, *pks)

    for role, precisions in (
        ("correspondant", {"service": build_service(site)}),
        ("lecteur", {}),
        ("auditeur", {"jusqu_au": dt.date(2100, 1, 1)}),
        ("enqueteur", {}),
    ):
        assert connect(build_agent(role, site, **precisions)).get(adresse).status_code == 403
    assert connect(build_agent("national")).get(adresse).status_code == 403
    assert connect(build_agent("referent", ailleurs)).get(adresse).status_code == 404
    public = connect().get(adresse)
    assert public.status_code == 302
    assert public.url.startswith(reverse("connexion"))


def test_un_site_associe_qui_ne_pilote_pas_n_importe_pas(site):
    ailleurs = build_site(**CLERMONT)
    campagne = build_campagne(site, ailleurs)
    client = connect(build_agent("referent", ailleurs))

    reponse = client.get(reverse("enquete_imports", args=[ailleurs.pk, campagne.pk]))

    assert reponse.status_code == 403


def test_du_depot_aux_resultats(referent, campagne):
    depose = upload(referent, campagne, write_xlsx(SPHINX))
    depot = ImportReponses.objects.get()
    page = referent.get(depose.url).content.decode()
    assert "Écrire ces 3 lignes" in page

    referent.post(address("enquete_import_appliquer", campagne, depot.pk))

    page = referent.get(depose.url).content.decode()
    assert "Ces réponses sont écrites" in page
    assert Retour.objects.filter(mode="papier").count() == 3


def test_un_texte_inconnu_se_precise_puis_s_ecrit(referent, campagne):
    lignes = [["id", GLOBALE, "Humeur"], [1, "Très satisfait", "bleue"], [2, "Bof", ""]]
    upload(referent, campagne, write_csv(lignes), nom="a.csv")
    depot = ImportReponses.objects.get()
    page = referent.get(address("enquete_import", campagne, depot.pk)).content.decode()
    assert "Textes à comprendre" in page

    referent.post(
        address("enquete_import_regler", campagne, depot.pk),
        {
            "colonne-0": "@identifiant",
            "colonne-1": "globale",
            "colonne-2": "",
            "valeur-0": "tres_satisfaisant",
            "valeur-1": "",
        },
    )

    depot.refresh_from_db()
    assert depot.etat == EtatImportReponses.A_VERIFIER
    assert depot.bilan["nouvelles"] == 2


def test_un_choix_qui_n_est_pas_propose_est_refuse(referent, campagne):
    depot = give(campagne, write_csv(SPHINX))

    reponse = referent.post(
        address("enquete_import_regler", campagne, depot.pk), {"colonne-0": "autre"}, follow=True
    )

    assert "n’est pas parmi ceux proposés" in reponse.content.decode()


def test_un_texte_hostile_est_montre_echappe(referent, campagne):
    hostile = "<script>alert(1)</script>"
    depot = give(campagne, write_csv([["id", GLOBALE, hostile], [1, hostile, hostile]]))

    page = referent.get(address("enquete_import", campagne, depot.pk)).content.decode()

    assert hostile not in page
    assert "&lt;script&gt;" in page


def test_un_fichier_illisible_dit_pourquoi_et_s_oublie(referent, campagne):
    depot = give(campagne, b"%PDF-1.7", nom="enquete.csv")
    page = referent.get(address("enquete_import", campagne, depot.pk)).content.decode()
    assert "PDF" in page

    referent.post(address("enquete_import_oublier", campagne, depot.pk))

    assert not ImportReponses.objects.exists()


def test_une_structure_abimee_est_dite_a_cote_de_son_champ(referent, campagne):
    reponse = upload(
        referent,
        campagne,
        write_csv(SPHINX),
        nom="a.csv",
        structure=SimpleUploadedFile("enquete.lss", b"<document><rows>"),
    )

    assert reponse.status_code == 200
    assert "le XML est abîmé ou incomplet, ligne 1" in reponse.content.decode()
    assert not ImportReponses.objects.exists()


def test_un_fichier_trop_lourd_est_refuse(referent, campagne, settings):
    settings.IMPORT_TAILLE_MAXIMALE = 10

    reponse = upload(referent, campagne, write_csv(SPHINX), nom="a.csv")

    assert "dépasse 0 Mo" in reponse.content.decode()


def test_l_annulation_demande_puis_reprend(referent, campagne):
    depot = apply(give(campagne, write_csv(SPHINX)))
    adresse = address("enquete_import_annuler", campagne, depot.pk)
    assert "3 réponses" in referent.get(adresse).content.decode()

    referent.post(adresse)

    assert not Retour.objects.exists()
    assert referent.get(adresse).status_code == 404
    page = referent.get(address("enquete_import", campagne, depot.pk)).content.decode()
    assert "Cet import est annulé" in page


def test_un_long_fichier_se_traite_derriere_la_page(referent, campagne, monkeypatch):
    monkeypatch.setattr("qualepref.enquetes.views.imports.OCTETS_IMMEDIATS", 10)
    upload(referent, campagne, write_csv(SPHINX), nom="a.csv")
    depot = ImportReponses.objects.get()
    page = referent.get(address("enquete_import", campagne, depot.pk)).content.decode()
    assert "En attente" in page
    assert "avancement.js" in page

    check_answers.call(depot.pk, "2022-09-01")
    referent.post(address("enquete_import_appliquer", campagne, depot.pk))
    assert not Retour.objects.exists()
    apply_answers.call(depot.pk, "2022-09-01")

    assert Retour.objects.count() == 3


def test_une_campagne_sans_questionnaire_recoit_des_resultats_publies(referent, site):
    campagne = build_campagne(site, formulaire=None, modes=[])
    page = referent.get(address("enquete_imports", campagne)).content.decode()
    assert "LimeSurvey (CSV)" not in page

    upload(
        referent,
        campagne,
        write_csv([["Critère", "%"], ["Courtoisie", "97,6 %"]]),
        nom="a.csv",
        outil="resultats",
        mode="",
    )
    depot = ImportReponses.objects.get()
    referent.post(address("enquete_import_appliquer", campagne, depot.pk))

    assert ResultatSeul.objects.get().libelle == "Courtoisie"
