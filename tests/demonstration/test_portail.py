import datetime as dt

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client

from qualepref.demonstration.portail import load_pages, write_pages
from qualepref.noyau.verification.lecture import read_document
from qualepref.portail.models import DocumentPublic, PageSite, SuitePubliee
from usines import CLERMONT, build_site


pytestmark = pytest.mark.django_db

LE = dt.date(2026, 11, 21)


@pytest.fixture
def lues():
    return load_pages(settings.DEMONSTRATION / "portail")


@pytest.fixture
def ecrites(lues):
    build_site()
    build_site(**CLERMONT)
    return [write_pages(lues, le=LE) for _ in range(2)]


def test_les_pages_de_demonstration_s_ouvrent_une_fois_et_disent_ce_qu_elles_sont(ecrites):
    assert ecrites == [2, 0]
    for page in PageSite.objects.all():
        assert (page.ouverte, page.formulaire) == (True, True)
        assert "page de démonstration" in page.presentation


def test_au_nom_de_la_loire_atlantique_rien_n_est_invente(ecrites):
    page = PageSite.objects.get(pk="pref-44")

    assert (page.politique, page.contact, page.accessibilite_texte) == ("", "", "")
    assert (page.accessibilite, page.accessibilite_le) == ("non_declare", None)
    assert not DocumentPublic.objects.filter(site="pref-44").exists()
    assert not SuitePubliee.objects.filter(site="pref-44").exists()


def test_tout_ce_qui_est_invente_pour_le_puy_de_dome_le_dit(ecrites):
    page = PageSite.objects.get(pk="pref-63")

    textes = (page.politique, page.contact, page.donnees_personnelles, page.accessibilite_texte)
    assert all(t.startswith("Exemple inventé pour la démonstration") for t in textes)
    for document in DocumentPublic.objects.all():
        with default_storage.open(document.fichier) as fichier:
            lu = read_document(fichier.read())
        assert "(démonstration)" in document.titre
        assert any("inventé pour la démonstration" in ligne.texte for ligne in lu.lignes)
    for suite in SuitePubliee.objects.all():
        assert suite.dit.startswith("Exemple inventé pour la démonstration")


def test_la_page_du_puy_de_dome_est_entiere(ecrites):
    public, racine = Client(), "/demarche-qualite/pref-63/"

    accueil, comite, accessibilite = (
        public.get(f"{racine}{chemin}").text for chemin in ("", "comite/", "accessibilite/")
    )

    assert "Charte de l’usager (démonstration)" in accueil
    assert "Politique qualité" in accueil
    assert "Vous avez dit" in comite
    assert "partiellement conforme" in accessibilite
    assert "Registre public d’accessibilité (démonstration)" in accessibilite
    assert public.get(f"{racine}ecrire/").status_code == 200


def test_les_jours_des_pages_comptent_parmi_ceux_de_la_demonstration(lues):
    jours = [jour for page in lues for jour in page.list_jours()]

    assert max(jours) == dt.date(2022, 11, 7)
