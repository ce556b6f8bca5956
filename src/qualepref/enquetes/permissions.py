"""Who may do what with surveys. Everything not granted here is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from qualepref.enquetes.models import Campagne
from qualepref.organisation.enums import NomRole
from qualepref.organisation.models import Agent, Site
from qualepref.organisation.permissions import roles_on


GERE = frozenset({NomRole.REFERENT})
SAISIT = frozenset({NomRole.REFERENT, NomRole.CORRESPONDANT, NomRole.ENQUETEUR})
LIT_VERBATIMS = frozenset(
    {NomRole.REFERENT, NomRole.CORRESPONDANT, NomRole.LECTEUR, NomRole.AUDITEUR}
)


@dataclass(frozen=True, slots=True)
class Droits:
    """What an agent may do with the surveys of a site, on a day.

    gere: prepares, opens, closes, imports, moderates. saisit: types sheets, fills in the grids of
    the mystery tests given to them. lit_verbatims: reads remarks; a national role never does.
    """

    gere: bool
    saisit: bool
    lit_verbatims: bool

    def pilote(self, campagne: Campagne, site: Site) -> bool:
        """Whether the agent leads this campaign, seen from the site."""
        return self.gere and campagne.pilote_id == site.pk


def droits_of(agent: Agent, site: Site, *, le: dt.date) -> Droits:
    """Return the rights of an agent on the surveys of a site on that day."""
    roles = {r.role for r in roles_on(agent, site, le=le)}
    return Droits(bool(roles & GERE), bool(roles & SAISIT), bool(roles & LIT_VERBATIMS))


def list_sites_associables(agent: Agent, pilote: Site, *, le: dt.date) -> list[Site]:
    """Return the sites that an agent may join to a campaign led by `pilote`, itself first.

    Those where the agent is référent too; and, led by a prefecture, its own sub-prefectures, whose
    quality approach it leads.
    """
    geres = [r.site_id for r in agent.roles_valables(le) if r.role in GERE and r.site_id]
    autres = Site.objects.filter(Q(pk__in=geres) | Q(prefecture=pilote)).exclude(pk=pilote.pk)
    return [pilote, *autres.order_by("code")]
