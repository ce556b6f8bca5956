"""Snapshots: written once, never changed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from qualepref.organisation.models import Site
from qualepref.publications.models import Instantane
from qualepref.publications.queries.ecritures import ACTION_FIGER
from qualepref.publications.rendering.figes import Fige
from qualepref.socle.operations import record_evenement


@transaction.atomic
def freeze_instantane(site: Site, *, fige: Fige, par: str, le: dt.date) -> Instantane:
    """Write a snapshot already gathered, and return it: the one that stands when it is the same."""
    instantane, nouveau = Instantane.objects.get_or_create(
        empreinte=fige.empreinte,
        defaults={
            "reference": fige.reference,
            "site": site,
            "annee": fige.contenu.annee,
            "contenu": fige.canonique,
            "fige_le": le,
        },
    )
    if nouveau:
        record_evenement(
            par=par,
            action=ACTION_FIGER,
            objet=f"{fige.contenu.annee} {fige.reference}",
            site=site.pk,
            apres={"empreinte": fige.empreinte},
        )
    return instantane
