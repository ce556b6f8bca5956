"""The actions of a plan as quantities of the engine: counted from the rows, never written apart."""

from __future__ import annotations

import datetime as dt

from qualepref.amelioration.models import Action
from qualepref.amelioration.queries.plan import arrete_of, load_totaux, select_plan
from qualepref.indicateurs.queries.faits import SourceQuantites
from qualepref.noyau.calcul.cellules import CelluleComptage
from qualepref.noyau.calcul.periodes import Periode, mois_of
from qualepref.organisation.models import Site


# Quantity of the référentiel -> state of an action.
GRANDEURS = {
    "actions_faites": "fait",
    "actions_en_cours": "en_cours",
    "actions_non_faites": "non_fait",
}


def load_quantites(site: Site, periode: Periode, le: dt.date) -> list[CelluleComptage] | None:
    """Return the state of the plan of each year of a period: at its end, or today before that.

    One month a year: the plan is a state at a date, drawn up once. None for a site without a plan.
    """
    if not Action.objects.filter(site=site).exists():
        return None
    cellules = []
    for annee in range(periode.premier // 100, periode.dernier // 100 + 1):
        if dt.date(annee, 1, 1) > le:
            continue
        mois = mois_of(arrete_of(annee, le=le))
        if mois not in periode:
            continue
        totaux = load_totaux(site, select_plan(site, annee, le=le))
        cellules += [
            CelluleComptage(site.pk, mois, grandeur, ligne.code, getattr(ligne.compte, champ))
            for ligne in totaux.axes.lignes
            for grandeur, champ in GRANDEURS.items()
        ]
    return cellules


ACTIONS_COMPTEES = SourceQuantites(frozenset(GRANDEURS), load_quantites)
