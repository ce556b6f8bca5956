"""From a row to the figures that read it: three people, and the right figures."""

import datetime as dt

import pytest
from django.urls import reverse

from usines import build_agent, build_demande, build_site, connect


pytestmark = pytest.mark.django_db


@pytest.fixture
def demande():
    return build_demande(
        build_site(), dt.date(2022, 3, 1), le=dt.date(2022, 4, 1), repondue_le=dt.date(2022, 3, 4)
    )


def adresse(demande, code="pref-44"):
    return reverse("demande_indicateurs", args=[code, demande.pk])


def test_l_agent_du_site_voit_les_indicateurs_qui_lisent_la_demande(demande):
    client = connect(build_agent("lecteur", demande.site))

    page = client.get(adresse(demande)).content.decode()

    assert "Taux de réponse aux courriers de demande d’information en 10 jours ouvrés" in page
    assert "Comptée, dans le délai." in page
    assert "suggestions" not in page


def test_l_agent_d_un_autre_site_ne_trouve_rien(demande):
    autre = build_site(code="pref-63", nom="Préfecture du Puy-de-Dôme")
    client = connect(build_agent("referent", autre))

    assert client.get(adresse(demande)).status_code == 404
    assert client.get(adresse(demande, "pref-63")).status_code == 404


def test_le_public_est_renvoye_a_la_connexion(demande):
    reponse = connect().get(adresse(demande))

    assert reponse.status_code == 302
    assert reponse.url.startswith("/connexion/")
