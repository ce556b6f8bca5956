import datetime as dt

import pytest

from qualepref.organisation.acces import today_at
from usines import CLERMONT, build_agent, build_boite, build_service, build_site, connect


@pytest.fixture
def nantes(db):
    return build_site()


@pytest.fixture
def clermont(db):
    return build_site(**CLERMONT)


@pytest.fixture
def aujourdhui(nantes):
    """The pages read the clock: the tests of pages count from the same day."""
    return today_at(nantes)


@pytest.fixture
def sejour(nantes):
    return build_service(nantes)


@pytest.fixture
def legalite(nantes):
    return build_service(nantes, "dcl-legalite", "DCL – contrôle de légalité")


@pytest.fixture
def principale(nantes):
    return build_boite(nantes)


@pytest.fixture
def referent(nantes):
    return build_agent("referent", nantes, first_name="Claire", last_name="Le Goff")


@pytest.fixture
def agents(nantes, clermont, sejour, referent, aujourdhui):
    """One agent of each role, and the référent of another site."""
    return {
        "referent": referent,
        "correspondant": build_agent("correspondant", nantes, service=sejour),
        "lecteur": build_agent("lecteur", nantes),
        "auditeur": build_agent("auditeur", nantes, jusqu_au=aujourdhui),
        "auditeur échu": build_agent(
            "auditeur", nantes, jusqu_au=aujourdhui - dt.timedelta(days=1)
        ),
        "national": build_agent("national"),
        "autre site": build_agent("referent", clermont),
        "sans rôle": build_agent(),
    }


@pytest.fixture
def page(referent):
    """The référent's browser."""
    return connect(referent)


@pytest.fixture
def maintenant():
    """When imports of these tests are written: what the register keeps of it, nothing more."""
    return dt.datetime(2022, 12, 31, 12, tzinfo=dt.UTC)
