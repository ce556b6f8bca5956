"""Words written for the documents of a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from qualepref.organisation.models import Site
from qualepref.publications.models import Redaction
from qualepref.socle.operations import record_evenement


@transaction.atomic
def write_redactions(
    site: Site, *, annee: int, textes: Mapping[str, str], par: str, le: dt.date
) -> None:
    """Write the texts of a year by field; an empty one takes its field out of the documents."""
    avant = {r.champ: r for r in Redaction.objects.filter(site=site, annee=annee)}
    changes = []
    for champ, texte in textes.items():
        propre = texte.replace("\r\n", "\n").strip()
        ancien = avant.get(champ)
        if (ancien.texte if ancien else "") == propre:
            continue
        Redaction.objects.update_or_create(
            site=site, annee=annee, champ=champ, defaults={"texte": propre, "par": par, "le": le}
        )
        changes.append(champ)
    if changes:
        record_evenement(
            par=par,
            action="textes rédigés",
            objet=f"documents {annee}",
            site=site.pk,
            apres={"champs": changes},
        )
