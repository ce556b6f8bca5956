"""Key figures as lines that a meeting reads and its minutes keep, each with what it rests on."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from qualepref.amelioration.enums import ETATS_COMPTES, EtatAction
from qualepref.comites.enums import GenrePoint
from qualepref.comites.models import Reunion
from qualepref.comites.queries.chiffres import (
    PlanCompte,
    count_plans,
    load_enquetes,
    load_tableaux,
)
from qualepref.enquetes.queries.resultats import Resultats
from qualepref.enquetes.rendering.resultats_textes import (
    say_base,
    say_base_seul,
    say_base_tu,
    say_compte,
    say_etat,
    say_fraction as say_fraction_de,
    say_retours,
    say_seul,
    say_taux_de,
)
from qualepref.enquetes.rules.resultats import EtatResultat, ResultatQuestion
from qualepref.indicateurs.queries.tableau import LigneTableau, Tableau
from qualepref.indicateurs.rendering.textes import say_calcul, say_cible, say_source, say_valeur
from qualepref.noyau.calcul.rendu import format_valeur
from qualepref.noyau.referentiel.modele import Unite


ETATS = {
    EtatAction.FAIT: "faite",
    EtatAction.EN_COURS: "en cours",
    EtatAction.NON_FAIT: "non faite",
    EtatAction.ABANDONNE: "abandonnée",
}


def render_chiffres(reunion: Reunion, *, le: dt.date) -> dict[str, list[str]]:
    """Return lines by kind of point; only the kinds on the agenda are computed."""
    genres = {point.genre for point in reunion.points.all()}
    chiffres: dict[str, list[str]] = {}
    if GenrePoint.INDICATEURS in genres:
        tableaux = load_tableaux(reunion, le=le)
        chiffres[GenrePoint.INDICATEURS] = [
            ligne
            for tableau in tableaux
            for ligne in _say_tableau(tableau, seul=len(tableaux) == 1)
        ]
    if GenrePoint.ENQUETES in genres:
        chiffres[GenrePoint.ENQUETES] = [
            ligne for r in load_enquetes(reunion, le=le) for ligne in _say_resultats(r)
        ]
    if GenrePoint.PLAN in genres:
        chiffres[GenrePoint.PLAN] = [say_plan(plan) for plan in count_plans(reunion)]
    return chiffres


def say_plan(plan: PlanCompte) -> str:
    """Return the totals of a plan, its rate of completion with what it rests on."""
    total = sum(plan.etats.values())
    comptees = sum(plan.etats.get(etat, 0) for etat in ETATS_COMPTES)
    faites = plan.etats.get(EtatAction.FAIT, 0)
    taux = (
        f" ; réalisation {format_valeur(Fraction(faites, comptees), Unite.POURCENT, 1)} "
        f"({faites} / {comptees} actions, hors abandons)"
        if comptees
        else ""
    )
    etats = ", ".join(
        _count(plan.etats[etat], nom, invariable=etat == EtatAction.EN_COURS)
        for etat, nom in ETATS.items()
        if plan.etats.get(etat)
    )
    return f"{plan.site.nom}, plan {plan.annee} : {_count(total, 'action')} ({etats}){taux}"


def _say_tableau(tableau: Tableau, *, seul: bool) -> list[str]:
    """Return the indicators that have a figure and a target."""
    prefixe = "" if seul else f"{tableau.site.nom}, "
    return [
        _say_ligne(ligne, f"{prefixe}{tableau.annee}")
        for ligne in tableau.lignes
        if ligne.cible is not None and ligne.releve.valeur is not None
    ]


def _say_ligne(ligne: LigneTableau, quand: str) -> str:
    indicateur = ligne.indicateur
    calcul = say_calcul(ligne.releve, indicateur) or f"{say_source(ligne.releve)}, sans sa base"
    return (
        f"{indicateur.libelle} ({quand}) : {say_valeur(ligne.releve, indicateur)}"
        f" ({calcul}), cible {say_cible(ligne.cible, indicateur)} : "
        f"{ligne.verdict.libelle}"
    )


def _say_resultats(resultats: Resultats) -> list[str]:
    if resultats.seuls or resultats.seuls_tus:
        titre = resultats.campagne.titre
        return [
            *(
                f"{titre}, {s.libelle} : {say_seul(s)} ({say_base_seul(s)})"
                for s in resultats.seuls
            ),
            *(
                f"{titre}, {s.libelle} : {EtatResultat.NON_SIGNIFICATIF.libelle} ({say_base_tu(s)})"
                for s in resultats.seuls_tus
            ),
        ]
    lignes = [f"{resultats.campagne.titre} : {say_retours(resultats.retours)}"]
    lignes += [
        f"{lu.question.libelle} : {_say_resultat(lu)}" for lu in resultats.evaluees if lu.repondues
    ]
    return lignes


def _say_resultat(lu: ResultatQuestion) -> str:
    if lu.taux is not None:
        return f"{say_taux_de(lu)} ({say_fraction_de(lu.taux)} avis)"
    return say_compte(lu) or f"{say_etat(lu)} ({say_base(lu)})"


def _count(n: int, nom: str, *, invariable: bool = False) -> str:
    return f"{n} {nom}{'s' if n > 1 and not invariable else ''}"
