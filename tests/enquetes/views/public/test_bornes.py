"""A kiosk and a tablet: what they erase, where they come back to."""

import re

import pytest

from enquetes.parcours import begin, build_adresse, walk
from qualepref.enquetes.enums import Mode
from qualepref.enquetes.models import Brouillon, Retour


pytestmark = pytest.mark.django_db


def test_une_borne_efface_ce_qu_on_y_laisse(client, nantes):
    build_adresse(nantes, mode=Mode.BORNE)
    page = begin(client)
    effacer = page.replace("/1/", "/effacer/")
    html = client.get(page).text

    reponse = client.get(effacer)

    assert f'url={effacer}"></noscript>' in html
    assert f'data-eq-retour="{effacer}"' in html
    assert reponse.url == "/enquete/abc/"
    assert not Brouillon.objects.exists()


def test_une_borne_revient_d_elle_meme_apres_le_merci(client, nantes):
    build_adresse(nantes, mode=Mode.BORNE)

    html = client.get(walk(client, begin(client), {}, {}, {}).url).text

    assert re.search(r'http-equiv="refresh" content="\d+; url=/enquete/abc/"', html)


def test_chez_soi_rien_ne_s_efface_par_une_simple_adresse(client, nantes):
    build_adresse(nantes)
    page = begin(client)

    client.get(page.replace("/1/", "/effacer/"))

    assert Brouillon.objects.exists()


def test_une_borne_ne_mene_nulle_part_ailleurs(client, nantes):
    build_adresse(nantes, mode=Mode.BORNE)
    page = begin(client)

    liens = re.findall(r'href="([^"]+)"', client.get("/enquete/abc/").text + client.get(page).text)

    assert {
        lien for lien in liens if not lien.startswith(("#", "?", "/static/", "/enquete/abc/"))
    } == set()


def test_une_tablette_dit_qu_un_mediateur_aide_et_recommence(client, nantes):
    build_adresse(nantes, mode=Mode.TABLETTE)
    accueil = client.get("/enquete/abc/").text

    merci = client.get(walk(client, begin(client), {}, {}, {}).url).text

    assert "avec l’aide d’un médiateur" in accueil
    assert Retour.objects.get().mode == Mode.TABLETTE
    assert "Nouveau questionnaire" in merci


@pytest.mark.parametrize(("langue", "revient"), [("fr", False), ("ar", True)])
def test_une_borne_revient_a_sa_premiere_langue(client, nantes, langue, revient):
    build_adresse(nantes, mode=Mode.BORNE)

    html = client.get(f"/enquete/abc/?langue={langue}").text

    assert ("url=/enquete/abc/?langue=fr" in html) is revient
