"""Calendars that agents subscribe to, and meetings they add to their own, as iCalendar files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Calendar, Event


PRODUIT = "-//Qual-e-Pref//Agenda//FR"
UN_JOUR = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entree:
    """Something of a calendar. Whole days, the last included; or instants, the second one its end.

    identifiant: the same in each edition, unique among all calendars. Whole days leave one free.
    """

    identifiant: str
    titre: str
    debut: dt.date | dt.datetime
    fin: dt.date | dt.datetime
    description: str = ""
    lieu: str = ""
    adresse: str = ""


def write_agenda(entrees: Iterable[Entree], *, nom: str, le: dt.datetime) -> bytes:
    """Return a calendar file. nom: as calendars show it. le: instant it is written."""
    agenda = Calendar()
    agenda.add("prodid", PRODUIT)
    agenda.add("version", "2.0")
    agenda.add("method", "PUBLISH")
    agenda.add("x-wr-calname", nom)
    for entree in entrees:
        agenda.add_component(_build_evenement(entree, le))
    contenu: bytes = agenda.to_ical()
    return contenu


def _build_evenement(entree: Entree, le: dt.datetime) -> Event:
    evenement = Event()
    evenement.add("uid", entree.identifiant)
    evenement.add("dtstamp", le)
    if isinstance(entree.debut, dt.datetime) and isinstance(entree.fin, dt.datetime):
        evenement.add("dtstart", entree.debut.astimezone(dt.UTC))
        evenement.add("dtend", entree.fin.astimezone(dt.UTC))
    else:
        evenement.add("dtstart", entree.debut)
        evenement.add("dtend", entree.fin + UN_JOUR)
        evenement.add("transp", "TRANSPARENT")
    evenement.add("summary", entree.titre)
    for champ, valeur in (
        ("location", entree.lieu),
        ("description", entree.description),
        ("url", entree.adresse),
    ):
        if valeur:
            evenement.add(champ, valeur)
    return evenement
