"""A site, what it may give figures for, and three people around it."""

import pytest

from chiffres import create_agent, create_site
from qualepref.indicateurs.queries.perimetre import load_perimetre
from qualepref.organisation.enums import NomRole


@pytest.fixture
def site(db):
    return create_site()


@pytest.fixture
def perimetre(site):
    return load_perimetre(site)


@pytest.fixture
def referent(site):
    return create_agent("referent.63", site)


@pytest.fixture
def lecteur(site):
    return create_agent("lecteur.63", site, NomRole.LECTEUR)


@pytest.fixture
def etranger(db):
    """The référent of another site."""
    return create_agent("referent.91", create_site("pref-91", (1,)))
