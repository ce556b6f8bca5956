"""The publication being made for a site and year."""

from __future__ import annotations

from django.db.models import QuerySet

from qualepref.organisation.models import Site
from qualepref.publications.enums import EtatPreparation
from qualepref.publications.models import Preparation


def find_preparation(site: Site, annee: int) -> Preparation | None:
    """Return the last publication asked for by a page for a year; None before any."""
    return Preparation.objects.filter(site=site, annee=annee).first()


def list_en_cours(site: Site) -> QuerySet[Preparation]:
    """Return the publications of a site being made now, by year."""
    return site.preparations.filter(etat=EtatPreparation.EN_COURS).order_by("annee")
