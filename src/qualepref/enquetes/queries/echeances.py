"""What surveys say is due: the closing of those that run or are about to."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from qualepref.enquetes.models import Campagne
from qualepref.noyau.agendas.plages import Plage
from qualepref.organisation.echeances import Echeance, Lecture, SourceEcheances


def list_clotures(lecture: Lecture) -> Iterator[Echeance]:
    """Yield the closings to come, which every role may read: dates and titles name nobody."""
    campagnes = (
        Campagne.objects.de(lecture.site)
        .filter(validee_le__isnull=False, fermee_le__gte=lecture.le)
        .order_by("fermee_le", "pk")
    )
    for campagne in campagnes[: lecture.limite]:
        yield Echeance(
            cle=f"enquete-{campagne.pk}",
            titre=f"Clôture : {campagne.titre}",
            plage=Plage.jour(campagne.fermee_le),
            adresse=reverse("enquete", args=[lecture.site.pk, campagne.pk]),
            en_retard=False,
        )


CLOTURES = SourceEcheances("enquetes", "Enquête", list_clotures)
