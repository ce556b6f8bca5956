"""The door of the pages of surveys: which campaign, seen from which site, with which rights."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from qualepref.enquetes.models import Campagne
from qualepref.enquetes.permissions import Droits, droits_of
from qualepref.enquetes.queries.tests_mystere import is_aveugle
from qualepref.organisation.acces import resolve_site
from qualepref.organisation.models import Agent, Site


REFUS_GESTION = "Cette page est réservée au référent qualité du site qui pilote la campagne."
REFUS_SAISIE = "Votre rôle permet de lire cette enquête, pas d’y saisir de réponses."
REFUS_RESULTATS = (
    "Vous faites des tests dans cette campagne : ses résultats s’ouvriront pour vous à sa clôture."
)
REFUS_VERBATIMS = (
    "Les remarques des usagers se lisent sur leur site : un rôle national lit les chiffres."
)


@dataclass(frozen=True, slots=True)
class Acces:
    """Who asks for the surveys of which site, on which civil day there, with which rights."""

    site: Site
    le: dt.date
    droits: Droits

    def campagne(self, pk: int) -> Campagne:
        """Return a campaign run on this site; 404 when there is none."""
        campagne = (
            Campagne.objects.de(self.site)
            .select_related("pilote", "formulaire", "precedente")
            .filter(pk=pk)
            .first()
        )
        if campagne is None:
            raise Http404("Cette campagne n’existe pas, ou n’existe plus.")
        return campagne

    def require_pilote(self, campagne: Campagne) -> None:
        """Refuse all but the référent qualité of the site that leads the campaign."""
        if not self.droits.pilote(campagne, self.site):
            raise PermissionDenied(REFUS_GESTION)

    def require_gestion(self) -> None:
        """Refuse all but the référent qualité."""
        if not self.droits.gere:
            raise PermissionDenied(REFUS_GESTION)

    def require_saisie(self) -> None:
        """Refuse those who only read."""
        if not self.droits.saisit:
            raise PermissionDenied(REFUS_SAISIE)

    def require_resultats(self, campagne: Campagne, agent: Agent) -> None:
        """Refuse, while a mystery campaign runs, those who still judge for it: they stay blind."""
        if is_aveugle(campagne, agent, le=self.le):
            raise PermissionDenied(REFUS_RESULTATS)

    def require_verbatims(self) -> None:
        """Refuse those who read figures only."""
        if not self.droits.lit_verbatims:
            raise PermissionDenied(REFUS_VERBATIMS)


def open_acces(request: HttpRequest, code: str) -> Acces:
    """Return what a page of a site's surveys needs; 404 when the agent may not see the site."""
    site, le = resolve_site(request, code)
    return Acces(site, le, droits_of(request.user, site, le=le))
