"""The publication being made for a site and year."""

from __future__ import annotations

from qualepref.organisation.models import Site
from qualepref.publications.models import Preparation


def find_preparation(site: Site, annee: int) -> Preparation | None:
    """Return the last publication asked for by a page for a year; None before any."""
    return Preparation.objects.filter(site=site, annee=annee).first()
