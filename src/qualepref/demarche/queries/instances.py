"""The bodies of an approach: which exist on the site, and who answers for each service."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qualepref.comites.queries.comites import LigneComite, list_comites
from qualepref.demarche.queries.regles import get_regles
from qualepref.noyau.demarche.modele import InstanceModele
from qualepref.organisation.enums import NomRole
from qualepref.organisation.models import Agent, Role, Service, Site


@dataclass(frozen=True, slots=True)
class InstanceLue:
    """A body and the committees that are it on the site."""

    modele: InstanceModele
    comites: tuple[LigneComite, ...]

    @property
    def manque(self) -> bool:
        """Whether it is expected and does not exist."""
        return self.modele.attendue and not self.comites


@dataclass(frozen=True, slots=True)
class ServiceLu:
    """A service and its correspondents in force; none when nobody answers for it."""

    service: Service
    correspondants: tuple[Agent, ...]


def load_instances(site: Site, *, le: dt.date) -> list[InstanceLue]:
    """Return the bodies of an approach, each with the committees of the site."""
    comites = list_comites(site, le=le)
    return [
        InstanceLue(modele, tuple(c for c in comites if c.comite.type == modele.comite))
        for modele in get_regles().instances
    ]


def list_services(site: Site, *, le: dt.date) -> list[ServiceLu]:
    """Return the services of a site with their correspondents; those without any first."""
    roles = (
        Role.objects.filter(site=site, role=NomRole.CORRESPONDANT)
        .valables(le)
        .select_related("agent")
        .order_by("agent__last_name", "agent__username")
    )
    par_service: dict[int, list[Agent]] = {}
    for role in roles:
        par_service.setdefault(role.service_id, []).append(role.agent)
    lus = [ServiceLu(s, tuple(par_service.get(s.pk, ()))) for s in site.services.all()]
    return sorted(lus, key=lambda lu: bool(lu.correspondants))


def list_agents(site: Site, *, le: dt.date) -> list[Agent]:
    """Return the agents who may be in charge of a step: those with a role on the site, auditors apart."""
    roles = Role.objects.filter(site=site).exclude(role=NomRole.AUDITEUR).valables(le)
    return list(Agent.objects.filter(roles__in=roles).distinct().order_by("last_name", "username"))
