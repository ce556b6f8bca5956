"""Before a role is removed, the page says what the agent still has to do on the site."""

import datetime as dt

import pytest
from django.urls import reverse

from amelioration.usines_plan import build_action
from demarche.usines import build_cycle
from qualepref.amelioration.enums import EtatAction
from usines import build_agent


pytestmark = pytest.mark.django_db
LE = dt.date(2022, 12, 15)


@pytest.fixture
def yann(loire_atlantique):
    return build_agent("lecteur", loire_atlantique, first_name="Yann", last_name="Rolland")


@pytest.fixture
def retirer(page, loire_atlantique, yann):
    """Open the page that asks before Yann's role is removed."""
    role = yann.roles.get()

    def ask():
        adresse = reverse("organisation_retirer", args=[loire_atlantique.pk, "role", role.pk])
        return page.get(adresse).content.decode()

    return ask


def test_les_actions_que_pilote_l_agent_sont_comptees_avant_de_retirer(
    loire_atlantique, yann, retirer
):
    build_action(loire_atlantique, reference="A1", pilote=yann.pk)
    build_action(loire_atlantique, reference="A2", pilote=yann.pk)
    build_action(
        loire_atlantique, reference="A3", pilote=yann.pk, etat=EtatAction.FAIT,
        terminee_le=dt.date(2022, 6, 1),
    )  # fmt: skip
    build_action(loire_atlantique, reference="A4")

    html = retirer()

    plan = reverse("plan", args=[loire_atlantique.pk])
    assert f'<a href="{plan}?pilote={yann.pk}">2 actions du plan d’amélioration' in html
    assert "reste à son nom" in html


def test_les_etapes_de_la_demarche_aussi(loire_atlantique, yann, retirer):
    cycle = build_cycle(loire_atlantique)
    restante, faite = cycle.jalons.all()[:2]
    cycle.jalons.filter(pk__in=(restante.pk, faite.pk)).update(agent=yann, fait_le=None)
    cycle.jalons.filter(pk=faite.pk).update(fait_le=LE)

    assert "1 étape du calendrier de la démarche" in retirer()


def test_les_actions_d_un_autre_site_ne_sont_pas_comptees(clermont, yann, retirer):
    build_action(clermont, reference="A1", pilote=yann.pk)

    assert "reste à son nom" not in retirer()


def test_sans_rien_a_faire_rien_n_est_dit(retirer):
    assert "reste à son nom" not in retirer()
