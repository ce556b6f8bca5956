"""The plan as plain data, for machines and for the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from qualepref.amelioration.queries.plan import (
    TotauxPlan,
    arrete_of,
    list_axes,
    load_totaux,
    select_plan,
)
from qualepref.amelioration.rules.plan import PILOTAGE, Compte, Totaux
from qualepref.organisation.models import Site


def render_plan(site: Site, annee: int, *, le: dt.date) -> dict[str, Any]:
    """Return the plan of a year: totals by axis, source, service, and its actions.

    States are those of `arrete_le`.
    """
    actions = select_plan(site, annee, le=le).select_related("service", "pilote")
    axes = dict(list_axes(site))
    return {
        "site": site.pk,
        "nom": site.nom,
        "annee": annee,
        "arrete_le": arrete_of(annee, le=le).isoformat(),
        **render_totaux(load_totaux(site, actions)),
        "actions": [
            {
                "reference": a.reference,
                "titre": a.titre,
                "axe": axes[PILOTAGE if a.module is None else f"module-{a.module}"],
                "source": a.source,
                "engagement": a.engagement,
                "sous_engagement": a.sous_engagement,
                "theme": a.theme,
                "service": a.service.nom if a.service else None,
                "inscrite_le": a.inscrite_le.isoformat(),
                "echeance": a.echeance.isoformat() if a.echeance else None,
                "etat": a.etat_au,
                "terminee_le": _day(a.terminee_le, arrete_of(annee, le=le)),
                "indicateur": a.indicateur,
            }
            for a in actions.order_by("reference")
        ],
    }


def render_totaux(totaux: TotauxPlan) -> dict[str, Any]:
    """Return the three tables of totals and their common whole."""
    return {
        "total": _compte(totaux.total),
        "axes": _lignes(totaux.axes),
        "sources": _lignes(totaux.sources),
        "services": _lignes(totaux.services),
    }


def say_compte(compte: Mapping[str, Any]) -> str:
    """Return « 65 faites, 14 en cours, 1 non faite, 70 % (65 / 93) »."""
    dits = [
        _say(compte["fait"], "faite"),
        f"{compte['en_cours']} en cours",
        _say(compte["non_fait"], "non faite"),
    ]
    if compte["abandonne"]:
        dits.append(_say(compte["abandonne"], "abandonnée"))
    if compte["denominateur"]:
        dits.append(f"{compte['taux_imprime']} ({compte['fait']} / {compte['denominateur']})")
    return ", ".join(dits)


def _say(nombre: int, mot: str) -> str:
    """Return « 0 faite », « 2 non faites »."""
    return f"{nombre} {mot}{'s' if nombre > 1 else ''}"


def _lignes(totaux: Totaux) -> list[dict[str, Any]]:
    return [
        {"code": x.code, "libelle": x.libelle, "part_imprimee": x.part_imprimee} | _compte(x.compte)
        for x in totaux.lignes
    ]


def _compte(compte: Compte) -> dict[str, Any]:
    return {
        "fait": compte.fait,
        "en_cours": compte.en_cours,
        "non_fait": compte.non_fait,
        "abandonne": compte.abandonne,
        "a_faire": compte.a_faire,
        "denominateur": compte.denominateur,
        "total": compte.total,
        "taux_imprime": compte.taux_imprime or None,
    }


def _day(jour: dt.date | None, limite: dt.date) -> str | None:
    """Return a day as text; None when it comes after the plan was looked at."""
    return jour.isoformat() if jour is not None and jour <= limite else None
