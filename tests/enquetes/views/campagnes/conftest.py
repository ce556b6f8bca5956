"""A site, its référent, and one campaign before and after it opens."""

import datetime as dt

import pytest

from enquetes.usines import build_campagne
from qualepref.enquetes.enums import Mode
from qualepref.enquetes.operations.ouvertures import validate_campagne
from qualepref.organisation.acces import today_at
from usines import build_agent, build_site, connect


@pytest.fixture
def site():
    return build_site()


@pytest.fixture
def referent(site):
    return connect(build_agent("referent", site))


@pytest.fixture
def le(site):
    return today_at(site)


@pytest.fixture
def en_preparation(site, le):
    return build_campagne(
        site,
        validee_le=None,
        ouverte_le=le,
        fermee_le=le + dt.timedelta(days=30),
        modes=[Mode.EN_LIGNE, Mode.BORNE, Mode.PAPIER],
    )


@pytest.fixture
def ouverte(en_preparation, le):
    validate_campagne(en_preparation, par="usine", le=le)
    return en_preparation
