"""From a figure to the surveys that make it: their campaigns, since answers are not shown one by one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qualepref.enquetes.models import Campagne
from qualepref.enquetes.sources import count_par_campagne, load_par_campagne
from qualepref.noyau.calcul.cube import Cube
from qualepref.noyau.calcul.formules import compute_releve, expand_formule, filtres_reponses
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Releve
from qualepref.noyau.referentiel.modele import Indicateur
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel


@dataclass(frozen=True, slots=True)
class EnqueteComptee:
    """A campaign behind a figure: forms given back on the site, and what it gives to the figure."""

    campagne: Campagne
    retours: int
    releve: Releve


def list_enquetes(
    site: Site, indicateur: Indicateur, periode: Periode, *, le: dt.date
) -> list[EnqueteComptee]:
    """Return the campaigns whose answers an indicator reads over a period, latest first."""
    referentiel = get_referentiel(site)
    formule = expand_formule(indicateur, {i.code: i for i in referentiel.indicateurs})
    filtres = filtres_reponses(formule) if formule else []
    if formule is None or not filtres:
        return []
    cellules = load_par_campagne(site, periode, filtres=filtres)
    retours = count_par_campagne(site, periode, filtres=filtres)
    seuil = site.seuil_significatif or referentiel.seuil_significatif
    enquetes = []
    for campagne in Campagne.objects.filter(pk__in=cellules):
        cube = Cube(reponses=cellules[campagne.pk])
        releve = compute_releve(indicateur, formule, cube, periode, site=site.pk, le=le)
        if indicateur.exige_seuil:
            releve = releve.apply_seuil(seuil)
        enquetes.append(EnqueteComptee(campagne, retours[campagne.pk], releve))
    return enquetes
