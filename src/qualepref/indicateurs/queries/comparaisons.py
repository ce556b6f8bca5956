"""What a figure may be set beside: the same site a year before, the same indicator in the country."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction

from django.db.models import Sum

from qualepref.indicateurs.queries.faits import load_faits
from qualepref.indicateurs.queries.tableau import (
    Contexte,
    Tableau,
    load_declarees,
    read_releve,
)
from qualepref.noyau.calcul.cellules import MESURES, Cellule, CelluleComptage
from qualepref.noyau.calcul.cube import Cube
from qualepref.noyau.calcul.formules import compute_releve, expand_formule, filtres_reponses
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Etat, Releve
from qualepref.noyau.referentiel.modele import Formule, Indicateur
from qualepref.organisation.models import ModuleRetenu, Site
from qualepref.organisation.queries import get_referentiel
from qualepref.suivi.models import CelluleDemande, Comptage


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The figure of all the sites that measure an indicator the same way, pooled.

    sites: how many; ecartes: how many have their own way of measuring it, left out.
    """

    releve: Releve
    sites: int
    ecartes: int


def load_precedents(tableau: Tableau) -> dict[str, Releve]:
    """Return code -> reading of the year before, by today's definitions, where there is a figure."""
    site, referentiel = tableau.site, tableau.referentiel
    par_code = {i.code: i for i in referentiel.indicateurs}
    indicateurs = [par_code[ligne.indicateur.code] for ligne in tableau.lignes]
    formules = {i.code: expand_formule(i, par_code) for i in indicateurs}
    annee = Periode.annee(tableau.annee - 1)
    contexte = Contexte(
        site=site,
        le=tableau.arrete_le,
        cube=load_faits(site, annee, formules=formules.values(), le=tableau.arrete_le),
        annee=tableau.annee - 1,
        seuil=site.seuil_significatif or referentiel.seuil_significatif,
        formules=formules,
        declarees=load_declarees(site),
        # Nothing is judged against the targets of a year that is over, nor printed beside.
        cibles={},
        publiees={},
        libelles={},
    )
    releves = {i.code: read_releve(i, contexte, annee) for i in indicateurs}
    return {code: r for code, r in releves.items() if r.valeur is not None}


def load_ensemble(site: Site, code: str, annee: int, *, le: dt.date) -> Ensemble | None:
    """Return the pooled figure of every site, from stored cells; None when nothing can be pooled.

    Sums are added, never rates: one site alone with a figure is no comparison. Counted per
    inhabitant, or asked of users, an indicator is not pooled: cells do not say it for all sites.
    """
    referentiel = get_referentiel(site)
    par_code = {i.code: i for i in referentiel.indicateurs}
    indicateur = par_code[code]
    formule = expand_formule(indicateur, par_code)
    if formule is None or not formule.denominateur or not _is_poolable(formule):
        return None
    periode = Periode.annee(annee)
    sites, ecartes = _sort_sites(indicateur)
    cubes = _load_cubes(periode)
    releves = [
        r
        for autre in sites
        if autre in cubes
        for r in [compute_releve(indicateur, formule, cubes[autre], periode, site=autre, le=le)]
        if r.etat is Etat.VALEUR and r.denominateur
    ]
    if len(releves) <= 1:
        return None
    total = replace(
        releves[0],
        site="",
        numerateur=sum((r.numerateur or Fraction(0) for r in releves), Fraction(0)),
        denominateur=sum((r.denominateur or Fraction(0) for r in releves), Fraction(0)),
        empreinte="",
    )
    return Ensemble(total, len(releves), len(ecartes & cubes.keys()))


def _is_poolable(formule: Formule) -> bool:
    termes = (*formule.numerateur, *formule.denominateur)
    return not filtres_reponses(formule) and not any(t.territoire or t.periodes for t in termes)


def _sort_sites(indicateur: Indicateur) -> tuple[list[str], set[str]]:
    """Return the sites whose perimeter holds this very definition, and those with another one."""
    retenus = defaultdict(set)
    for code, module in ModuleRetenu.objects.values_list("site", "module"):
        retenus[code].add(module)
    memes, autres = [], set()
    for site in Site.objects.filter(pk__in=retenus).order_by("pk"):
        if indicateur.module is not None and indicateur.module not in retenus[site.pk]:
            continue
        suivi = next(
            (i for i in get_referentiel(site).indicateurs if i.code == indicateur.code), None
        )
        if suivi is not None and suivi.version == indicateur.version:
            memes.append(site.pk)
        else:
            autres.add(site.pk)
    return memes, autres


def _load_cubes(periode: Periode) -> dict[str, Cube]:
    """Return the cubes of all sites over a period, services and mailboxes added up: two queries."""
    bornes = {"mois__range": (periode.premier, periode.dernier)}
    cles = ("site", "mois", "nature", "canal", "portee", "tracage")
    cubes: dict[str, Cube] = defaultdict(lambda: Cube(cellules=[], comptages=[]))
    sommes = CelluleDemande.objects.filter(**bornes).order_by().values_list(*cles)
    for ligne in sommes.annotate(*(Sum(m) for m in MESURES)):
        site, mois, nature, canal, portee, tracage = ligne[: len(cles)]
        mesures = tuple(int(m or 0) for m in ligne[len(cles) :])
        cubes[site].cellules.append(
            Cellule(site, "", "", mois, nature, canal, portee, tracage, mesures)
        )
    comptages = Comptage.objects.filter(**bornes)
    for ligne in comptages.values_list("site", "mois", "grandeur", "dimension", "valeur"):
        cubes[ligne[0]].comptages.append(CelluleComptage(*ligne))
    return dict(cubes)
