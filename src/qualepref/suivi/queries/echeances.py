"""The deadlines a demande would have, told day by day, before anything is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qualepref.noyau.calendrier import Calendrier, add_jours_ouvres, explain_echeance
from qualepref.noyau.referentiel.modele import Horloge, Nature
from qualepref.suivi.rules import DatesDemande, SansHorlogeError, depart_of


DEPARTS = {"complete_le": "complétée le", "proposee_le": "date proposée le"}


@dataclass(frozen=True, slots=True)
class EcheancePrevue:
    """A clock read in advance. `echeance` is None while the clock cannot start.

    jours: one text per run of days, from the start to the deadline.
    """

    horloge: Horloge
    echeance: dt.date | None
    jours: tuple[str, ...]

    @property
    def regle(self) -> str:
        """Return the rule in words: « Réponse à un courrier, 10 jours ouvrés »."""
        pluriel = "s" if self.horloge.delai > 1 else ""
        return f"{self.horloge.libelle}, {self.horloge.delai} jour{pluriel} ouvré{pluriel}"


def preview_echeances(
    dates: DatesDemande, *, nature: Nature, canal: str, calendrier: Calendrier
) -> list[EcheancePrevue]:
    """Return the deadlines of a demande, one per clock.

    Raises:
        SansHorlogeError: no rule covers this nature and channel on that day.
        HorsCalendrierError: a date lies outside the calendar.
    """
    horloges = nature.horloges_for(canal, dates.recue_le)
    if not horloges:
        raise SansHorlogeError(nature, canal, dates.recue_le)
    return [_preview(h, dates, calendrier) for h in horloges]


def _preview(horloge: Horloge, dates: DatesDemande, calendrier: Calendrier) -> EcheancePrevue:
    depart = depart_of(horloge, dates)
    if depart is None:
        return EcheancePrevue(horloge, None, ())
    champ = horloge.depart
    if champ == "recue_le" and depart != dates.recue_le:
        champ = "complete_le"
    texte = explain_echeance(depart, horloge.delai, calendrier=calendrier)
    if champ in DEPARTS:
        texte = texte.replace("reçue le", DEPARTS[champ], 1)
    return EcheancePrevue(
        horloge,
        add_jours_ouvres(depart, horloge.delai, calendrier=calendrier),
        tuple(texte.split(" ; ")),
    )
