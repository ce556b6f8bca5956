"""Calendars of the approach for the tests."""

import datetime as dt

from qualepref.demarche.models import Jalon
from qualepref.demarche.operations.cycles import CycleDonne, create_cycle
from qualepref.noyau.agendas.plages import Plage


JUIN_2020 = dt.date(2020, 6, 15)


def build_cycle(site, *, nom="Labellisation", debut=JUIN_2020):
    """Return a cycle begun in June 2020 from the steps of the product."""
    return create_cycle(site, donne=CycleDonne(nom, debut), par="usine")


def get_jalon(cycle, code):
    """Return a step of a cycle by its code."""
    return Jalon.objects.get(cycle=cycle, code=code)


def date_jalon(cycle, code, plage: Plage | None = None, *, fait_le=None):
    """Date a step, done or not, without looking at the order."""
    jalon = get_jalon(cycle, code)
    if plage is not None:
        jalon.debut, jalon.fin = plage.debut, plage.fin
        jalon.precision = plage.precision.value
    jalon.fait_le = fait_le
    jalon.save()
    return jalon
