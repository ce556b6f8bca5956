"""What the plan leaves an agent to do."""

from __future__ import annotations

from django.urls import reverse

from qualepref.amelioration.models import Action
from qualepref.organisation.charges import Charge
from qualepref.organisation.models import Agent, Site


def find_actions_pilotees(agent: Agent, site: Site) -> Charge | None:
    """Return how many actions left to do an agent pilots on a site, None when there is none."""
    nombre = Action.objects.filter(site=site, pilote=agent).a_faire().count()
    if not nombre:
        return None
    s = "s" if nombre > 1 else ""
    return Charge(
        f"{nombre} action{s} du plan d’amélioration, comme pilote",
        f"{reverse('plan', args=[site.pk])}?pilote={agent.pk}",
    )
