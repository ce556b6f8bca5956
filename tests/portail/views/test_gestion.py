"""The référent's screens: who may, what they write, what they refuse."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from comites.usines import build_comite, build_reunion, build_suite
from portail.usines import PDF, build_document, build_page
from qualepref.portail.models import DocumentPublic, PageSite, SuitePubliee
from qualepref.socle.models import Evenement
from usines import CLERMONT, build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db

GESTION = "/sites/pref-44/organisation/page-publique/"
TEXTES = {
    "presentation": "Bonjour.",
    "politique": "",
    "contact": "",
    "formulaire": "on",
    "donnees_personnelles": "",
    "accessibilite": "partielle",
    "accessibilite_le": "2026-03-01",
    "accessibilite_texte": "",
}


@pytest.fixture
def nantes():
    return build_site()


@pytest.fixture
def referent(nantes):
    return connect(build_agent("referent", nantes))


def test_seul_le_referent_du_site_prepare_la_page(nantes, referent):
    document = build_document(nantes)
    ailleurs = connect(build_agent("referent", build_site(**CLERMONT)))
    adresses = [
        GESTION, f"{GESTION}textes/", f"{GESTION}ouverte/confirmer/", f"{GESTION}documents/ajouter/",
        f"{GESTION}documents/{document.pk}/retirer/", f"{GESTION}suites/publier/",
    ]  # fmt: skip
    autres = [
        build_agent("lecteur", nantes),
        build_agent("correspondant", nantes, service=build_service(nantes)),
        build_agent("national"),
    ]

    for adresse in adresses:
        assert referent.get(adresse).status_code == 200, adresse
        assert ailleurs.get(adresse).status_code == 404, adresse
        assert connect().get(adresse).status_code == 302, adresse
        assert {connect(a).get(adresse).status_code for a in autres} == {403}, adresse


def test_les_textes_s_ecrivent_puis_la_page_s_ouvre_et_se_ferme(nantes, referent):
    referent.post(f"{GESTION}textes/", TEXTES)
    ecrite = PageSite.objects.get()
    referent.post(f"{GESTION}ouverte/confirmer/")
    ouverte = PageSite.objects.get().ouverte
    referent.post(f"{GESTION}fermee/confirmer/")

    assert (ecrite.presentation, ecrite.formulaire, ecrite.ouverte) == ("Bonjour.", True, False)
    assert (ouverte, PageSite.objects.get().ouverte) == (True, False)
    assert Evenement.objects.filter(objet__startswith="page publique").count() == 3
    assert referent.get(f"{GESTION}autre/confirmer/").status_code == 404


@pytest.mark.parametrize(
    ("champ", "valeur", "refus"),
    [
        ("accessibilite_le", "", "Indiquez la date"),
        ("accessibilite_le", "2099-01-01", "datée d’après"),
    ],
)
def test_une_declaration_sans_date_ou_future_est_refusee(referent, champ, valeur, refus):
    reponse = referent.post(f"{GESTION}textes/", TEXTES | {champ: valeur})

    assert refus in reponse.text
    assert not PageSite.objects.exists()


def test_sans_registre_le_formulaire_reste_ferme():
    mairie = build_site(code="mairie", referentiel="exemple-mairie", version="2024-01")
    referent = connect(build_agent("referent", mairie))

    reponse = referent.post(f"/sites/{mairie.pk}/organisation/page-publique/textes/", TEXTES)

    assert "ne suit ni suggestion" in reponse.text


def give(referent, octets=PDF, **champs):
    fichier = SimpleUploadedFile("charte.pdf", octets)
    base = {"genre": "charte_usager", "titre": "Charte", "date": "2026-01-05", "fichier": fichier}
    return referent.post(f"{GESTION}documents/ajouter/", base | champs)


def test_un_document_se_depose_puis_se_retire_avec_son_fichier(
    referent, nantes, django_capture_on_commit_callbacks
):
    give(referent)
    document = DocumentPublic.objects.get()
    assert default_storage.exists(document.fichier)

    with django_capture_on_commit_callbacks(execute=True):
        referent.post(f"{GESTION}documents/{document.pk}/retirer/")

    assert not DocumentPublic.objects.exists()
    assert not default_storage.exists(document.fichier)


@pytest.mark.parametrize(
    ("octets", "champs", "refus"),
    [
        (b"PK\x03\x04", {}, "n’est pas un PDF"),
        (PDF, {"date": "2099-01-01"}, "daté d’après"),
        (PDF, {"titre": "Charte de l’usager"}, "s’appelle déjà"),
    ],
)
def test_un_document_refuse_dit_pourquoi(referent, nantes, octets, champs, refus):
    build_document(nantes)

    assert refus in give(referent, octets, **champs).text
    assert DocumentPublic.objects.count() == 1


def test_une_suite_se_relit_avant_d_etre_publiee(referent, nantes):
    suite = build_suite(
        build_reunion(build_comite(nantes)), etat="donnee", reponse="Affichés depuis mai."
    )
    adresse = f"{GESTION}suites/publier/?suite={suite.pk}"
    propose = referent.get(adresse).text

    referent.post(adresse, {"dit": "Afficher les délais.", "fait": "C’est fait."})

    publiee = SuitePubliee.objects.get()
    assert "Afficher les délais à l’accueil." in propose
    assert (publiee.suite, publiee.dit) == (suite, "Afficher les délais.")
    assert referent.get(adresse).status_code == 404
    referent.post(f"{GESTION}suites/{publiee.pk}/", {"dit": "Dire les délais.", "fait": "Oui."})
    assert SuitePubliee.objects.get().dit == "Dire les délais."
    referent.post(f"{GESTION}suites/{publiee.pk}/retirer/")
    assert not SuitePubliee.objects.exists()


def test_une_suite_d_un_autre_comite_ne_se_publie_pas(referent):
    clermont = build_site(**CLERMONT)
    suite = build_suite(build_reunion(build_comite(clermont)), etat="donnee", reponse="Fait.")

    assert referent.get(f"{GESTION}suites/publier/?suite={suite.pk}").status_code == 404


def test_l_ecran_resume_ce_qui_est_sur_la_page(referent, nantes):
    build_page(nantes, accessibilite="totale", accessibilite_le=dt.date(2026, 3, 1))
    build_document(nantes)

    html = referent.get(GESTION).text

    assert "http://testserver/demarche-qualite/pref-44/" in html
    assert "totalement conforme" in html
    assert "Charte de l’usager" in html
