"""Results as plain data for machines: the command line, exports, the annual report."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from qualepref.enquetes.models import ResultatSeul
from qualepref.enquetes.queries.croisements import Croisements
from qualepref.enquetes.queries.resultats import Resultats, RetoursSite
from qualepref.enquetes.rendering.resultats_textes import (
    say_etat,
    say_evolution,
    say_moyenne,
    say_taux,
    say_verdict,
)
from qualepref.enquetes.rules.croisements import Croisement, Ecart
from qualepref.enquetes.rules.resultats import Evolution, ResultatQuestion, Taux


CENT = 100
DECIMALES_BORNE = 4
# A published percentage on too few answers: how many only.
TU = {"pourcentage": None, "satisfaits": None, "etat": "non_significatif"}


def render_resultats(resultats: Resultats) -> dict[str, Any]:
    """Return a campaign's results as JSON-ready data.

    Percentages are in percent, exact wherever a float can be; `fraction` holds the exact parts.
    """
    campagne, retours = resultats.campagne, resultats.retours
    return {
        "campagne": campagne.pk,
        "titre": campagne.titre,
        "genre": campagne.genre,
        "theme": campagne.theme,
        "site": resultats.site.pk if resultats.site else None,
        "ouverte_le": campagne.ouverte_le.isoformat(),
        "fermee_le": campagne.fermee_le.isoformat() if campagne.fermee_le else None,
        "methode": campagne.methode or None,
        "questionnaire": _render_questionnaire(resultats),
        "seuil": {"reponses": resultats.bareme.seuil, "choisi_par": resultats.origine_seuil},
        "minimum_montre": resultats.bareme.minimum or None,
        "retours": {
            "total": retours.total,
            "attendus": retours.attendus,
            "par_mode": {str(mode): n for mode, n in retours.par_mode},
            "par_mois": {f"{m // 100}-{m % 100:02d}": n for m, n in retours.par_mois},
            "ecartes": retours.ecartes,
            "incomplets": retours.incomplets,
        },
        "sites": [_render_site(s) for s in resultats.sites],
        "questions": [render_resultat(r) for r in resultats.questions],
        "site_par_site": [_render_croisement(c) for c in resultats.cotes],
        "ecarts_entre_modes": [render_ecart(e) for e in resultats.ecarts_modes],
        "precedente": resultats.precedente.pk if resultats.precedente else None,
        "non_comparable": resultats.non_comparable or None,
        "resultats_seuls": [
            *(_render_seul(s) for s in resultats.seuls),
            *(_render_seul(s) | TU for s in resultats.seuls_tus),
        ],
    }


def render_croisements(croisements: Croisements) -> dict[str, Any]:
    """Return judged questions told apart along an axis as JSON-ready data."""
    return {
        "axe": croisements.axe.code,
        "libelle": croisements.axe.libelle,
        "questions": [_render_croisement(c) for c in croisements.croisements],
        "ecarts": [render_ecart(e) for e in croisements.ecarts],
    }


def render_resultat(lu: ResultatQuestion) -> dict[str, Any]:
    """Return what one question gives."""
    question = lu.question
    return {
        "question": question.code,
        "libelle": str(question.libelle),
        "groupe": lu.groupe,
        "type": str(question.type),
        "critere": question.critere,
        "engagements": list(question.engagements),
        "etat": str(lu.etat),
        "etat_affiche": say_etat(lu),
        "posees": lu.posees,
        "repondues": lu.repondues,
        "exprimes": lu.exprimes,
        "satisfaits": lu.satisfaits,
        "reponses": [
            {
                "code": o.code,
                "libelle": o.libelle,
                "n": o.n,
                "pourcentage": _percent(o.part),
                "satisfait": o.satisfait,
                "sans_objet": o.sans_objet,
            }
            for o in lu.options
        ],
        "plusieurs_reponses": lu.multiple,
        "taux": _render_taux(lu.taux),
        "taux_affiche": say_taux(lu.taux, lu.cible) or None,
        "moyenne": _number(lu.moyenne),
        "mediane": _number(lu.mediane),
        "nombre_affiche": say_moyenne(lu) or None,
        "cible": _percent(lu.cible),
        "verdict": str(lu.verdict),
        "verdict_affiche": say_verdict(lu) or None,
        "manquantes": lu.manquantes,
        "evolution": _render_evolution(lu.evolution, lu),
    }


def render_ecart(ecart: Ecart) -> dict[str, Any]:
    """Return a gap that chance does not explain."""
    return {
        "question": ecart.question.code,
        "haut": {"modalite": ecart.haut[0].code, "taux": _render_taux(ecart.haut[1])},
        "bas": {"modalite": ecart.bas[0].code, "taux": _render_taux(ecart.bas[1])},
    }


def _render_questionnaire(resultats: Resultats) -> dict[str, Any] | None:
    questionnaire = resultats.questionnaire
    if questionnaire is None:
        return None
    return {
        "code": questionnaire.code,
        "version": questionnaire.version,
        "empreinte": questionnaire.empreinte,
    }


def _render_site(site: RetoursSite) -> dict[str, Any]:
    return {
        "site": site.site.pk,
        "nom": site.site.nom,
        "retours": site.total,
        "attendus": site.attendus,
    }


def _render_croisement(croisement: Croisement) -> dict[str, Any]:
    return {
        "question": croisement.question.code,
        "libelle": str(croisement.question.libelle),
        "modalites": [
            {
                "code": modalite.code,
                "libelle": modalite.libelle,
                "etat": str(lu.etat),
                "posees": lu.posees,
                "repondues": lu.repondues,
                "taux": _render_taux(lu.taux),
            }
            for modalite, lu in croisement.resultats
        ],
    }


def _render_taux(taux: Taux | None) -> dict[str, Any] | None:
    if taux is None:
        return None
    return {
        "satisfaits": taux.satisfaits,
        "exprimes": taux.exprimes,
        "pourcentage": _percent(taux.valeur),
        "intervalle_95": [
            round(taux.bas * CENT, DECIMALES_BORNE),
            round(taux.haut * CENT, DECIMALES_BORNE),
        ],
    }


def _render_evolution(evolution: Evolution | None, lu: ResultatQuestion) -> dict[str, Any] | None:
    if evolution is None:
        return None
    return {
        "avant": _render_taux(evolution.avant),
        "distinct": evolution.distinct,
        "affichee": say_evolution(lu),
    }


def _render_seul(seul: ResultatSeul) -> dict[str, Any]:
    return {
        "site": seul.site_id,
        "question": seul.question or None,
        "critere": seul.critere or None,
        "libelle": seul.libelle,
        "pourcentage": None if seul.pourcentage is None else float(seul.pourcentage),
        "satisfaits": seul.numerateur,
        "repondants": seul.repondants,
        "source": seul.source or None,
        "etat": "seul",
    }


def _percent(part: Fraction | None) -> int | float | None:
    return None if part is None else _number(part * CENT)


def _number(valeur: Fraction | None) -> int | float | None:
    """Return an int when exact, else the nearest float; None stays None."""
    if valeur is None:
        return None
    return int(valeur) if valeur.denominator == 1 else float(valeur)
