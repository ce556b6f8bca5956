"""Committees as plain data for a machine: counts, meetings, follow-ups; nobody's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from qualepref.comites.models import Reunion, Suite
from qualepref.comites.queries.comites import LigneComite


def render_comites(
    lignes: Iterable[LigneComite], *, suites: Iterable[Suite], le: dt.date
) -> list[dict[str, Any]]:
    """Return the committees of a site as JSON-ready data.

    suites: those of all their meetings, told by their state and text.
    """
    par_reunion: dict[int, list[Suite]] = {}
    for suite in suites:
        par_reunion.setdefault(suite.reunion_id, []).append(suite)
    return [_render_comite(ligne, par_reunion, le) for ligne in lignes]


def _render_comite(
    ligne: LigneComite, suites: dict[int, list[Suite]], le: dt.date
) -> dict[str, Any]:
    comite, frequence = ligne.comite, ligne.frequence
    fuseau = comite.pilote.fuseau
    return {
        "numero": comite.pk,
        "nom": comite.nom,
        "type": comite.type,
        "pilote": comite.pilote_id,
        "sites": sorted(site.pk for site in comite.sites.all()),
        "membres": {qualite.value: n for qualite, n in ligne.membres},
        "frequence": {
            "annee": frequence.annee,
            "tenues": frequence.tenues,
            "attendues": frequence.attendues,
            "prochaine": _iso(frequence.prochaine),
            "derniere": _iso(frequence.derniere),
            "alerte": frequence.alerte,
            "aucune_depuis_un_an": frequence.aucune_depuis_un_an,
        },
        "suites_attendues": ligne.attendues,
        "suites_en_retard": ligne.en_retard,
        "reunions": [
            _render_reunion(reunion, suites.get(reunion.pk, []), fuseau, le)
            for reunion in comite.reunions.all()
        ],
    }


def _render_reunion(
    reunion: Reunion, suites: list[Suite], fuseau: str, le: dt.date
) -> dict[str, Any]:
    return {
        "numero": reunion.pk,
        "debut": reunion.debut.astimezone(ZoneInfo(fuseau)).isoformat(),
        "duree_minutes": reunion.duree_minutes,
        "lieu": reunion.lieu,
        "convoquee_le": _iso(reunion.convoquee_le),
        "tenue": reunion.tenue,
        "compte_rendu": bool(reunion.compte_rendu),
        "publie_le": _iso(reunion.publie_le),
        "suites": [
            {
                "numero": suite.pk,
                "nature": suite.nature,
                "texte": suite.texte,
                "etat": suite.etat,
                "reponse": suite.reponse,
                "echeance": _iso(suite.echeance),
                "donnee_le": _iso(suite.donnee_le),
                "en_retard": suite.en_retard(le),
                "action": suite.action.reference if suite.action else None,
            }
            for suite in suites
        ],
    }


def _iso(jour: dt.date | None) -> str | None:
    return jour.isoformat() if jour else None
