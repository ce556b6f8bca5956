"""Registers traced by sample: which demandes belong to the sample.

What users expect, written down. A register may be traced exhaustively for one mailbox (the main
one) and by sample for others, with the same sample weeks declared for the whole register. So:
- in a declared week (Monday to Sunday, by day of receipt), a demande belongs to the sample, unless
  its service and mailbox are traced all year: the same register then holds, in the same year and
  outside the declared weeks, an exhaustive demande of the same service and mailbox;
- outside declared weeks, every demande is exhaustive;
- the agent who records may say otherwise for one demande;
- declaring a week, or removing one, applies this rule again to the demandes of that week.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from qualepref.organisation.models import Site
from qualepref.suivi.enums import Tracage
from qualepref.suivi.models import Demande, SemaineEchantillon


@dataclass(frozen=True, slots=True)
class SemaineCouverte:
    """A declared week, and how many of its demandes are in the sample or not."""

    semaine: SemaineEchantillon
    dimanche: dt.date
    echantillon: int
    exhaustif: int


def monday_of(jour: dt.date) -> dt.date:
    """Return the Monday of the week of that day."""
    return jour - dt.timedelta(days=jour.weekday())


def has_semaines(site: Site, *, registre: str) -> bool:
    """Tell whether any sample week was ever declared for the register."""
    return SemaineEchantillon.objects.filter(site=site, registre=registre).exists()


def tracage_of(
    site: Site, *, registre: str, recue_le: dt.date, service: int | None, boite: int | None
) -> str:
    """Return how a demande is traced, by the rule of this module."""
    lundi = monday_of(recue_le)
    annee = recue_le.year
    lundis = set(
        SemaineEchantillon.objects.filter(
            site=site,
            registre=registre,
            lundi__range=(dt.date(annee, 1, 1) - dt.timedelta(days=6), dt.date(annee, 12, 31)),
        ).values_list("lundi", flat=True)
    )
    if lundi not in lundis:
        return Tracage.EXHAUSTIF
    hors_semaines = Demande.objects.filter(
        site=site,
        registre=registre,
        tracage=Tracage.EXHAUSTIF,
        service=service,
        boite=boite,
        recue_le__range=(dt.date(annee, 1, 1), dt.date(annee, 12, 31)),
    )
    for autre in lundis:
        hors_semaines = hors_semaines.exclude(recue_le__range=(autre, autre + dt.timedelta(days=6)))
    return Tracage.EXHAUSTIF if hors_semaines.exists() else Tracage.ECHANTILLON


def list_semaines(site: Site, *, registre: str) -> list[SemaineCouverte]:
    """Return the declared weeks of a register, most recent first."""
    semaines = SemaineEchantillon.objects.filter(site=site, registre=registre)
    return [cover_semaine(s) for s in semaines.order_by("-lundi")]


def cover_semaine(semaine: SemaineEchantillon) -> SemaineCouverte:
    """Return a declared week with the counts of its demandes."""
    dimanche = semaine.lundi + dt.timedelta(days=6)
    comptes = Demande.objects.filter(
        site=semaine.site_id,
        registre=semaine.registre,
        recue_le__range=(semaine.lundi, dimanche),
    ).aggregate(
        echantillon=Count("pk", filter=Q(tracage=Tracage.ECHANTILLON)),
        exhaustif=Count("pk", filter=Q(tracage=Tracage.EXHAUSTIF)),
    )
    return SemaineCouverte(semaine, dimanche, **comptes)
