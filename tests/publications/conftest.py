"""A small site: e-mails of six months in two mailboxes, calls of three months."""

import datetime as dt

import pytest

from chiffres import LE, cell, count
from qualepref.publications.rendering.figement import build_fige
from usines import CLERMONT, build_agent, build_boite, build_service, build_site


# Received, answered in time, working days added up.
COURRIELS = [(10, 10, 20), (10, 9, 30), (20, 15, 60), (10, 8, 30), (5, 5, 5), (10, 10, 10)]


@pytest.fixture(autouse=True)
def travail_immediat(settings):
    """What the background worker would do is done when it is asked."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def nantes(db):
    return build_site()


@pytest.fixture
def agents(nantes):
    return {
        "référent": build_agent("referent", nantes),
        "lecteur": build_agent("lecteur", nantes),
        "auditeur": build_agent("auditeur", nantes, jusqu_au=dt.date(2100, 1, 1)),
        "national": build_agent("national"),
        "autre site": build_agent("referent", build_site(**CLERMONT)),
        "sans rôle": build_agent(),
    }


@pytest.fixture
def courriels(nantes):
    service = build_service(nantes)
    boites = [build_boite(nantes, c, f"pref-{c}@", service) for c in ("elections", "sejour")]
    for mois, (recues, a_temps, jours) in enumerate(COURRIELS, 202201):
        cell(
            nantes, "information", "courriel", mois,
            service=service.pk, boite=boites[mois % 2].pk, recues=recues, echues=recues,
            a_temps=a_temps, repondues=recues, delais=recues, somme_jours_ouvres=jours,
        )  # fmt: skip


@pytest.fixture
def appels(nantes):
    for mois in (202201, 202202, 202203):
        count(nantes, "appels_recus", mois, 1000, "standard")
        count(nantes, "appels_perdus", mois, 300, "standard")


@pytest.fixture
def bilan_of():
    """Give the report of a site for 2022, as of 31 January 2023."""
    return lambda site: build_fige(site, 2022, le=LE).contenu.bilan
