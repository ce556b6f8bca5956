"""Diagnostics and audits in words, and as data for a machine."""

from __future__ import annotations

from typing import Any

from qualepref.amelioration.queries.evaluations import EvaluationSuivie
from qualepref.amelioration.rules.evaluations import Avancement
from qualepref.noyau.calcul.rendu import format_valeur
from qualepref.noyau.referentiel.modele import Unite


def say_avancement(avancement: Avancement) -> str:
    """Return « 12 lignes sur 30 évaluées ; pas de taux tant que la grille n’est pas complète »."""
    s = "s" if avancement.evaluees > 1 else ""
    debut = f"{avancement.evaluees} ligne{s} sur {avancement.total} évaluée{s}"
    if avancement.conformite is not None:
        taux = format_valeur(avancement.conformite, Unite.POURCENT)
        return f"{debut} ; conformité : {taux} ({avancement.conformes} / {avancement.applicables})"
    if avancement.complete:
        return f"{debut} ; aucune ne s’applique au site"
    return f"{debut} ; pas de taux tant que la grille n’est pas complète"


def render_evaluation(suivie: EvaluationSuivie) -> dict[str, Any]:
    """Return an evaluation as JSON: counts by verdict, and the rate as a fraction, or None."""
    e, avancement = suivie.evaluation, suivie.avancement
    whole = avancement.conformite is not None
    return {
        "numero": e.pk,
        "type": e.type,
        "titre": e.titre,
        "debut_le": e.debut_le.isoformat(),
        "fin_le": e.fin_le.isoformat() if e.fin_le else None,
        "close_le": e.close_le.isoformat() if e.close_le else None,
        "referentiel": e.referentiel,
        "version": e.version,
        "lignes": avancement.total,
        "par_verdict": {str(v.value): n for v, n in avancement.par_verdict.items()},
        "conformite": {
            "numerateur": avancement.conformes if whole else None,
            "denominateur": avancement.applicables if whole else None,
        },
    }
