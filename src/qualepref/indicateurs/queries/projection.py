"""Where the year under way stands against its targets, and what is left to answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from qualepref.indicateurs.queries.cibles import load_cibles
from qualepref.indicateurs.queries.faits import load_faits
from qualepref.indicateurs.rules.projection import (
    Projection,
    compute_attendu,
    is_projetable,
)
from qualepref.noyau.calcul.assurance import find_seuil
from qualepref.noyau.calcul.cellules import POSITION
from qualepref.noyau.calcul.cube import Cube
from qualepref.noyau.calcul.formules import expand_formule, filtres_demandes
from qualepref.noyau.calcul.periodes import Periode, mois_of
from qualepref.noyau.calcul.releves import Tracage
from qualepref.noyau.referentiel.modele import Formule, Indicateur
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel


def load_projections(
    site: Site, *, le: dt.date, codes: frozenset[str] | None = None
) -> dict[str, Projection]:
    """Return code -> where the year of `le` stands, for in-time rates that have a target this year.

    Rates of which nothing was received nor is expected are left out.
    """
    referentiel = get_referentiel(site)
    par_code = {i.code: i for i in referentiel.indicateurs}
    cibles = load_cibles(site, referentiel)
    modules = (None, *site.modules)
    suivis: list[tuple[Indicateur, Formule]] = []
    for code, indicateur in par_code.items():
        formule = expand_formule(indicateur, par_code)
        retenu = indicateur.module in modules and (codes is None or code in codes)
        if retenu and formule and is_projetable(indicateur, formule) and (code, le.year) in cibles:
            suivis.append((indicateur, formule))
    if not suivis:
        return {}
    periode = Periode((le.year - 1) * 100 + 1, Periode.annee(le.year).dernier)
    cube = load_faits(site, periode, formules=[f for _, f in suivis], le=le)
    projections = {}
    for indicateur, formule in suivis:
        seuil = find_seuil(cibles[indicateur.code, le.year], indicateur.sens)
        assert seuil is not None  # noqa: S101 (an in-time rate has a direction)
        projection = _project(formule, cube, seuil, le)
        if projection.total:
            projections[indicateur.code] = projection
    return projections


def _project(formule: Formule, cube: Cube, seuil, le: dt.date) -> Projection:
    sommes = _sum_by_month(formule, cube)
    annee = [m for m in Periode.annee(le.year) if m in sommes]

    def total(mesure: str) -> int:
        return sum(sommes[m][mesure] for m in annee)

    recues = {m: s["recues"] - s["exclues"] for m, s in sommes.items()}
    tracages = {
        t
        for f in filtres_demandes(formule)
        for m in annee
        for t in cube.sums(f).tracages.get(m, ())
    }
    return Projection(
        seuil=seuil,
        a_temps=total("a_temps"),
        echues=total("echues"),
        ouvertes=total("en_cours"),
        suspendues=total("suspendues"),
        attendu=compute_attendu(recues, le_mois=mois_of(le)),
        echantillon=bool(tracages - {Tracage.EXHAUSTIF.value}),
    )


def _sum_by_month(formule: Formule, cube: Cube) -> Mapping[int, dict[str, int]]:
    """Return month -> measures of the demandes the denominator counts, for the months known."""
    sommes: dict[int, dict[str, int]] = {}
    for terme in formule.denominateur:
        for mois, mesures in cube.sums(terme.filtre).par_mois.items():
            ici = sommes.setdefault(mois, dict.fromkeys(POSITION, 0))
            for mesure, rang in POSITION.items():
                ici[mesure] += mesures[rang]
    return sommes
