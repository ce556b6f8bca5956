"""Readings as plain data for machines: the command line, exports and attached files."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from qualepref.indicateurs.queries.tableau import LigneDetail, LigneTableau, Tableau
from qualepref.indicateurs.rendering.textes import find_intervalle
from qualepref.noyau.calcul.releves import Releve
from qualepref.noyau.calcul.rendu import ECHELLE, format_valeur, scale
from qualepref.noyau.referentiel.modele import Cible, Indicateur
from qualepref.noyau.statistiques.wilson import NIVEAU


DECIMALES_INTERVALLE = 6


def render_tableau(tableau: Tableau) -> dict[str, Any]:
    """Return the dashboard as JSON-ready data, values in the unit printed (91.47 for 91,47 %)."""
    referentiel = tableau.referentiel
    return {
        "site": tableau.site.pk,
        "nom": tableau.site.nom,
        "annee": tableau.annee,
        "arrete_le": tableau.arrete_le.isoformat(),
        "referentiel": f"{referentiel.code}/{referentiel.version}",
        "perimetre": list(tableau.site.modules),
        "indicateurs": [render_ligne(ligne) for ligne in tableau.lignes],
    }


def render_ligne(ligne: LigneTableau) -> dict[str, Any]:
    """Return one indicator, with its readings by mailbox, service, month… under `detail`."""
    indicateur = ligne.indicateur
    moyenne = ligne.moyenne_des_mois
    return {
        **_render_releve(indicateur, ligne.releve, ligne.cible, ligne.verdict),
        "cible_suivante": _render_cible(ligne.cible_suivante),
        "moyenne_des_mois": (
            None
            if moyenne is None
            else {
                "valeur": _number(scale(moyenne.valeur, indicateur.unite)),
                "mois": moyenne.mois,
            }
        ),
        "valeur_nationale": _render_nationale(ligne),
        "publiee": ligne.publiee.imprimee if ligne.publiee else None,
        "explication": ligne.publiee.explication if ligne.publiee else None,
        "detail": [_render_detail(d, ligne.cible) for d in ligne.details],
    }


def _render_nationale(ligne: LigneTableau) -> dict[str, Any] | None:
    nationale = ligne.indicateur.valeur_nationale(ligne.releve.demandee.premier // 100)
    if nationale is None:
        return None
    return {
        "annee": nationale.annee,
        "valeur": _number(scale(nationale.valeur, nationale.unite)),
        "unite": nationale.unite.value,
        "source": nationale.source,
    }


def _render_detail(detail: LigneDetail, cible: Cible | None) -> dict[str, Any]:
    return {
        "dimension": detail.dimension,
        "code_detail": detail.code,
        "libelle_detail": detail.libelle,
        **_render_releve(detail.indicateur, detail.releve, cible, detail.verdict),
        "publiee": detail.publiee.imprimee if detail.publiee else None,
        "explication": detail.publiee.explication if detail.publiee else None,
    }


def _render_releve(
    indicateur: Indicateur, releve: Releve, cible: Cible | None, verdict: str
) -> dict[str, Any]:
    valeur = releve.valeur
    return {
        "code": indicateur.code,
        "libelle": indicateur.libelle,
        "module": indicateur.module,
        "domaine": indicateur.domaine,
        "engagements": list(indicateur.engagements),
        "numerateur": _number(releve.numerateur),
        "denominateur": _number(releve.denominateur),
        "valeur": None if valeur is None else _number(scale(valeur, indicateur.unite)),
        "valeur_affichee": (
            releve.etat.libelle
            if valeur is None
            else format_valeur(valeur, indicateur.unite, indicateur.decimales)
        ),
        "unite": indicateur.unite.value,
        "cible": _render_cible(cible),
        "verdict": str(verdict),
        "intervalle": render_intervalle(releve, indicateur),
        "etat": releve.etat.value,
        "periode": render_periode(releve),
        "source": releve.source.value,
        "provenance": releve.provenance or None,
        "tracage": releve.tracage.value if releve.tracage else None,
        "base": indicateur.base,
        "version": indicateur.version,
        "empreinte": releve.empreinte or None,
    }


def render_intervalle(releve: Releve, indicateur: Indicateur) -> dict[str, float] | None:
    """Return the bounds that a sampled rate is judged by, in the unit printed; None elsewhere."""
    bornes = find_intervalle(releve, indicateur)
    if bornes is None:
        return None
    echelle = ECHELLE.get(indicateur.unite, 1)
    return {
        "bas": round(bornes[0] * echelle, DECIMALES_INTERVALLE),
        "haut": round(bornes[1] * echelle, DECIMALES_INTERVALLE),
        "niveau": NIVEAU,
    }


def render_periode(releve: Releve) -> dict[str, str]:
    """Return the days really covered; those asked when nothing was collected."""
    periode = releve.couverte or releve.demandee
    return {"debut": periode.debut.isoformat(), "fin": periode.fin.isoformat()}


def _render_cible(cible: Cible | None) -> int | float | dict[str, int | float | None] | None:
    if cible is None:
        return None
    bas = _number(scale(cible.minimum, cible.unite))
    haut = _number(scale(cible.maximum, cible.unite))
    return bas if bas == haut else {"minimum": bas, "maximum": haut}


def _number(valeur: Fraction | None) -> int | float | None:
    """Return an int when exact, else the nearest float; None stays None."""
    if valeur is None:
        return None
    return int(valeur) if valeur.denominator == 1 else float(valeur)
