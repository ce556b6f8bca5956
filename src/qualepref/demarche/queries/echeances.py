"""What the approach says is due: steps of the current calendar, surveillance and end of the label."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from qualepref.demarche.models import Cycle, Jalon
from qualepref.demarche.queries.vie import list_surveillances_posees, load_vie
from qualepref.noyau.agendas.plages import Plage
from qualepref.organisation.echeances import Echeance, Lecture, SourceEcheances
from qualepref.organisation.permissions import can_read_registres


def list_jalons(lecture: Lecture) -> Iterator[Echeance]:
    """Yield the steps left to do of the current cycle; who does them, for who reads names."""
    cycle = Cycle.objects.filter(site=lecture.site).first()
    if cycle is None:
        return
    lit = can_read_registres(lecture.agent, lecture.site, le=lecture.le)
    restent = Jalon.objects.filter(cycle=cycle, fait_le__isnull=True, fin__isnull=False)
    jalons = restent.select_related("service", "agent").order_by("fin", "debut", "rang")
    calendrier = reverse("demarche", args=[lecture.site.pk])
    for jalon in (
        *jalons.filter(fin__lt=lecture.le)[: lecture.limite],
        *jalons.filter(fin__gte=lecture.le)[: lecture.limite],
    ):
        if jalon.plage is not None:
            yield Echeance(
                cle=f"etape-{jalon.pk}",
                titre=jalon.titre,
                plage=jalon.plage,
                adresse=f"{calendrier}#etape-{jalon.pk}",
                en_retard=jalon.en_retard(lecture.le),
                qui=jalon.charge_de if lit else "",
            )


def list_label(lecture: Lecture) -> Iterator[Echeance]:
    """Yield the surveillances left to do that no calendar holds, and the end of the label."""
    vie = load_vie(lecture.site, le=lecture.le)
    if vie.decision is None:
        return
    page = reverse("demarche_label", args=[lecture.site.pk])
    fin = vie.decision.fin_le
    echu = fin < lecture.le
    titre = "Label échu" if echu else "Dernier jour du label"
    yield Echeance(f"label-{fin:%Y%m%d}", titre, Plage.jour(fin), page, en_retard=echu)
    if vie.preparer_le is not None and not vie.renouvele and not echu:
        yield Echeance(
            f"renouvellement-{fin:%Y%m%d}",
            "Préparer le renouvellement du label",
            Plage.jour(vie.preparer_le),
            page,
            en_retard=vie.preparer_le < lecture.le,
        )
    posees = list_surveillances_posees(lecture.site)
    for s in vie.surveillances:
        if s.faite_le is None and s.code not in posees and not echu:
            yield Echeance(
                s.code,
                "Surveillance du label",
                Plage.jour(s.prevue_le),
                page,
                en_retard=s.en_retard(lecture.le),
            )


SOURCES = (
    SourceEcheances("demarche", "Démarche", list_jalons),
    SourceEcheances("label", "Label", list_label),
)
