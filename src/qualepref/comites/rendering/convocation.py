"""What convenes a meeting: a text to send, and a calendar file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qualepref.comites.models import Reunion
from qualepref.comites.queries.comites import PlaceOrdre
from qualepref.comites.rendering.compte_rendu import say_quand, say_suite_reprise
from qualepref.noyau.agendas.ecriture import Entree, write_agenda


def render_convocation(reunion: Reunion, *, places: Sequence[PlaceOrdre]) -> str:
    """Return the text of the convocation, ready to be sent."""
    comite = reunion.comite
    return (
        f"Objet : {comite.nom} – réunion du {say_quand(reunion)}\n\n"
        "Madame, Monsieur,\n\n"
        f"Vous êtes convié à la réunion du comité « {comite.nom} », le {say_quand(reunion)}.\n"
        f"Durée prévue : {say_duree(reunion.duree_minutes)}.\n\n"
        f"Ordre du jour :\n{list_points(places)}\n\n"
        "Si vous ne pouvez pas venir, merci de nous le dire et, si possible, de vous faire "
        "représenter.\n\n"
        f"{comite.pilote.nom}\n"
    )


def render_ics(
    reunion: Reunion, *, places: Sequence[PlaceOrdre], adresse: str, le: dt.date
) -> bytes:
    """Return the meeting as an iCalendar file. adresse: host that makes its identifier unique."""
    entree = Entree(
        identifiant=f"reunion-{reunion.pk}@{adresse}",
        titre=reunion.comite.nom,
        debut=reunion.debut,
        fin=reunion.debut + dt.timedelta(minutes=reunion.duree_minutes),
        description=f"Ordre du jour :\n{list_points(places)}",
        lieu=reunion.lieu,
    )
    ecrit_le = dt.datetime.combine(le, dt.time(), tzinfo=dt.UTC)
    return write_agenda([entree], nom=reunion.comite.nom, le=ecrit_le)


def list_points(places: Sequence[PlaceOrdre]) -> str:
    """Return the agenda, one numbered line a point, overdue follow-ups under theirs."""
    lignes = []
    for rang, place in enumerate(places, start=1):
        lignes.append(f"{rang}. {place.point.titre}")
        lignes += [f"   - {say_suite_reprise(suite)}" for suite in place.suites]
    return "\n".join(lignes)


def say_duree(minutes: int) -> str:
    """Return « 2 h », « 1 h 30 », « 45 minutes »."""
    heures, reste = divmod(minutes, 60)
    if not heures:
        return f"{reste} minutes"
    return f"{heures} h {reste:02}" if reste else f"{heures} h"
