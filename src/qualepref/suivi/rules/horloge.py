"""The clock: what a demande's dates say of its deadlines, as pure functions of the dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qualepref.noyau.calcul.periodes import mois_of
from qualepref.noyau.calendrier import (
    DERNIER_JOUR,
    PREMIER_JOUR,
    Calendrier,
    add_jours_ouvres,
    compute_delai_jours_ouvres,
)
from qualepref.noyau.referentiel.modele import Horloge, Nature


@dataclass(frozen=True, slots=True)
class DatesDemande:
    """What the clock needs of a demande; the names are those of the stored fields."""

    recue_le: dt.date
    complete: bool = True
    complete_le: dt.date | None = None
    accuse_le: dt.date | None = None
    attente_le: dt.date | None = None
    attente_delai_annonce: str = ""
    proposee_le: dt.date | None = None
    rdv_le: dt.date | None = None
    repondue_le: dt.date | None = None
    repondue_sans_date: bool = False
    exclusion: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One clock read: `issue` is "" when the clock never started."""

    issue: str
    echeance: dt.date | None = None
    delai_jours_ouvres: int | None = None
    delai_jours: int | None = None
    par_attente: bool = False


@dataclass(frozen=True, slots=True)
class Estampille:
    """What the clock writes on a demande; the names are those of the stored fields."""

    mois: int
    echeance: dt.date | None
    issue: str
    attente: int
    delai_jours_ouvres: int | None
    delai_jours: int | None
    tenue_echeance: dt.date | None
    tenue_issue: str
    tenue_delai_jours_ouvres: int | None
    tenue_delai_jours: int | None
    regle: str
    calendrier_version: str


class SansHorlogeError(ValueError):
    """No deadline rule covers this nature and channel on that day."""

    def __init__(self, nature: Nature, canal: str, jour: dt.date) -> None:
        super().__init__(
            f"Aucun délai n’est défini pour « {nature.libelle} » par le canal « {canal} » "
            f"au {jour:%d/%m/%Y}. Choisissez un canal prévu par le référentiel."
        )


def stamp_demande(
    dates: DatesDemande, *, nature: Nature, canal: str, calendrier: Calendrier
) -> Estampille:
    """Return the stamp of a demande: deadlines, delays, in time or not.

    The first clock of the nature gives the main fields, a second one (the appointment itself) the
    `tenue_` fields.

    Raises:
        SansHorlogeError: no deadline rule covers this nature and channel.
    """
    horloges = nature.horloges_for(canal, dates.recue_le)
    if not horloges:
        raise SansHorlogeError(nature, canal, dates.recue_le)
    passages = [read_horloge(h, dates, calendrier) for h in horloges]
    premier = passages[0]
    tenue = passages[1] if len(passages) > 1 else Passage(issue="")
    return Estampille(
        mois=mois_of(dates.recue_le),
        echeance=premier.echeance,
        issue=premier.issue,
        attente=int(premier.par_attente),
        delai_jours_ouvres=premier.delai_jours_ouvres,
        delai_jours=premier.delai_jours,
        tenue_echeance=tenue.echeance,
        tenue_issue=tenue.issue,
        tenue_delai_jours_ouvres=tenue.delai_jours_ouvres,
        tenue_delai_jours=tenue.delai_jours,
        regle=" ; ".join(f"{h.code} {h.delai} j.o." for h in horloges),
        calendrier_version=calendrier.version,
    )


def read_horloge(horloge: Horloge, dates: DatesDemande, calendrier: Calendrier) -> Passage:
    """Return what one clock says of these dates."""
    if dates.exclusion and dates.exclusion not in horloge.exclusions_sans_effet:
        return Passage(issue="exclue")
    depart = depart_of(horloge, dates)
    if depart is None:
        return Passage(issue="suspendue" if horloge.depart == "recue_le" else "")
    echeance = add_jours_ouvres(depart, horloge.delai, calendrier=calendrier)
    champ, arrivee = _arrival(horloge, dates)
    if arrivee is None:
        issue = "sans_date" if dates.repondue_sans_date else "ouverte"
        return Passage(issue=issue, echeance=echeance)
    # Answered before the missing pieces arrived: nobody waited.
    arrivee = max(arrivee, depart)
    return Passage(
        issue="a_temps" if arrivee <= echeance else "hors_delai",
        echeance=echeance,
        delai_jours_ouvres=compute_delai_jours_ouvres(depart, arrivee, calendrier=calendrier),
        delai_jours=(arrivee - depart).days,
        par_attente=champ == "attente_le",
    )


def depart_of(horloge: Horloge, dates: DatesDemande) -> dt.date | None:
    """Return the day that starts a clock; None while it cannot start."""
    depart: dt.date | None = getattr(dates, horloge.depart)
    if horloge.depart != "recue_le":
        return depart
    if not dates.complete and dates.complete_le is None:
        return None
    return max(dates.recue_le, dates.complete_le or dates.recue_le)


def _arrival(horloge: Horloge, dates: DatesDemande) -> tuple[str, dt.date | None]:
    candidats: list[tuple[dt.date, str]] = []
    for champ in horloge.arrivees:
        jour = getattr(dates, champ)
        sans_delai = champ == "attente_le" and not dates.attente_delai_annonce
        if jour is not None and not (horloge.attente_exige_delai and sans_delai):
            candidats.append((jour, champ))
    if not candidats:
        return "", None
    jour, champ = min(candidats)
    return champ, jour


def tell_pourquoi(dates: DatesDemande, lue: Estampille | Passage, *, le: dt.date) -> str:
    """Return in French why a demande counts in a rate or not, as of `le`.

    lue: the stamp for its first clock, or the passage of another one.
    """
    due = lue.echeance
    textes = {
        "": "Non comptée : aucune date n’a encore été proposée.",
        "exclue": "Non comptée : exclue du calcul.",
        "suspendue": "Non comptée : demande incomplète, le délai ne court pas encore.",
        "a_temps": "Comptée, dans le délai.",
        "hors_delai": "Comptée, hors délai.",
        "sans_date": "Comptée hors délai : réponse sans date connue.",
        "ouverte": "Pas encore comptée : sans réponse, délai en cours.",
    }
    if lue.issue == "ouverte" and due is not None and due < le:
        return f"Comptée hors délai : sans réponse, échéance dépassée depuis le {due:%d/%m/%Y}."
    if dates.repondue_le is not None and lue.issue == "exclue":
        return "Non comptée : exclue du calcul, bien que répondue."
    return textes[lue.issue]


@dataclass(frozen=True, slots=True)
class FauteDate:
    """A date that cannot be: the field at fault and why, in French."""

    champ: str
    motif: str


LIBELLES_DATES = {
    "recue_le": "la date de réception",
    "complete_le": "la date de complétude",
    "accuse_le": "la date de l’accusé de réception",
    "attente_le": "la date de la réponse d’attente",
    "proposee_le": "la date de proposition",
    "rdv_le": "la date du rendez-vous",
    "repondue_le": "la date de réponse",
}
# An appointment is agreed for a day to come; nothing else can be dated after today.
DATES_FUTURES_ADMISES = {"rdv_le"}


def check_dates(dates: DatesDemande, *, le: dt.date) -> list[FauteDate]:
    """Return every date that cannot be, given that today is `le`; empty when all can."""
    fautes = []
    for champ, libelle in LIBELLES_DATES.items():
        jour = getattr(dates, champ)
        if jour is None:
            continue
        if not PREMIER_JOUR <= jour <= DERNIER_JOUR:
            fautes.append(FauteDate(champ, f"{libelle} ({jour:%d/%m/%Y}) sort du calendrier"))
        elif jour > le and champ not in DATES_FUTURES_ADMISES:
            fautes.append(FauteDate(champ, f"{libelle} ({jour:%d/%m/%Y}) est dans le futur"))
        elif jour < dates.recue_le:
            motif = f"{libelle} ({jour:%d/%m/%Y}) précède la réception ({dates.recue_le:%d/%m/%Y})"
            fautes.append(FauteDate(champ, motif))
    if dates.rdv_le and dates.proposee_le and dates.rdv_le < dates.proposee_le:
        motif = f"le rendez-vous ({dates.rdv_le:%d/%m/%Y}) précède sa proposition"
        fautes.append(FauteDate("rdv_le", f"{motif} ({dates.proposee_le:%d/%m/%Y})"))
    if dates.repondue_sans_date and dates.repondue_le:
        motif = "une réponse datée ne peut pas être aussi « sans date connue »"
        fautes.append(FauteDate("repondue_sans_date", motif))
    if dates.attente_delai_annonce and not dates.attente_le:
        motif = "un délai annoncé suppose la date de la réponse d’attente"
        fautes.append(FauteDate("attente_le", motif))
    return fautes
