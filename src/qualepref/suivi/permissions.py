"""Who may write what in the registers of a site."""

import datetime as dt
from dataclasses import dataclass

from qualepref.organisation.enums import NomRole
from qualepref.organisation.models import Agent, Site
from qualepref.organisation.permissions import roles_on


@dataclass(frozen=True, slots=True)
class Droits:
    """What an agent may do on a site on a day.

    gere: the référent qualité. services: primary keys a correspondent writes in.
    """

    gere: bool
    services: frozenset[int]

    @property
    def saisit(self) -> bool:
        """Whether the agent may record anything at all."""
        return self.gere or bool(self.services)

    def couvre(self, service_id: int | None) -> bool:
        """Whether the agent may write a demande of that service."""
        return self.gere or (service_id is not None and service_id in self.services)


def droits_of(agent: Agent, site: Site, *, le: dt.date) -> Droits:
    """Return the rights of an agent on a site, in one query."""
    roles = [r for r in roles_on(agent, site, le=le) if r.site_id == site.pk]
    return Droits(
        gere=any(r.role == NomRole.REFERENT for r in roles),
        services=frozenset(r.service_id for r in roles if r.role == NomRole.CORRESPONDANT),
    )
