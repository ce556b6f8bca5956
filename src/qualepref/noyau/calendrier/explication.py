"""Tells how a deadline was reached, day after day, for a screen or a doubting reader."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from qualepref.noyau.calendrier.jours_ouvres import Calendrier, add_jours_ouvres


JOURS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
WEEK_END = "week-end"


class Nature(StrEnum):
    """What a step of the count is."""

    RECEPTION = "reception"
    OUVRES = "ouvres"
    FERMES = "fermes"
    ECHEANCE = "echeance"


@dataclass(frozen=True, slots=True)
class Etape:
    """A run of days of one kind, bounds included.

    motif: why closed, as Calendrier.motif or 'week-end'; None on working days.
    rang_debut, rang_fin: ranks of the first and last working days; None for the other kinds.
    """

    nature: Nature
    debut: dt.date
    fin: dt.date
    motif: str | None = None
    rang_debut: int | None = None
    rang_fin: int | None = None


def etapes_echeance(recue_le: dt.date, jours: int, *, calendrier: Calendrier) -> list[Etape]:
    """Return the steps from the receipt to the deadline: receipt, runs of days, deadline.

    Every day between the two belongs to exactly one run; the last run ends on the deadline.

    Raises:
        DelaiNegatifError, HorsCalendrierError: as add_jours_ouvres.
    """
    echeance = add_jours_ouvres(recue_le, jours, calendrier=calendrier)
    return [
        Etape(Nature.RECEPTION, recue_le, recue_le, calendrier.motif(recue_le)),
        *_group_jours(recue_le, echeance, calendrier),
        Etape(Nature.ECHEANCE, echeance, echeance),
    ]


def _group_jours(recue_le: dt.date, echeance: dt.date, calendrier: Calendrier) -> Iterator[Etape]:
    courante: Etape | None = None
    rang = 0
    for ecart in range(1, (echeance - recue_le).days + 1):
        jour = recue_le + dt.timedelta(days=ecart)
        motif = calendrier.motif(jour)
        if motif is None:
            rang += 1
            etape = Etape(Nature.OUVRES, jour, jour, None, rang, rang)
        else:
            motif = WEEK_END if motif in ("samedi", "dimanche") else motif
            etape = Etape(Nature.FERMES, jour, jour, motif)
        if courante is not None and courante.motif == etape.motif:
            courante = replace(courante, fin=jour, rang_fin=etape.rang_fin)
            continue
        if courante is not None:
            yield courante
        courante = etape
    if courante is not None:
        yield courante


def explain_echeance(recue_le: dt.date, jours: int, *, calendrier: Calendrier) -> str:
    """Return the count in French words, every closed day with its reason.

    Dates carry their year where it is not that of the receipt.

    Raises:
        DelaiNegatifError, HorsCalendrierError: as add_jours_ouvres.
    """
    etapes = etapes_echeance(recue_le, jours, calendrier=calendrier)
    return " ; ".join(_describe_etape(etape, recue_le.year) for etape in etapes)


def _describe_etape(etape: Etape, annee: int) -> str:
    if etape.nature is Nature.RECEPTION:
        ferme = f" ({etape.motif})" if etape.motif else ""
        return f"reçue le {_format_jour(etape.debut)}{ferme}"
    if etape.nature is Nature.ECHEANCE:
        return f"échéance le {_format_jour(etape.debut)}"
    periode = _describe_periode(etape, annee)
    if etape.nature is Nature.OUVRES:
        return f"{periode} {_describe_rangs(etape)}"
    return f"{periode} {_describe_motif(etape.motif or '')}"


def _describe_periode(etape: Etape, annee: int) -> str:
    debut, fin = (_format_jour(jour, annee) for jour in (etape.debut, etape.fin))
    if etape.debut == etape.fin:
        return debut
    if (etape.fin - etape.debut).days == 1:
        return f"{debut} et {fin} :"
    return f"du {debut} au {fin} :"


def _describe_rangs(etape: Etape) -> str:
    if etape.rang_debut == etape.rang_fin:
        return f"jour ouvré {etape.rang_debut}"
    lien = "et" if etape.debut + dt.timedelta(days=1) == etape.fin else "à"
    return f"jours ouvrés {etape.rang_debut} {lien} {etape.rang_fin}"


def _describe_motif(motif: str) -> str:
    quoi, _, libelle = motif.partition(" : ")
    return f"{quoi} ({libelle})" if libelle else quoi


def _format_jour(jour: dt.date, annee: int | None = None) -> str:
    forme = "%d/%m" if jour.year == annee else "%d/%m/%Y"
    return f"{JOURS[jour.weekday()]} {jour.strftime(forme)}"
