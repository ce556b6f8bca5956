"""Campaigns by their number, for those who have no page to choose from."""

from __future__ import annotations

from qualepref.enquetes.models import Campagne
from qualepref.organisation.models import Site


class CampagneInconnueError(LookupError):
    """No campaign of that number."""

    def __init__(self, numero: int) -> None:
        super().__init__(
            f"La campagne {numero} n’existe pas. Les numéros se lisent avec : qualepref enquete lister."
        )


class SiteHorsCampagneError(LookupError):
    """A site where the campaign does not run."""

    def __init__(self, site: Site, campagne: Campagne) -> None:
        super().__init__(f"La campagne « {campagne.titre} » ne se déroule pas sur {site.nom}.")


def get_campagne(numero: int) -> Campagne:
    """Return the campaign of that number.

    Raises:
        CampagneInconnueError: there is none.
    """
    campagne = Campagne.objects.select_related("pilote", "formulaire").filter(pk=numero).first()
    if campagne is None:
        raise CampagneInconnueError(numero)
    return campagne


def list_numerotees(site: Site | None = None) -> list[Campagne]:
    """Return the campaigns run on a site, or everywhere, the latest first."""
    campagnes = Campagne.objects.all() if site is None else Campagne.objects.de(site)
    return list(campagnes.select_related("pilote", "formulaire").prefetch_related("sites"))


def check_lieu(campagne: Campagne, site: Site) -> None:
    """Refuse a site where the campaign does not run.

    Raises:
        SiteHorsCampagneError.
    """
    if not campagne.sites.filter(pk=site.pk).exists():
        raise SiteHorsCampagneError(site, campagne)
