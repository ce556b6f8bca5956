"""A site, and a browser that sends forms as the public does."""

import pytest
from django.test import Client

from usines import build_site


@pytest.fixture
def nantes():
    return build_site()


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)
