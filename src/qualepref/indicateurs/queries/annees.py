"""Which years of a site hold figures."""

import datetime as dt

from qualepref.enquetes.sources import list_mois
from qualepref.indicateurs.models import ValeurDeclaree
from qualepref.noyau.calcul.formules import filtres_reponses
from qualepref.noyau.calendrier import DERNIER_JOUR, PREMIER_JOUR
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.suivi.models import CelluleDemande, Comptage


# Those of the known calendars: an address may ask for no other.
ANNEES = range(PREMIER_JOUR.year, DERNIER_JOUR.year + 1)


def list_annees_chiffrees(site: Site) -> list[int]:
    """Return the years with figures, latest first."""
    formules = (i.formule for i in get_referentiel(site).indicateurs if i.formule)
    mois = list_mois(site, filtres={f for formule in formules for f in filtres_reponses(formule)})
    for requete in (
        CelluleDemande.objects.filter(site=site.pk).values_list("mois", flat=True),
        Comptage.objects.filter(site=site).values_list("mois", flat=True),
        ValeurDeclaree.objects.filter(site=site).values_list("premier_mois", flat=True),
    ):
        mois.update(requete.order_by().distinct())
    return sorted({m // 100 for m in mois}, reverse=True)


def list_annees(site: Site, *, le: dt.date) -> list[int]:
    """Return the years one may ask for: those with figures, and the current one."""
    return sorted({*list_annees_chiffrees(site), le.year}, reverse=True)


def default_annee(site: Site, *, le: dt.date) -> int:
    """Return the latest year with figures; the current one without any."""
    return next(iter(list_annees_chiffrees(site)), le.year)
