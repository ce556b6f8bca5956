"""What committees say is due: meetings to come, and those past that nobody reported on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.urls import reverse

from qualepref.comites.models import Reunion
from qualepref.noyau.agendas.plages import Plage
from qualepref.organisation.echeances import Echeance, Lecture, SourceEcheances


def list_reunions(lecture: Lecture) -> Iterator[Echeance]:
    """Yield the meetings not held yet; every role may read their dates. Past ones are late."""
    minuit = dt.datetime.combine(lecture.le, dt.time(), tzinfo=ZoneInfo(lecture.site.fuseau))
    prevues = (
        Reunion.objects.filter(comite__sites=lecture.site, tenue=False)
        .select_related("comite__pilote")
        .order_by("debut")
    )
    for reunion in (
        *prevues.filter(debut__lt=minuit)[: lecture.limite],
        *prevues.filter(debut__gte=minuit)[: lecture.limite],
    ):
        comite = reunion.comite
        jour = reunion.debut.astimezone(ZoneInfo(comite.pilote.fuseau)).date()
        passee = jour < lecture.le
        yield Echeance(
            cle=f"reunion-{reunion.pk}",
            titre=f"{comite.nom} : noter la séance" if passee else f"{comite.nom} : réunion",
            plage=Plage.jour(jour),
            adresse=reverse("reunion", args=[lecture.site.pk, comite.pk, reunion.pk]),
            en_retard=passee,
        )


REUNIONS = SourceEcheances("comites", "Comité", list_reunions)
