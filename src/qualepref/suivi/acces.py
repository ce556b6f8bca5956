"""The door of the pages of a register: which register, which demande, and what one may do there."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from qualepref.noyau.referentiel.modele import Referentiel, Registre
from qualepref.organisation.acces import resolve_registres
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.suivi.models import Demande
from qualepref.suivi.permissions import Droits, droits_of


REFUS_SAISIE = "Votre rôle permet de lire ce registre, pas d’y écrire."
REFUS_SERVICE = "Cette demande relève d’un service dont vous n’êtes pas correspondant."
REFUS_GESTION = "Cette page est réservée au référent qualité du site."


@dataclass(frozen=True, slots=True)
class Acces:
    """Who asks for which site, on which civil day there, with which rights."""

    site: Site
    le: dt.date
    droits: Droits
    referentiel: Referentiel

    def registre(self, code: str) -> Registre:
        """Return the register of that code; 404 when the référentiel holds none."""
        try:
            return self.referentiel.registre(code)
        except KeyError:
            raise Http404(f"Le registre « {code} » n’existe pas.") from None

    def demande(self, pk: int) -> Demande:
        """Return the demande of the site; 404 when there is none."""
        demandes = Demande.objects.select_related("site", "service", "boite")
        demande = demandes.filter(site=self.site, pk=pk).first()
        if demande is None:
            raise Http404("Cette demande n’existe pas, ou n’existe plus.")
        return demande

    def require_saisie(self) -> None:
        """Refuse those who only read."""
        if not self.droits.saisit:
            raise PermissionDenied(REFUS_SAISIE)

    def require_demande(self, demande: Demande) -> None:
        """Refuse those who may not write this demande."""
        self.require_saisie()
        if not self.droits.couvre(demande.service_id):
            raise PermissionDenied(REFUS_SERVICE)

    def require_gestion(self) -> None:
        """Refuse all but the référent qualité."""
        if not self.droits.gere:
            raise PermissionDenied(REFUS_GESTION)


def open_acces(request: HttpRequest, code: str) -> Acces:
    """Return what a page of a site needs to know; 404 when the agent may not see the site."""
    site, le = resolve_registres(request, code)
    return Acces(site, le, droits_of(request.user, site, le=le), get_referentiel(site))
