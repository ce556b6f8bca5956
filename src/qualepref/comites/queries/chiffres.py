"""The key figures a meeting speaks about: indicators with a target, closed surveys, the plan."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from qualepref.amelioration.models import Action
from qualepref.comites.models import Reunion
from qualepref.comites.queries.comites import jour_de
from qualepref.enquetes.models import Campagne
from qualepref.enquetes.queries.publiables import load_publiables
from qualepref.enquetes.queries.resultats import Resultats
from qualepref.indicateurs.queries.annees import list_annees_chiffrees
from qualepref.indicateurs.queries.publiables import load_publiable
from qualepref.indicateurs.queries.tableau import Tableau
from qualepref.organisation.models import Site


@dataclass(frozen=True, slots=True)
class PlanCompte:
    """Actions of a site's plan of a year, by state."""

    site: Site
    annee: int
    etats: Mapping[str, int]


def load_tableaux(reunion: Reunion, *, le: dt.date) -> list[Tableau]:
    """Return the dashboard of each site of the committee, of its latest year with figures by then."""
    jour = min(jour_de(reunion), le)
    tableaux = []
    for site in reunion.comite.sites.all():
        annee = next((a for a in list_annees_chiffrees(site) if a <= jour.year), None)
        if annee is not None:
            tableaux.append(load_publiable(site, annee, le=jour))
    return tableaux


def load_enquetes(reunion: Reunion, *, le: dt.date) -> list[Resultats]:
    """Return the results of the campaigns closed by then, that year or the one before."""
    jour = min(jour_de(reunion), le)
    sites = list(reunion.comite.sites.all())
    campagnes = (
        Campagne.objects.filter(
            sites__in=sites,
            validee_le__isnull=False,
            fermee_le__lt=jour,
            fermee_le__year__gte=jour.year - 1,
        )
        .select_related("pilote", "formulaire", "precedente")
        .distinct()
        .order_by("fermee_le", "pk")
    )
    return [load_publiables(c, site=sites[0] if len(sites) == 1 else None) for c in campagnes]


def count_plans(reunion: Reunion) -> list[PlanCompte]:
    """Return the plan of the meeting's year of each site of the committee that has one."""
    annee = jour_de(reunion).year
    sites = {site.pk: site for site in reunion.comite.sites.all()}
    etats: dict[str, Counter[str]] = {}
    actions = Action.objects.filter(site__in=sites).du_plan(annee).order_by()
    for site, etat in actions.values_list("site", "etat"):
        etats.setdefault(site, Counter())[etat] += 1
    return [PlanCompte(sites[pk], annee, etats[pk]) for pk in sites if pk in etats]
