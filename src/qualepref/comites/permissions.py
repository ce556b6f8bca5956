"""Who may do what with committees. Everything not granted here is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qualepref.comites.models import Comite
from qualepref.organisation.models import Agent, Site
from qualepref.organisation.permissions import can_manage, can_read_registres


@dataclass(frozen=True, slots=True)
class Droits:
    """What an agent may do with the committees of a site, on a day.

    gere: the référent qualité, who creates them there. lit: reads names, notes and what was said; a
    national role reads counts, dates and published minutes only.
    """

    gere: bool
    lit: bool

    def pilote(self, comite: Comite, site: Site) -> bool:
        """Whether the agent leads this committee, seen from the site."""
        return self.gere and comite.pilote_id == site.pk


def droits_of(agent: Agent, site: Site, *, le: dt.date) -> Droits:
    """Return the rights of an agent on the committees of a site on that day."""
    return Droits(can_manage(agent, site, le=le), can_read_registres(agent, site, le=le))
