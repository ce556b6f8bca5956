"""Trainings in words, and as plain data for a machine."""

from __future__ import annotations

from typing import Any

from qualepref.amelioration.queries.formations import LigneFormation, TotauxFormations
from qualepref.amelioration.queries.personnes import Eloignes
from qualepref.amelioration.rules.formations import CompteFormes
from qualepref.noyau.calcul.rendu import format_nombre, format_valeur
from qualepref.noyau.referentiel.modele import Unite


def say_formes(compte: CompteFormes) -> str:
    """Return how many agents were trained: « 9 », « au plus 12 » when heads may be the same."""
    if not compte.seances:
        return "–"
    if compte.formes is None:
        return f"au plus {format_nombre(compte.participations)}"
    return format_nombre(compte.formes + compte.hors)


def say_taux(compte: CompteFormes) -> str:
    """Return « 30 % (12 / 40) »; "" without a rate."""
    if compte.taux is None or compte.formes is None or compte.agents is None:
        return ""
    taux = format_valeur(compte.taux, Unite.POURCENT)
    return f"{taux} ({format_nombre(compte.formes)} / {format_nombre(compte.agents)})"


def render_formations(totaux: TotauxFormations) -> dict[str, Any]:
    """Return the trainings of a year as plain data; nobody is named."""
    return {
        "site": totaux.site.pk,
        "annee": totaux.annee,
        "arrete_le": totaux.arrete_le.isoformat(),
        "total": _render(totaux.compte),
        "formations": [_render_ligne(li) for li in totaux.formations],
        "engagements": [
            {
                "engagement": e.engagement.numero,
                "formations": [li.formation.titre for li in e.formations],
                **_render(e.compte),
            }
            for e in totaux.engagements
        ],
        "besoins": {
            "exprimes": totaux.exprimes,
            "satisfaits": totaux.satisfaits,
            "en_attente": totaux.attente,
        },
    }


def render_eloignes(eloignes: Eloignes) -> dict[str, Any]:
    """Return how many agents are far from training; nobody is named."""
    return {
        "agents": len(eloignes.agents),
        "sur": eloignes.nombre_presents,
        "depuis_le": eloignes.seuil.isoformat(),
        "mois": eloignes.mois,
        "source": eloignes.source,
    }


def _render_ligne(ligne: LigneFormation) -> dict[str, Any]:
    return {
        "formation": ligne.formation.titre,
        "engagements": list(ligne.formation.engagements),
        **_render(ligne.compte),
        "besoins_en_attente": ligne.besoins,
    }


def _render(compte: CompteFormes) -> dict[str, Any]:
    taux = compte.taux
    return {
        "seances": compte.seances,
        "agents_formes": compte.formes,
        "nommes": compte.nommes,
        "hors_perimetre": compte.hors,
        "sans_nom": compte.anonymes,
        "agents_du_perimetre": compte.agents,
        "taux": None if taux is None else f"{taux.numerator}/{taux.denominator}",
        "motif": compte.motif,
    }
