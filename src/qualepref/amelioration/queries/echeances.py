"""What improvement says is due: actions of the plan, sessions of training."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse

from qualepref.amelioration.models import Action, Seance
from qualepref.noyau.agendas.plages import Plage
from qualepref.organisation.echeances import Echeance, Lecture, SourceEcheances
from qualepref.organisation.permissions import can_read_registres


def list_actions(lecture: Lecture) -> Iterator[Echeance]:
    """Yield the actions left to do that have a date, for who reads the rows of the plan."""
    if not can_read_registres(lecture.agent, lecture.site, le=lecture.le):
        return
    datees = Action.objects.filter(site=lecture.site, echeance__isnull=False).a_faire()
    actions = datees.select_related("service", "pilote").order_by("echeance", "reference")
    for action in (
        *actions.filter(echeance__lt=lecture.le)[: lecture.limite],
        *actions.filter(echeance__gte=lecture.le)[: lecture.limite],
    ):
        yield Echeance(
            cle=f"action-{action.pk}",
            titre=f"{action.reference} {action.titre}",
            plage=Plage.jour(action.echeance),
            adresse=reverse("action", args=[lecture.site.pk, action.pk]),
            en_retard=action.en_retard(lecture.le),
            qui=", ".join(str(x) for x in (action.service, action.pilote) if x),
        )


def list_seances(lecture: Lecture) -> Iterator[Echeance]:
    """Yield the sessions of training to come, or under way, for who reads who attends them."""
    if not can_read_registres(lecture.agent, lecture.site, le=lecture.le):
        return
    seances = Seance.objects.filter(formation__site=lecture.site, fin_le__gte=lecture.le)
    ordonnees = seances.annotate(titre=F("formation__titre")).order_by("fin_le", "pk")
    for seance in ordonnees[: lecture.limite]:
        yield Echeance(
            cle=f"seance-{seance.pk}",
            titre=seance.titre,
            plage=Plage(seance.debut_le, seance.fin_le),
            adresse=reverse("seance", args=[lecture.site.pk, seance.pk]),
            en_retard=False,
        )


SOURCES = (
    SourceEcheances("plan", "Plan d’amélioration", list_actions),
    SourceEcheances("formations", "Formation", list_seances),
)
