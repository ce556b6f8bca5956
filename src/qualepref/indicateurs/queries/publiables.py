"""The dashboard as every publication shows it: no figure that its own state calls not significant."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from qualepref.indicateurs.queries.tableau import (
    LigneDetail,
    LigneTableau,
    Tableau,
    load_tableau,
)
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.organisation.models import Site


def load_publiable(site: Site, annee: int, *, le: dt.date) -> Tableau:
    """Return the dashboard of a site and year; of what too few answered, only how many did."""
    tableau = load_tableau(site, annee, le=le)
    return replace(tableau, lignes=tuple(_publish(ligne) for ligne in tableau.lignes))


def _publish(ligne: LigneTableau) -> LigneTableau:
    releve = ligne.releve.publish()
    mois = tuple(r.publish() for r in ligne.mois)
    return replace(
        ligne,
        releve=releve,
        mois=mois,
        details=tuple(_publish_detail(d) for d in ligne.details),
        verdict=ligne.verdict if releve is ligne.releve else Verdict.SANS_VALEUR,
        moyenne_des_mois=None if mois != ligne.mois else ligne.moyenne_des_mois,
        trimestres=tuple(r.publish() for r in ligne.trimestres),
    )


def _publish_detail(detail: LigneDetail) -> LigneDetail:
    releve = detail.releve.publish()
    return replace(
        detail,
        releve=releve,
        verdict=detail.verdict if releve is detail.releve else Verdict.SANS_VALEUR,
        trimestres=tuple(r.publish() for r in detail.trimestres),
    )
