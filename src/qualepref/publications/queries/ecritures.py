"""What was written on a site since a snapshot, from the audit trail."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from qualepref.publications.models import Instantane
from qualepref.publications.rules.raisons import Ecriture
from qualepref.socle.models import Evenement


ACTION_FIGER = "instantané figé"


def load_ecritures(instantane: Instantane) -> list[Ecriture]:
    """Return what was written since a snapshot was frozen, the latest first."""
    site = instantane.site
    fige = Evenement.objects.filter(
        site=site.pk, action=ACTION_FIGER, objet__endswith=instantane.reference
    ).first()
    if fige is None:
        return []
    fuseau = ZoneInfo(site.fuseau)
    suivants = Evenement.objects.filter(site=site.pk, pk__gt=fige.pk).order_by("-pk")
    lus = suivants.values_list("action", "objet", "le")
    return [Ecriture(a, objet, le.astimezone(fuseau).date()) for a, objet, le in lus]
