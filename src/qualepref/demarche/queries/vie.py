"""The life of a site's label."""

from __future__ import annotations

import datetime as dt

from qualepref.demarche.models import Cycle, Jalon
from qualepref.demarche.queries.regles import get_regles
from qualepref.demarche.rules.vie import CODE_SURVEILLANCE, Decision, VieLabel, compute_vie
from qualepref.organisation.models import Site


def load_vie(site: Site, *, le: dt.date) -> VieLabel:
    """Return where a site stands on a day, and what its label has seen."""
    regles = get_regles()
    faites = Jalon.objects.filter(
        cycle__site=site, code__startswith=CODE_SURVEILLANCE, fait_le__isnull=False
    ).values_list("code", "fait_le")
    return compute_vie(
        tuple(Decision(d, f) for d, f in site.labels.values_list("decision_le", "fin_le")),
        cycles=tuple(Cycle.objects.filter(site=site).values_list("debut", flat=True)),
        faites=dict(faites),
        surveillance=regles.surveillance,
        renouvellement=regles.renouvellement,
        le=le,
    )


def list_surveillances_posees(site: Site) -> dict[str, int]:
    """Return the steps of surveillance of a site's calendars, by code."""
    jalons = Jalon.objects.filter(cycle__site=site, code__startswith=CODE_SURVEILLANCE)
    return dict(jalons.values_list("code", "pk"))
