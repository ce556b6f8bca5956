"""The state of a demande in two words, and the sets of demandes that carry each state."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from qualepref.suivi.enums import Issue
from qualepref.suivi.models import Demande


# State of the filters -> label. Each is computed by `select_etat`.
ETATS = {
    "retard": "En retard",
    "semaine": "À rendre cette semaine",
    "ouvertes": "Sans réponse",
    "attente": "Réponse d’attente, sans réponse au fond",
    "a_temps": "Répondues dans le délai",
    "hors_delai": "Répondues hors délai",
    "sans_date": "Réponse sans date connue",
    "suspendue": "Incomplètes, délai suspendu",
    "exclue": "Non comptées",
}

SAMEDI = 5


@dataclass(frozen=True, slots=True)
class EtatAffiche:
    """What a badge shows. `genre`: error, warning, info, success, or "" for a neutral one."""

    libelle: str
    genre: str


def end_of_semaine(le: dt.date) -> dt.date:
    """Return the Sunday that ends the week to work on: on a week-end, that of the coming week."""
    jours = 6 - le.weekday()
    return le + dt.timedelta(days=jours if le.weekday() < SAMEDI else jours + 7)


def select_etat(etat: str, *, le: dt.date) -> Q:
    """Return the condition of a state of ETATS; both clocks of an appointment are looked at."""
    if etat == "retard":
        return Q(issue=Issue.OUVERTE, echeance__lt=le) | Q(
            tenue_issue=Issue.OUVERTE, tenue_echeance__lt=le
        )
    if etat == "semaine":
        semaine = (le, end_of_semaine(le))
        return Q(issue=Issue.OUVERTE, echeance__range=semaine) | Q(
            tenue_issue=Issue.OUVERTE, tenue_echeance__range=semaine
        )
    if etat == "ouvertes":
        return Q(issue=Issue.OUVERTE) | Q(tenue_issue=Issue.OUVERTE)
    if etat == "attente":
        return Q(attente=1, repondue_le__isnull=True, repondue_sans_date=False)
    return Q(issue=etat)


def awaits_reponse(demande: Demande) -> bool:
    """Tell whether a waiting reply stopped the clock and the answer it promised is still due."""
    repondue = demande.repondue_le is not None or demande.repondue_sans_date
    return bool(demande.attente) and not repondue


def etat_of(demande: Demande, *, le: dt.date) -> EtatAffiche:
    """Return the state of a demande as of `le`, the appointment still to be held included."""
    if demande.issue == Issue.OUVERTE:
        return _etat_ouvert(demande.echeance, le, "")
    if demande.tenue_issue == Issue.OUVERTE:
        return _etat_ouvert(demande.tenue_echeance, le, "rendez-vous ")
    if awaits_reponse(demande):
        a_temps = demande.issue == Issue.A_TEMPS
        return EtatAffiche(
            f"attente, {'dans le' if a_temps else 'hors'} délai", "info" if a_temps else "error"
        )
    if Issue.HORS_DELAI in (demande.issue, demande.tenue_issue):
        return EtatAffiche("hors délai", "error")
    return {
        Issue.A_TEMPS: EtatAffiche("dans le délai", "success"),
        Issue.SANS_DATE: EtatAffiche("sans date", "error"),
        Issue.SUSPENDUE: EtatAffiche("incomplète", ""),
        Issue.EXCLUE: EtatAffiche("non comptée", ""),
    }[Issue(demande.issue)]


def _etat_ouvert(echeance: dt.date | None, le: dt.date, quoi: str) -> EtatAffiche:
    if echeance is None:
        return EtatAffiche(f"{quoi}en cours", "info")
    if echeance < le:
        return EtatAffiche(f"{quoi}en retard", "error")
    if echeance == le:
        return EtatAffiche(f"{quoi}à rendre aujourd’hui", "warning")
    if echeance <= end_of_semaine(le):
        return EtatAffiche(f"{quoi}cette semaine", "warning")
    return EtatAffiche(f"{quoi}en cours", "info")
