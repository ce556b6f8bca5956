"""The dated events of a site, as rows and as facts."""

from __future__ import annotations

from django.db.models import QuerySet

from qualepref.indicateurs.models import EvenementSite
from qualepref.indicateurs.rules.evenements import EvenementDonne
from qualepref.noyau.calcul.periodes import Periode
from qualepref.organisation.models import Site


def list_evenements(site: Site) -> QuerySet[EvenementSite]:
    """Return every event of a site, latest first."""
    return EvenementSite.objects.filter(site=site).order_by("-survenu_le", "-pk")


def find_evenements(site: Site, periode: Periode) -> list[EvenementSite]:
    """Return the events of a site over a period, in the order of time."""
    jours = (periode.debut, periode.fin)
    notes = EvenementSite.objects.filter(site=site, survenu_le__range=jours)
    return list(notes.order_by("survenu_le", "pk"))


def donne_of(evenement: EvenementSite) -> EvenementDonne:
    """Return a stored event as it was given."""
    return EvenementDonne(
        survenu_le=evenement.survenu_le,
        nature=evenement.nature,
        libelle=evenement.libelle,
        indicateur=evenement.indicateur,
        recale=evenement.recale,
    )
