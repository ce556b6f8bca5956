"""The calendars of the demonstration, as published, and once only."""

import datetime as dt
from pathlib import Path

import pytest

from qualepref.demarche.models import Cycle, Jalon
from qualepref.demarche.queries.calendrier import load_calendrier
from qualepref.demonstration.demarche import load_demarches, write_demarches
from qualepref.organisation.operations import load_sites_officiels


pytestmark = pytest.mark.django_db
DOSSIER = Path(__file__).parents[2] / "demonstration" / "demarche"
LE = dt.date(2023, 1, 31)


def test_les_calendriers_publies_s_ecrivent_une_fois_avec_leurs_dates():
    load_sites_officiels()

    ecrits = write_demarches(load_demarches(DOSSIER), le=LE)

    assert (ecrits, write_demarches(load_demarches(DOSSIER), le=LE)) == (2, 0)
    nantes = load_calendrier(Cycle.objects.get(site="pref-44"), le=LE)
    essonne = load_calendrier(Cycle.objects.get(site="pref-91"), le=LE)
    assert (nantes.faites, nantes.total, nantes.retards) == (5, 5, ())
    assert (essonne.faites, essonne.total, len(essonne.retards)) == (2, 24, 19)
    assert essonne.desordres == ()
    dits = {
        j.code: j.plage.texte.replace("\xa0", " ")
        for j in Jalon.objects.filter(cycle=essonne.cycle, debut__isnull=False)
    }
    assert dits["autodiagnostics"] == "de juin à août 2020"
    assert dits["enquetes-mystere"] == "du 1er novembre 2020 au 15 janvier 2021"
    assert dits["audit-externe"] == "de mai à juin 2021"
