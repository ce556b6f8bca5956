"""Who may take a file away: figures to whoever reads them, rows that may name people to the site."""

import pytest
from django.urls import reverse

from qualepref.suivi.queries.genres import list_genres
from usines import build_agent, build_site, connect


pytestmark = pytest.mark.django_db
CHIFFRES = {"comptages", "valeurs", "cibles"}
GENRES = [genre.code for genre in list_genres()]


def export(agent, site, registre):
    adresse = reverse("exporter", args=[site.pk])
    return connect(agent).get(adresse, {"registre": registre, "extension": "csv"}).status_code


@pytest.mark.parametrize("role", ["national", "enqueteur"])
@pytest.mark.parametrize("registre", GENRES)
def test_qui_ne_lit_que_des_chiffres_n_emporte_aucune_ligne(role, registre):
    site = build_site()
    agent = build_agent(role, None if role == "national" else site)

    assert export(agent, site, registre) == (200 if registre in CHIFFRES else 403)


@pytest.mark.parametrize("registre", GENRES)
def test_un_lecteur_du_site_emporte_tout_et_celui_d_un_autre_rien(registre):
    site, autre = build_site(), build_site(code="pref-63", nom="Préfecture du Puy-de-Dôme")

    assert export(build_agent("lecteur", site), site, registre) == 200
    assert export(build_agent("lecteur", autre), site, registre) == 404
