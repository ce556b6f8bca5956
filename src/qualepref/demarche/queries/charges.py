"""What the calendar of the approach leaves an agent to do."""

from __future__ import annotations

from django.urls import reverse

from qualepref.demarche.models import Cycle, Jalon
from qualepref.organisation.charges import Charge
from qualepref.organisation.models import Agent, Site


def find_etapes_confiees(agent: Agent, site: Site) -> Charge | None:
    """Return how many steps of the current calendar an agent has left to do, None when none."""
    cycle = Cycle.objects.filter(site=site).first()
    nombre = Jalon.objects.filter(cycle=cycle, agent=agent, fait_le__isnull=True).count()
    if cycle is None or not nombre:
        return None
    s = "s" if nombre > 1 else ""
    return Charge(
        f"{nombre} étape{s} du calendrier de la démarche", reverse("demarche", args=[site.pk])
    )
