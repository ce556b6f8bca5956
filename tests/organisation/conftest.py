import datetime as dt

import pytest

from qualepref.organisation.acces import today_at
from usines import CLERMONT, build_agent, build_service, build_site, connect


@pytest.fixture
def loire_atlantique(db):
    return build_site()


@pytest.fixture
def clermont(db):
    return build_site(**CLERMONT)


@pytest.fixture
def aujourdhui(loire_atlantique):
    return today_at(loire_atlantique)


@pytest.fixture
def sejour(loire_atlantique):
    return build_service(loire_atlantique)


@pytest.fixture
def referent(loire_atlantique):
    return build_agent("referent", loire_atlantique)


@pytest.fixture
def agents(loire_atlantique, clermont, sejour, referent, aujourdhui):
    hier = aujourdhui - dt.timedelta(days=1)
    return {
        "referent": referent,
        "correspondant": build_agent("correspondant", loire_atlantique, service=sejour),
        "lecteur": build_agent("lecteur", loire_atlantique),
        "auditeur": build_agent("auditeur", loire_atlantique, jusqu_au=aujourdhui),
        "auditeur échu": build_agent("auditeur", loire_atlantique, jusqu_au=hier),
        "national": build_agent("national"),
        "autre site": build_agent("referent", clermont),
        "sans rôle": build_agent(),
    }


@pytest.fixture
def page(referent):
    """The référent's browser."""
    return connect(referent)
