"""The door of the pages of committees: which committee, seen from which site, with which rights."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from qualepref.comites.models import Comite, Membre, Reunion, Suite
from qualepref.comites.permissions import Droits, droits_of
from qualepref.organisation.acces import resolve_site
from qualepref.organisation.models import Agent, Site
from qualepref.organisation.permissions import can_manage


REFUS_PILOTE = "Cette page est réservée au référent qualité du site qui pilote le comité."
REFUS_LECTURE = (
    "Votre rôle permet de lire les chiffres et les comptes rendus publiés : les échanges d’un "
    "comité peuvent nommer des personnes."
)


@dataclass(frozen=True, slots=True)
class Acces:
    """Who asks for the committees of which site, on which civil day there, with which rights."""

    site: Site
    le: dt.date
    droits: Droits

    def comite(self, pk: int) -> Comite:
        """Return a committee this site sits on; 404 when there is none."""
        comite = (
            Comite.objects.filter(sites=self.site, pk=pk)
            .select_related("pilote")
            .prefetch_related("sites")
            .first()
        )
        if comite is None:
            raise Http404("Ce comité n’existe pas, ou n’existe plus.")
        return comite

    def reunion(self, pk: int, reunion: int) -> Reunion:
        """Return a meeting of such a committee; 404 when there is none."""
        comite = self.comite(pk)
        trouvee = comite.reunions.filter(pk=reunion).first()
        if trouvee is None:
            raise Http404("Cette réunion n’existe pas, ou n’existe plus.")
        trouvee.comite = comite
        return trouvee

    def membre(self, comite: Comite, pk: int) -> Membre:
        """Return a member of a committee; 404 when there is none."""
        membre = comite.membres.filter(pk=pk).first()
        if membre is None:
            raise Http404("Ce membre n’existe pas, ou n’existe plus.")
        return membre

    def suite(self, reunion: Reunion, pk: int) -> Suite:
        """Return a follow-up of a meeting; 404 when there is none."""
        suite = reunion.suites.select_related("membre", "modele", "action").filter(pk=pk).first()
        if suite is None:
            raise Http404("Cette suite n’existe pas, ou n’existe plus.")
        return suite

    def sites_geres(self, comite: Comite, agent: Agent) -> list[Site]:
        """Return the sites of a committee whose plan and templates an agent may write, this first."""
        geres = [s for s in comite.sites.all() if can_manage(agent, s, le=self.le)]
        return sorted(geres, key=lambda s: (s.pk != self.site.pk, s.pk))

    def require_gestion(self) -> None:
        """Refuse all but the référent qualité of the site."""
        if not self.droits.gere:
            raise PermissionDenied(REFUS_PILOTE)

    def require_pilote(self, comite: Comite) -> None:
        """Refuse all but the référent qualité of the site that leads the committee."""
        if not self.droits.pilote(comite, self.site):
            raise PermissionDenied(REFUS_PILOTE)

    def require_lecture(self) -> None:
        """Refuse those who read figures only."""
        if not self.droits.lit:
            raise PermissionDenied(REFUS_LECTURE)


def open_acces(request: HttpRequest, code: str) -> Acces:
    """Return what a page of a site's committees needs; 404 when the agent may not see the site."""
    site, le = resolve_site(request, code)
    return Acces(site, le, droits_of(request.user, site, le=le))
