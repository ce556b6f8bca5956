from types import SimpleNamespace

import pytest
from django.conf import settings

from qualepref.demonstration.donnees import load_publications
from qualepref.demonstration.reconstitution import reconstitute
from qualepref.noyau.calendrier import Calendrier, load_territoires
from qualepref.noyau.referentiel.lecture import load_referentiel


@pytest.fixture(scope="session")
def publications():
    return {p.sites[0].code: p for p in load_publications(settings.DEMONSTRATION)}


@pytest.fixture(scope="session")
def referentiel():
    return load_referentiel(settings.REFERENTIELS / "qual-e-pref" / "2019-02")


@pytest.fixture(scope="session")
def regles(referentiel):
    """What the pure program asks beside its data."""
    territoires = load_territoires(settings.CALENDRIERS / "territoires.yaml")
    return SimpleNamespace(
        natures={n.code: n for n in referentiel.natures},
        calendrier=Calendrier(territoires["metropole"]),
    )


@pytest.fixture(scope="session")
def lignes(publications, regles):
    return reconstitute(
        publications["pref-44"].reconstitution,
        natures=regles.natures,
        calendrier=regles.calendrier,
    )
