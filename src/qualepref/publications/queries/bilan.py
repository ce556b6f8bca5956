"""What the annual report reads beside the readings: the label, and whether rows were made up."""

from __future__ import annotations

import datetime as dt

from qualepref.amelioration.queries.plan import is_reconstitue
from qualepref.enquetes.enums import ProvenanceRetour
from qualepref.enquetes.models import Campagne, Retour
from qualepref.organisation.models import Label, Site
from qualepref.suivi.enums import Provenance


def find_label(site: Site, *, le: dt.date) -> Label | None:
    """Return the latest label decided on or before a day; None without any."""
    return site.labels.filter(decision_le__lte=le).first()


def is_demonstration(site: Site) -> bool:
    """Tell whether rows of the site were reconstituted: every document must then say so."""
    return (
        site.demandes.filter(provenance=Provenance.RECONSTITUTION).exists()
        or site.comptages.filter(provenance=Provenance.RECONSTITUTION).exists()
        or is_reconstitue(site)
        or Retour.objects.filter(
            campagne__in=Campagne.objects.de(site).values("pk"),
            site=site,
            provenance=ProvenanceRetour.RECONSTITUTION,
        ).exists()
    )
