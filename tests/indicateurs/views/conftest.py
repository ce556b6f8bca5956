"""Clients of three people: the référent and a reader of the site, the référent of another one."""

import pytest
from django.test import Client


def _log_in(agent):
    client = Client()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def gere(referent):
    return _log_in(referent)


@pytest.fixture
def lit(lecteur):
    return _log_in(lecteur)


@pytest.fixture
def dehors(etranger):
    return _log_in(etranger)


@pytest.fixture
def public():
    return Client()
