"""Who is enrolled in a session and came, what agents need: written by who follows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction

from qualepref.amelioration.models import Besoin, Formation, Personne, Presence, Seance
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement


class SeanceAVenirError(ValueError):
    """Nobody came yet."""

    def __init__(self, seance: Seance) -> None:
        super().__init__(
            f"La séance commence le {seance.debut_le:%d/%m/%Y} : les présences se notent une fois "
            "qu’elle a eu lieu."
        )


class AgentAbsentError(ValueError):
    """The agent was not in the perimeter on the day of the session."""

    def __init__(self, personne: Personne, jour: dt.date) -> None:
        super().__init__(
            f"{personne} n’est pas dans le périmètre le {jour:%d/%m/%Y} : sa fiche le dit parti, ou "
            "pas encore arrivé."
        )


class PresenceNoteeError(ValueError):
    """Somebody marked present does not leave the list."""

    def __init__(self) -> None:
        super().__init__(
            "Cet agent est noté présent : corrigez d’abord sa présence, puis désinscrivez-le."
        )


class BesoinRefuseError(ValueError):
    """A need that cannot be."""


@transaction.atomic
def add_inscriptions(seance: Seance, *, personnes: Iterable[Personne], par: str) -> list[Presence]:
    """Enrol agents in a session and return those newly enrolled.

    Raises:
        AgentAbsentError: an agent gone, or not there yet, on the first day of the session.
    """
    _lock(seance.formation)
    inscrits = set(seance.presences.values_list("personne", flat=True))
    nouveaux = [p for p in personnes if p.pk not in inscrits]
    for personne in nouveaux:
        if not _is_there(personne, seance.debut_le):
            raise AgentAbsentError(personne, seance.debut_le)
    ecrites = Presence.objects.bulk_create(
        Presence(seance=seance, personne=personne) for personne in nouveaux
    )
    if ecrites:
        _record(seance, "inscrire", par, {"inscrits": len(ecrites)})
    return ecrites


@transaction.atomic
def remove_inscription(presence: Presence, *, par: str) -> None:
    """Take somebody off the list of a session.

    Raises:
        PresenceNoteeError: they came.
    """
    if presence.present:
        raise PresenceNoteeError
    _record(presence.seance, "désinscrire", par, {"agent": presence.personne_id})
    presence.delete()


@transaction.atomic
def record_presences(
    seance: Seance, *, presents: Mapping[int, bool | None], par: str, le: dt.date
) -> int:
    """Note who came, by key of the enrolment; return how many lines changed.

    presents: None when it is not known again. A need of the course is answered by coming, and waits
    again when that is taken back.

    Raises:
        SeanceAVenirError: the session has not begun.
    """
    if seance.debut_le > le:
        raise SeanceAVenirError(seance)
    _lock(seance.formation)
    changees = []
    for presence in seance.presences.filter(pk__in=presents):
        venu, etait_venu = presents[presence.pk], presence.present is True
        if presence.present is not venu:
            presence.present = venu
            changees.append(presence)
            _settle_besoins(seance, presence, etait_venu=etait_venu)
    Presence.objects.bulk_update(changees, ["present"])
    if changees:
        presents_en_tout = seance.presences.filter(present=True).count()
        _record(
            seance,
            "noter les présences",
            par,
            {"changees": len(changees), "presents": presents_en_tout},
        )
    return len(changees)


@transaction.atomic
def record_besoin(
    personne: Personne, *, formation: Formation, exprime_le: dt.date, par: str, le: dt.date
) -> Besoin:
    """Write that an agent needs a course, and return it.

    Raises:
        BesoinRefuseError: a day to come, a need already waiting, an agent gone.
    """
    if exprime_le > le:
        raise BesoinRefuseError("Ce besoin est daté d’un jour à venir. Corrigez la date.")
    if personne.partie_le and personne.partie_le < exprime_le:
        raise BesoinRefuseError("L’agent était parti ce jour-là : il n’exprime plus de besoin.")
    if personne.besoins.filter(formation=formation, satisfait_le__isnull=True).exists():
        raise BesoinRefuseError("Ce besoin attend déjà une réponse.")
    if personne.besoins.filter(formation=formation, exprime_le=exprime_le).exists():
        raise BesoinRefuseError("Ce besoin est déjà noté à cette date.")
    besoin = Besoin.objects.create(personne=personne, formation=formation, exprime_le=exprime_le)
    _record_besoin(besoin, "exprimer un besoin", par)
    return besoin


@transaction.atomic
def close_besoin(besoin: Besoin, *, satisfait_le: dt.date, par: str, le: dt.date) -> None:
    """Write that a need was answered otherwise than by a session followed here.

    Raises:
        BesoinRefuseError: before it was expressed, or to come.
    """
    if not besoin.exprime_le <= satisfait_le <= le:
        raise BesoinRefuseError(
            "La réponse à un besoin vient après le jour où il est exprimé, et pas dans l’avenir."
        )
    besoin.satisfait_le = satisfait_le
    besoin.save(update_fields=("satisfait_le",))
    _record_besoin(besoin, "satisfaire un besoin", par)


@transaction.atomic
def delete_besoin(besoin: Besoin, *, par: str) -> None:
    """Delete a need, given up or written by mistake."""
    _record_besoin(besoin, "retirer un besoin", par)
    besoin.delete()


def _settle_besoins(seance: Seance, presence: Presence, *, etait_venu: bool) -> None:
    besoins = Besoin.objects.filter(formation=seance.formation_id, personne=presence.personne_id)
    if presence.present:
        besoins.filter(satisfait_le__isnull=True, exprime_le__lte=seance.fin_le).update(
            satisfait_le=seance.fin_le
        )
    elif etait_venu:
        besoins.filter(satisfait_le=seance.fin_le).update(satisfait_le=None)


def _is_there(personne: Personne, jour: dt.date) -> bool:
    arrivee, depart = personne.arrivee_le, personne.partie_le
    return (arrivee is None or arrivee <= jour) and (depart is None or depart >= jour)


def _lock(formation: Formation) -> None:
    Site.objects.select_for_update().get(pk=formation.site_id)


def _record(seance: Seance, action: str, par: str, apres: Mapping[str, int]) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"séance du {seance.debut_le:%d/%m/%Y}, {seance.formation.titre}"[:120],
        site=seance.formation.site_id,
        apres=apres,
    )


def _record_besoin(besoin: Besoin, action: str, par: str) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"agent du périmètre n° {besoin.personne_id}",
        site=besoin.formation.site_id,
        apres={
            "formation": besoin.formation.titre,
            "exprime_le": besoin.exprime_le,
            "satisfait_le": besoin.satisfait_le,
        },
    )
