"""The door of the pages of improvement: which site, seen by whom, and what they may write."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from qualepref.organisation.acces import resolve_site
from qualepref.organisation.models import Site
from qualepref.suivi.permissions import Droits, droits_of


REFUS_GESTION = "Cette page est réservée au référent qualité du site."
REFUS_SERVICE = "Votre rôle permet de lire ce travail, pas d’y écrire pour ce service."
REFUS_LIGNES = (
    "Un rôle national ou d’enquêteur lit les totaux d’un site, pas ses lignes : elles nomment des "
    "personnes."
)


@dataclass(frozen=True, slots=True)
class Acces:
    """Who asks for the improvement of which site, on which civil day there, with which rights.

    lit_lignes: whether rows that name people may be read; otherwise, totals only.
    """

    site: Site
    le: dt.date
    droits: Droits
    lit_lignes: bool

    def require_lignes(self) -> None:
        """Refuse those who read totals only."""
        if not self.lit_lignes:
            raise PermissionDenied(REFUS_LIGNES)

    def require_service(self, service_id: int | None) -> None:
        """Refuse those who may not write what belongs to that service."""
        if not self.droits.couvre(service_id):
            raise PermissionDenied(REFUS_SERVICE)

    def require_gestion(self) -> None:
        """Refuse all but the référent qualité."""
        if not self.droits.gere:
            raise PermissionDenied(REFUS_GESTION)


def open_acces(request: HttpRequest, code: str) -> Acces:
    """Return what a page of the site needs to know; 404 when the agent may not see the site."""
    site, le = resolve_site(request, code)
    return Acces(site, le, droits_of(request.user, site, le=le), request.lit_registres)
