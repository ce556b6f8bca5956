"""The life of a demande in words: what happened, how each deadline was counted, who changed what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from qualepref.noyau.referentiel.modele import Nature
from qualepref.organisation.queries import get_calendrier, get_referentiel
from qualepref.socle.models import Evenement
from qualepref.suivi.enums import Issue
from qualepref.suivi.models import Demande
from qualepref.suivi.queries.echeances import EcheancePrevue, preview_echeances
from qualepref.suivi.rules import (
    DatesDemande,
    Estampille,
    Passage,
    SansHorlogeError,
    read_horloge,
    tell_pourquoi,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened, or is due, on a day."""

    jour: dt.date
    texte: str
    precision: str = ""


@dataclass(frozen=True, slots=True)
class Decompte:
    """One clock of a demande: how its deadline was reached and what came of it."""

    prevue: EcheancePrevue
    passage: Passage
    verdict: str


def dates_of(demande: Demande) -> DatesDemande:
    """Return what the clock reads of a demande."""
    return DatesDemande(**{f.name: getattr(demande, f.name) for f in fields(DatesDemande)})


def tell_comptage(demande: Demande, *, le: dt.date) -> str:
    """Return in French why a demande counts or not, as of `le`."""
    estampille = Estampille(**{f.name: getattr(demande, f.name) for f in fields(Estampille)})
    return tell_pourquoi(dates_of(demande), estampille, le=le)


def list_moments(demande: Demande) -> list[Moment]:
    """Return what happened to a demande, in order of days."""
    nature = get_referentiel(demande.site).nature(demande.nature)
    horloges = nature.horloges_for(demande.canal, demande.recue_le)
    attente_arrete = any(
        "attente_le" in h.arrivees and (demande.attente_delai_annonce or not h.attente_exige_delai)
        for h in horloges
    )
    attente = f"délai annoncé : {demande.attente_delai_annonce}. " * bool(
        demande.attente_delai_annonce
    )
    if demande.issue != Issue.EXCLUE:
        attente += "Elle arrête le délai." if attente_arrete else "Elle n’arrête pas le délai."
    incomplete = "Incomplète : le délai ne court pas encore." * (
        not demande.complete and demande.complete_le is None
    )
    moments = [
        (demande.recue_le, "Demande reçue", incomplete),
        (demande.accuse_le, "Accusé de réception envoyé", "Il n’arrête jamais le délai."),
        (demande.complete_le, "Demande complétée", "Le délai court à partir de ce jour."),
        (demande.attente_le, "Réponse d’attente envoyée", attente[:1].upper() + attente[1:]),
        (demande.proposee_le, "Date de rendez-vous proposée", ""),
        (demande.rdv_le, "Rendez-vous", ""),
        (demande.repondue_le, "Réponse envoyée", ""),
    ]
    survenus = [Moment(jour, *textes) for jour, *textes in moments if jour is not None]
    return sorted(survenus, key=lambda m: m.jour)


def list_decomptes(demande: Demande, *, le: dt.date) -> list[Decompte]:
    """Return every clock of a demande, day by day; empty when no rule covers it any more."""
    nature: Nature = get_referentiel(demande.site).nature(demande.nature)
    calendrier, dates = get_calendrier(demande.site), dates_of(demande)
    try:
        prevues = preview_echeances(
            dates, nature=nature, canal=demande.canal, calendrier=calendrier
        )
    except SansHorlogeError:
        return []
    decomptes = []
    for prevue in prevues:
        passage = read_horloge(prevue.horloge, dates, calendrier)
        decomptes.append(Decompte(prevue, passage, _tell_passage(passage, le)))
    return decomptes


def list_evenements(demande: Demande) -> list[Evenement]:
    """Return the audit trail of a demande, most recent first, through its former references."""
    objets, a_lire, trouves = set(), {f"{demande.registre} {demande.reference}"}, {}
    while a_lire:
        objets |= a_lire
        lus = Evenement.objects.filter(site=demande.site_id, objet__in=a_lire)
        trouves.update({e.pk: e for e in lus})
        anciennes = {
            f"{demande.registre} {e.avant['reference']}"
            for e in trouves.values()
            if "reference" in e.avant
        }
        a_lire = anciennes - objets
    return sorted(trouves.values(), key=lambda e: (e.le, e.pk), reverse=True)


def _tell_passage(passage: Passage, le: dt.date) -> str:
    if passage.issue == Issue.OUVERTE:
        if passage.echeance is not None and passage.echeance < le:
            return f"Échéance dépassée depuis le {passage.echeance:%d/%m/%Y}."
        return "Délai en cours."
    if passage.issue == Issue.EXCLUE:
        return "Hors du calcul."
    if passage.issue == Issue.SANS_DATE:
        return "Réponse sans date connue : comptée hors délai."
    if passage.issue in (Issue.A_TEMPS, Issue.HORS_DELAI):
        jours = passage.delai_jours_ouvres or 0
        duree = f"{jours} jour{'s' if jours > 1 else ''} ouvré{'s' if jours > 1 else ''}"
        quoi = "Dans le délai" if passage.issue == Issue.A_TEMPS else "Hors délai"
        return f"{quoi} : {duree}{', par la réponse d’attente' * passage.par_attente}."
    return "Le délai ne court pas encore."
