"""Values of living evidence kept for a day, so that they can be shown as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from qualepref.organisation.models import Site
from qualepref.preuves.models import ConstatConserve
from qualepref.preuves.queries.vivantes.constats import Constat
from qualepref.socle.operations import record_evenement


@transaction.atomic
def record_constats(site: Site, *, constats: Iterable[Constat], par: str, le: dt.date) -> int:
    """Keep what living evidence says on a day, in the place of what was kept that day; return how many."""
    lignes = [
        ConstatConserve(
            site=site,
            preuve=c.vivante.code,
            le=le,
            etat=c.etat,
            valeur=c.observation.valeur[:300],
            par=par,
        )
        for c in constats
    ]
    ConstatConserve.objects.filter(
        site=site, le=le, preuve__in=[ligne.preuve for ligne in lignes]
    ).delete()
    ConstatConserve.objects.bulk_create(lignes)
    record_evenement(
        par=par,
        action="conserver les constats",
        objet=f"preuves vivantes au {le:%d/%m/%Y}",
        site=site.pk,
        apres={"constats": len(lignes)},
    )
    return len(lignes)
