"""Who may make and take an auditor's folder."""

import datetime as dt

from qualepref.organisation.enums import NomRole
from qualepref.organisation.models import Agent, Site
from qualepref.organisation.permissions import roles_on


def can_prepare_dossiers(agent: Agent, site: Site, *, le: dt.date) -> bool:
    """The référent qualité and the auditors of the site, until their last day."""
    roles = roles_on(agent, site, le=le)
    return any(
        r.site_id == site.pk and r.role in (NomRole.REFERENT, NomRole.AUDITEUR) for r in roles
    )
