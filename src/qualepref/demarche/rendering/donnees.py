"""The approach as plain data, for the command line and for documents: nobody is named."""

from __future__ import annotations

import datetime as dt
from typing import Any

from qualepref.demarche.models import Jalon
from qualepref.demarche.queries.calendrier import CalendrierLu
from qualepref.demarche.rules.vie import VieLabel


def render_calendrier(calendrier: CalendrierLu) -> dict[str, Any]:
    """Return a cycle as of its day."""
    return {
        "nom": calendrier.cycle.nom,
        "debut": calendrier.cycle.debut.isoformat(),
        "faites": calendrier.faites,
        "total": calendrier.total,
        "en_retard": len(calendrier.retards),
        "dates_a_revoir": list(calendrier.desordres),
        "phases": [
            {
                "code": p.code,
                "titre": p.titre,
                "faites": p.faites,
                "total": p.total,
                "etapes": [render_jalon(j, le=calendrier.le) for j in p.jalons],
            }
            for p in calendrier.phases
            if p.jalons
        ],
    }


def render_jalon(jalon: Jalon, *, le: dt.date) -> dict[str, Any]:
    """Return a step; its code is empty for one of the site's own."""
    return {
        "code": jalon.code,
        "titre": jalon.titre,
        "debut": _iso(jalon.debut),
        "fin": _iso(jalon.fin),
        "precision": jalon.precision,
        "service": jalon.service.code if jalon.service else "",
        "fait_le": _iso(jalon.fait_le),
        "en_retard": jalon.en_retard(le),
    }


def render_vie(vie: VieLabel) -> dict[str, Any]:
    """Return where the site stands with its label."""
    return {
        "etat": vie.etat.value,
        "decision_le": _iso(vie.decision.decision_le) if vie.decision else None,
        "fin_le": _iso(vie.decision.fin_le) if vie.decision else None,
        "preparer_le": _iso(vie.preparer_le),
        "surveillances": [
            {"prevue_le": _iso(s.prevue_le), "faite_le": _iso(s.faite_le)}
            for s in vie.surveillances
        ],
    }


def _iso(jour: dt.date | None) -> str | None:
    return jour.isoformat() if jour else None
