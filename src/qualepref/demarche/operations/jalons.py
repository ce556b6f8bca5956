"""Steps of a calendar: added, changed, done, no longer done, deleted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from qualepref.demarche.models import Cycle, Jalon
from qualepref.demarche.queries.calendrier import pose_etapes
from qualepref.demarche.rules.ordre import check_defait, check_fait
from qualepref.noyau.agendas.plages import Plage, add_mois
from qualepref.noyau.calendrier.jours_ouvres import compute_index
from qualepref.organisation.models import Agent, Service, Site
from qualepref.socle.operations import record_evenement


class JalonRefuseError(ValueError):
    """A step that cannot be as wanted; `champ` is the part at fault."""

    champ = ""


class EtapeDejaPoseeError(JalonRefuseError):
    """The calendar has that step of the product."""

    def __init__(self, titre: str) -> None:
        super().__init__(f"« {titre} » figure déjà dans ce calendrier.")


@dataclass(frozen=True, slots=True)
class JalonDonne:
    """A step as wanted. code: that of a step of the product, "" for one of the site's own."""

    titre: str
    phase: str
    plage: Plage | None = None
    service: Service | None = None
    agent: Agent | None = None
    qui: str = ""
    commentaire: str = ""
    code: str = ""


@transaction.atomic
def add_jalon(cycle: Cycle, *, donne: JalonDonne, par: str) -> Jalon:
    """Add a step after the others, and return it.

    Raises:
        JalonRefuseError: the calendar has it already.
        HorsCalendrierError: its date lies outside the calendars.
    """
    if donne.code and cycle.jalons.filter(code=donne.code).exists():
        raise EtapeDejaPoseeError(donne.titre)
    dernier = cycle.jalons.aggregate(rang=Max("rang"))["rang"] or 0
    jalon = Jalon(cycle=cycle, code=donne.code, rang=dernier + 1)
    _write(jalon, donne)
    _record(jalon, "étape ajoutée", par, apres=_tell(jalon))
    return jalon


@transaction.atomic
def update_jalon(jalon: Jalon, *, donne: JalonDonne, par: str) -> None:
    """Change a step; whether it is done, and which step of the product it is, stay.

    Raises:
        HorsCalendrierError: its date lies outside the calendars.
    """
    avant = _tell(jalon)
    _write(jalon, donne)
    _record(jalon, "étape modifiée", par, avant=avant, apres=_tell(jalon))


@transaction.atomic
def delete_jalon(jalon: Jalon, *, par: str) -> None:
    """Take a step out of the calendar: the site does without it."""
    _record(jalon, "étape retirée", par, avant=_tell(jalon))
    jalon.delete()


@transaction.atomic
def record_fait(jalon: Jalon, *, fait_le: dt.date, commentaire: str, par: str, le: dt.date) -> None:
    """Note that a step is done, on which day.

    Raises:
        OrdreRefuseError: not that day, or not before what comes first.
        HorsCalendrierError: the day lies outside the calendars.
    """
    compute_index(fait_le)
    check_fait(jalon.code, fait_le=fait_le, etapes=_etapes_of(jalon), le=le)
    avant = _tell(jalon)
    jalon.fait_le, jalon.commentaire = fait_le, commentaire
    jalon.save(update_fields=["fait_le", "commentaire"])
    _record(jalon, "étape faite", par, avant=avant, apres=_tell(jalon))


@transaction.atomic
def reopen_jalon(jalon: Jalon, *, par: str) -> None:
    """Note that a step is not done after all.

    Raises:
        OrdreRefuseError: a step that comes after is done.
    """
    check_defait(jalon.code, etapes=_etapes_of(jalon))
    avant = _tell(jalon)
    jalon.fait_le = None
    jalon.save(update_fields=["fait_le"])
    _record(jalon, "étape à faire de nouveau", par, avant=avant, apres=_tell(jalon))


@transaction.atomic
def erase_jalons(site: Site, *, par: str, le: dt.date) -> int:
    """Empty who did the steps done long ago, and their comments; return how many."""
    nommes = Q(agent__isnull=False) | Q(qui__gt="") | Q(commentaire__gt="")
    effaces = Jalon.objects.filter(
        nommes, cycle__site=site, fait_le__lt=add_mois(le, -site.conservation_mois)
    ).update(agent=None, qui="", commentaire="")
    if effaces:
        record_evenement(
            par=par,
            action="effacer les données personnelles",
            objet="étapes de la démarche",
            site=site.pk,
            apres={"etapes": effaces, "conservation_mois": site.conservation_mois},
        )
    return effaces


def _etapes_of(jalon: Jalon) -> dict:
    return pose_etapes(Jalon.objects.filter(cycle=jalon.cycle_id))


def _write(jalon: Jalon, donne: JalonDonne) -> None:
    jalon.titre, jalon.phase = donne.titre, donne.phase
    jalon.service, jalon.agent, jalon.qui = donne.service, donne.agent, donne.qui
    jalon.commentaire = donne.commentaire
    plage = donne.plage
    if plage is not None:
        compute_index(plage.debut)
        compute_index(plage.fin)
    jalon.debut = plage.debut if plage else None
    jalon.fin = plage.fin if plage else None
    jalon.precision = plage.precision.value if plage else ""
    jalon.save()


def _tell(jalon: Jalon) -> dict[str, Any]:
    """Return what the audit trail keeps: neither who does it nor the comment, which may name people."""
    plage = jalon.plage
    return {
        "titre": jalon.titre,
        "phase": jalon.phase,
        "date": plage.texte if plage else "",
        "service": jalon.service_id,
        "fait_le": jalon.fait_le,
    }


def _record(jalon: Jalon, action: str, par: str, **valeurs: Any) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"démarche, étape {jalon.pk} « {jalon.titre} »"[:120],
        site=jalon.cycle.site_id,
        **valeurs,
    )
