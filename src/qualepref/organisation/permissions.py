"""Who may do what on a site. Everything not granted here is refused."""

import datetime as dt

from qualepref.organisation.enums import NomRole
from qualepref.organisation.models import Agent, Role, Service, Site


def roles_on(agent: Agent, site: Site, *, le: dt.date) -> list[Role]:
    """Return the roles in force of an agent on a site, national ones included."""
    if not agent.is_authenticated:
        return []
    return [
        r for r in agent.roles.valables(le) if r.site_id == site.pk or r.role == NomRole.NATIONAL
    ]


def can_consult(agent: Agent, site: Site, *, le: dt.date) -> bool:
    """Any role in force reads the site's registers and figures."""
    return bool(roles_on(agent, site, le=le))


def can_manage(agent: Agent, site: Site, *, le: dt.date) -> bool:
    """The référent qualité alone imports files, sets targets, closures and perimeter."""
    return any(
        r.role == NomRole.REFERENT and r.site_id == site.pk for r in roles_on(agent, site, le=le)
    )


def can_record(agent: Agent, site: Site, service: Service | None, *, le: dt.date) -> bool:
    """The référent records anywhere; a correspondent in the service of the role only."""
    if can_manage(agent, site, le=le):
        return True
    return service is not None and service.pk in services_recorded_by(agent, site, le=le)


def services_recorded_by(agent: Agent, site: Site, *, le: dt.date) -> set[int]:
    """Return the services a correspondent may write in; empty for everybody else."""
    return {
        r.service_id
        for r in roles_on(agent, site, le=le)
        if r.role == NomRole.CORRESPONDANT and r.site_id == site.pk
    }
