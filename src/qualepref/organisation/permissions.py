"""Who may do what on a site. Everything not granted here is refused."""

import datetime as dt

from qualepref.organisation.enums import NomRole
from qualepref.organisation.models import Agent, Role, Site


def roles_on(agent: Agent, site: Site, *, le: dt.date) -> list[Role]:
    """Return the roles in force of an agent on a site, national ones included."""
    if not agent.is_authenticated:
        return []
    return [
        r for r in agent.roles_valables(le) if r.site_id == site.pk or r.role == NomRole.NATIONAL
    ]


def can_consult(agent: Agent, site: Site, *, le: dt.date) -> bool:
    """Any role in force reads the site's figures."""
    return bool(roles_on(agent, site, le=le))


def can_read_registres(agent: Agent, site: Site, *, le: dt.date) -> bool:
    """A role on the site itself reads its rows; a national role reads figures only.

    Rows may name people: no personal data leaves a site. An enquêteur fills in grids and sheets,
    and reads no register.
    """
    return any(
        r.site_id == site.pk and r.role != NomRole.ENQUETEUR for r in roles_on(agent, site, le=le)
    )


def can_manage(agent: Agent, site: Site, *, le: dt.date) -> bool:
    """The référent qualité alone imports files, sets targets, closures and perimeter."""
    return any(
        r.role == NomRole.REFERENT and r.site_id == site.pk for r in roles_on(agent, site, le=le)
    )


def can_compare_nationalement(agent: Agent, *, le: dt.date) -> bool:
    """A national role alone reads the figures of all sites together."""
    return any(r.role == NomRole.NATIONAL for r in agent.roles_valables(le))
