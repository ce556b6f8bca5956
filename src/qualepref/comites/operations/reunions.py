"""Meetings: prepared from their template, convened, held, and put off the books when they were not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from qualepref.comites.enums import GenrePoint, PresenceNotee
from qualepref.comites.models import Comite, PointOrdreDuJour, PresenceReunion, Reunion
from qualepref.comites.queries.comites import jour_de, list_suites_reprises
from qualepref.comites.queries.regles import get_ordre_modele
from qualepref.socle.operations import record_evenement


TITRE_SUITES = "Suites attendues des réunions précédentes"


class ReunionRefuseeError(ValueError):
    """A meeting that cannot be as wanted; `champ` is the part at fault."""

    champ = ""


class ReunionEnDoubleError(ReunionRefuseeError):
    """The committee already meets at that time."""

    champ = "jour"

    def __init__(self) -> None:
        super().__init__("Ce comité a déjà une réunion à ce jour et cette heure.")


class ReunionAVenirError(ReunionRefuseeError):
    """A meeting cannot have taken place before its day."""

    champ = "tenue"

    def __init__(self, jour: dt.date) -> None:
        super().__init__(
            f"La réunion est prévue le {jour:%d/%m/%Y} : elle ne peut pas être dite tenue avant."
        )


class ReunionTenueError(ReunionRefuseeError):
    """A meeting that took place keeps its day and is not deleted."""

    champ = "jour"

    def __init__(self) -> None:
        super().__init__(
            "Cette réunion a eu lieu : elle ne peut plus être déplacée ni supprimée. Rouvrez-la "
            "d’abord si elle a été dite tenue par erreur."
        )


class OrdreDuJourVideError(ReunionRefuseeError):
    """An agenda needs a point."""

    def __init__(self) -> None:
        super().__init__("Gardez au moins un point à l’ordre du jour.")


@dataclass(frozen=True, slots=True)
class ReunionDonnee:
    """A meeting as wanted. debut: an instant; duree_minutes: None for the template's."""

    debut: dt.datetime
    duree_minutes: int | None = None
    lieu: str = ""


@dataclass(frozen=True, slots=True)
class PointDonne:
    """A point of an agenda as wanted; pk: of the one it changes, None for a new one."""

    genre: GenrePoint
    titre: str
    pk: int | None = None


@transaction.atomic
def create_reunion(comite: Comite, *, donnee: ReunionDonnee, par: str) -> Reunion:
    """Write a meeting and its agenda, from the template of the committee, and return it.

    What earlier meetings owe by then is on the agenda.

    Raises:
        ReunionEnDoubleError: the committee already meets then.
    """
    ordre = get_ordre_modele(comite)
    _check_libre(comite, donnee.debut)
    reunion = Reunion.objects.create(
        comite=comite,
        debut=donnee.debut,
        duree_minutes=donnee.duree_minutes or ordre.duree_minutes,
        lieu=donnee.lieu,
    )
    PointOrdreDuJour.objects.bulk_create(
        PointOrdreDuJour(reunion=reunion, rang=rang, genre=point.genre, titre=point.titre)
        for rang, point in enumerate(ordre.points, start=1)
    )
    _add_suites(reunion)
    _record(reunion, "réunion créée", par, apres=_tell(reunion))
    return reunion


@transaction.atomic
def update_reunion(reunion: Reunion, *, donnee: ReunionDonnee, par: str) -> None:
    """Change when and where a meeting is. One that moves has to be convened again.

    Raises:
        ReunionEnDoubleError: the committee already meets then.
        ReunionTenueError: it took place at another time.
    """
    deplacee = donnee.debut != reunion.debut
    if deplacee and reunion.tenue:
        raise ReunionTenueError
    _check_libre(reunion.comite, donnee.debut, sauf=reunion)
    avant = _tell(reunion)
    reunion.debut, reunion.lieu = donnee.debut, donnee.lieu
    reunion.duree_minutes = donnee.duree_minutes or reunion.duree_minutes
    if deplacee:
        reunion.convoquee_le = None
    reunion.save()
    _add_suites(reunion)
    _record(reunion, "réunion modifiée", par, avant=avant, apres=_tell(reunion))


@transaction.atomic
def delete_reunion(reunion: Reunion, *, par: str) -> None:
    """Delete a meeting that did not take place.

    Raises:
        ReunionTenueError: it did.
    """
    if reunion.tenue:
        raise ReunionTenueError
    _record(reunion, "réunion supprimée", par, avant=_tell(reunion))
    reunion.delete()


@transaction.atomic
def set_points(reunion: Reunion, *, points: Sequence[PointDonne], par: str) -> None:
    """Write the agenda as wanted, in that order; notes of the points kept stay.

    Overdue follow-ups keep a point of their own.

    Raises:
        OrdreDuJourVideError: no point at all.
    """
    if not points:
        raise OrdreDuJourVideError
    avant = _tell(reunion)
    connus = {p.pk: p for p in reunion.points.select_for_update()}
    reunion.points.exclude(pk__in=[p.pk for p in points if p.pk]).delete()
    # Ranks are unique: those kept step aside before any takes its new one.
    loin = len(connus) + len(points)
    gardes = [connus[p.pk] for p in points if p.pk in connus]
    for decalage, point in enumerate(gardes, start=1):
        point.rang = loin + decalage
        point.save(update_fields=["rang"])
    for rang, voulu in enumerate(points, start=1):
        point = connus.get(voulu.pk) or PointOrdreDuJour(reunion=reunion)
        point.rang, point.genre, point.titre = rang, voulu.genre, voulu.titre
        point.save()
    _add_suites(reunion)
    _record(reunion, "ordre du jour modifié", par, avant=avant, apres=_tell(reunion))


@transaction.atomic
def record_convocation(reunion: Reunion, *, par: str, le: dt.date) -> None:
    """Note that the convocation was sent."""
    reunion.convoquee_le = le
    reunion.save(update_fields=["convoquee_le"])
    _record(reunion, "réunion convoquée", par, apres={"convoquee_le": le})


@transaction.atomic
def record_seance(
    reunion: Reunion,
    *,
    notes: Mapping[int, str],
    presences: Mapping[int, PresenceNotee],
    tenue: bool,
    par: str,
    le: dt.date,
) -> None:
    """Write what was noted on the day: by point, by member, and whether the meeting took place.

    notes, presences: by primary key; those not given stay as they are.

    Raises:
        ReunionAVenirError: said to have taken place before its day.
    """
    if tenue and jour_de(reunion) > le:
        raise ReunionAVenirError(jour_de(reunion))
    for point in reunion.points.filter(pk__in=notes):
        point.notes = notes[point.pk]
        point.save(update_fields=["notes"])
    for membre in reunion.comite.membres.filter(pk__in=presences):
        notee = presences[membre.pk]
        PresenceReunion.objects.update_or_create(
            reunion=reunion,
            membre=membre,
            defaults={"present": notee.present, "excuse": notee == PresenceNotee.EXCUSE},
        )
    changee = tenue != reunion.tenue
    reunion.tenue = tenue
    reunion.save(update_fields=["tenue"])
    action = ("réunion tenue" if tenue else "réunion rouverte") if changee else "séance notée"
    apres = {"points": len(notes), "presences": len(presences), "tenue": tenue}
    _record(reunion, action, par, apres=apres)


def _check_libre(comite: Comite, debut: dt.datetime, *, sauf: Reunion | None = None) -> None:
    memes = comite.reunions.filter(debut=debut)
    if sauf is not None:
        memes = memes.exclude(pk=sauf.pk)
    if memes.exists():
        raise ReunionEnDoubleError


def _add_suites(reunion: Reunion) -> None:
    """Put a point of follow-ups first when some are overdue and no point is about them."""
    points = list(reunion.points.all())
    if any(p.genre == GenrePoint.SUITES for p in points) or not list_suites_reprises(reunion):
        return
    for point in reversed(points):
        point.rang += 1
        point.save(update_fields=["rang"])
    reunion.points.create(rang=1, genre=GenrePoint.SUITES, titre=TITRE_SUITES)


def _tell(reunion: Reunion) -> dict[str, Any]:
    return {
        "debut": reunion.debut,
        "duree_minutes": reunion.duree_minutes,
        "lieu": reunion.lieu,
        "points": [f"{p.genre} : {p.titre}" for p in reunion.points.all()],
    }


def _record(reunion: Reunion, action: str, par: str, **valeurs: Any) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"réunion {reunion.pk} du comité {reunion.comite_id}",
        site=reunion.comite.pilote_id,
        **valeurs,
    )
