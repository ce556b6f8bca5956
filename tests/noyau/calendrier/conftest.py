"""The territories under test."""

from pathlib import Path

import pytest

from qualepref.noyau.calendrier import Territoire, load_territoires


FICHIER = Path(__file__).parents[3] / "calendriers" / "territoires.yaml"


@pytest.fixture(scope="session")
def territoires() -> dict[str, Territoire]:
    return load_territoires(FICHIER)


@pytest.fixture(scope="session")
def metropole(territoires) -> Territoire:
    return territoires["metropole"]


def pytest_generate_tests(metafunc):
    """Run a test that asks for `territoire` on each territory of the file."""
    if "territoire" in metafunc.fixturenames:
        territoires = load_territoires(FICHIER).values()
        metafunc.parametrize("territoire", territoires, ids=lambda t: t.code)
