"""A national role reads the figures of every site, and the rows of none."""

import datetime as dt

import pytest
from django.urls import reverse

from usines import build_agent, build_demande, build_site, connect


pytestmark = pytest.mark.django_db


@pytest.fixture
def demande():
    return build_demande(
        build_site(), dt.date(2022, 3, 1), le=dt.date(2022, 4, 1), demandeur="Madame Martin"
    )


@pytest.fixture
def client():
    return connect(build_agent("national"))


@pytest.mark.parametrize("nom", ["tableau_de_bord", "bilan"])
def test_les_chiffres_se_lisent(demande, client, nom):
    assert client.get(reverse(nom, args=["pref-44"]), follow=True).status_code == 200


@pytest.mark.parametrize(
    "adresse",
    [
        "registres/",
        "registres/courriers/",
        "a-traiter/",
        "imports/",
        "export/?registre=courriers&extension=csv",
        "tableau-de-bord/2022/I10/lignes/",
        "demandes/{pk}/",
        "tableau-de-bord/demandes/{pk}/",
    ],
)
def test_les_lignes_sont_refusees(demande, client, adresse):
    reponse = client.get(f"/sites/pref-44/{adresse}".format(pk=demande.pk))

    assert reponse.status_code == 403
    assert "Martin" not in reponse.content.decode()


def test_la_page_du_site_mene_au_tableau_de_bord_et_le_menu_ne_propose_aucune_ligne(
    demande, client
):
    reponse = client.get("/sites/pref-44/", follow=True)

    page = reponse.content.decode()
    assert reponse.request["PATH_INFO"].startswith("/sites/pref-44/tableau-de-bord/")
    assert reverse("registres", args=["pref-44"]) not in page
    publications = reverse("publications", args=["pref-44"])
    assert publications in page
    assert reverse("bilan", args=["pref-44"]) in client.get(publications).content.decode()
