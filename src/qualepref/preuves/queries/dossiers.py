"""Folders made for auditors: their list, their place, how heavy one would be."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings

from qualepref.organisation.models import Site
from qualepref.preuves.models import ConstatConserve, Dossier
from qualepref.preuves.queries.pieces import list_pieces


DOSSIER = "dossiers"


def locate_dossier(dossier: Dossier) -> Path:
    """Return where the ZIP of a folder is kept."""
    return Path(settings.MEDIA_ROOT) / DOSSIER / f"{dossier.pk}.zip"


def weigh_pieces(site: Site, *, le: dt.date) -> int:
    """Return how many bytes the latest versions of a site hold together."""
    return sum(lue.version.taille for lue in list_pieces(site, le=le))


def list_dossiers(site: Site) -> list[Dossier]:
    """Return the folders kept, the latest first."""
    return list(Dossier.objects.filter(site=site))


def list_conserves(site: Site, preuve: str) -> list[ConstatConserve]:
    """Return what a living evidence said on the days it was kept, the latest first."""
    return list(ConstatConserve.objects.filter(site=site, preuve=preuve))
