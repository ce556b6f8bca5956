"""A folder of files for each test."""

import pytest


@pytest.fixture(autouse=True)
def depot(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "fichiers"
    return settings.MEDIA_ROOT


@pytest.fixture
def list_fichiers(depot):
    """Return a function that lists the files kept."""
    return lambda: sorted(p for p in depot.rglob("*") if p.is_file())
