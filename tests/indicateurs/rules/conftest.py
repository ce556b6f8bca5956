"""The perimeter of a site of modules 1 and 2, without a database."""

from dataclasses import replace

import pytest
from django.conf import settings

from qualepref.indicateurs.rules.perimetre import Perimetre
from qualepref.noyau.referentiel.lecture import load_referentiel
from qualepref.noyau.referentiel.modele import Unite


@pytest.fixture(scope="session")
def perimetre():
    referentiel = load_referentiel(settings.REFERENTIELS / "qual-e-pref" / "2019-02")
    dedans = {i.code: i for i in referentiel.indicateurs if i.module in (1, 2, None)}
    nombre = replace(
        dedans["I4"], code="N1", libelle="Nombre de visites", unite=Unite.NOMBRE, formule=None
    )
    return Perimetre(
        indicateurs={**dedans, "N1": nombre},
        hors={i.code: i for i in referentiel.indicateurs if i.code not in dedans},
        libelles={
            "boite": {"elections": "Élections", "prefecture": "Boîte principale"},
            "service": {"dcl": "DCL"},
            "dimension": {c: nom for g in referentiel.grandeurs for c, nom in g.dimensions},
        },
        dimensions={g.code: tuple(c for c, _ in g.dimensions) for g in referentiel.grandeurs},
    )
