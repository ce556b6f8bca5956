"""Cycles of the approach: begun from the steps of the product, renamed, deleted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from qualepref.demarche.models import Cycle, Jalon
from qualepref.demarche.queries.regles import get_regles
from qualepref.noyau.agendas.plages import Plage, Precision, add_mois
from qualepref.noyau.calendrier.jours_ouvres import compute_index
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement


class CycleRefuseError(ValueError):
    """A cycle that cannot be as wanted; `champ` is the part at fault."""

    champ = ""


class NomDeCyclePrisError(CycleRefuseError):
    """The site has a cycle of that name."""

    champ = "nom"

    def __init__(self, nom: str) -> None:
        super().__init__(f"Le site a déjà un calendrier nommé « {nom} ». Donnez un autre nom.")


class CycleCommenceError(ValueError):
    """A cycle whose steps were done is part of the site's history."""

    def __init__(self) -> None:
        super().__init__(
            "Des étapes de ce calendrier sont notées faites : il se garde. Pour repartir, "
            "commencez-en un autre."
        )


@dataclass(frozen=True, slots=True)
class CycleDonne:
    """A cycle as wanted; `debut`: any day of its first month."""

    nom: str
    debut: dt.date


@transaction.atomic
def create_cycle(site: Site, *, donne: CycleDonne, par: str) -> Cycle:
    """Begin a cycle with the steps of the product, dated from its first month; return it.

    Raises:
        CycleRefuseError: one of its kinds; `champ` says what to change.
        HorsCalendrierError: a step would lie outside the calendars.
    """
    cycle = Cycle(site=site)
    _write(cycle, donne)
    Jalon.objects.bulk_create(_build_jalons(cycle))
    _record(cycle, "calendrier commencé", par, apres=_tell(cycle))
    return cycle


@transaction.atomic
def update_cycle(cycle: Cycle, *, donne: CycleDonne, par: str) -> None:
    """Change the name or the first month of a cycle; its steps keep their dates.

    Raises:
        CycleRefuseError: one of its kinds; `champ` says what to change.
        HorsCalendrierError: the first month lies outside the calendars.
    """
    avant = _tell(cycle)
    _write(cycle, donne)
    _record(cycle, "calendrier modifié", par, avant=avant, apres=_tell(cycle))


@transaction.atomic
def delete_cycle(cycle: Cycle, *, par: str) -> None:
    """Delete a cycle none of whose steps is done.

    Raises:
        CycleCommenceError: some are.
    """
    if cycle.jalons.filter(fait_le__isnull=False).exists():
        raise CycleCommenceError
    _record(cycle, "calendrier supprimé", par, avant=_tell(cycle))
    cycle.delete()


def _write(cycle: Cycle, donne: CycleDonne) -> None:
    compute_index(donne.debut)
    memes = Cycle.objects.filter(site=cycle.site, nom=donne.nom).exclude(pk=cycle.pk)
    if memes.exists():
        raise NomDeCyclePrisError(donne.nom)
    cycle.nom, cycle.debut = donne.nom, donne.debut.replace(day=1)
    cycle.save()


def _build_jalons(cycle: Cycle) -> list[Jalon]:
    jalons = []
    for rang, etape in enumerate(get_regles().etapes, start=1):
        jalon = Jalon(cycle=cycle, phase=etape.phase, code=etape.code, rang=rang, titre=etape.titre)
        if etape.mois is not None:
            premier, dernier = (add_mois(cycle.debut, m) for m in etape.mois)
            plage = Plage.mois(premier, dernier)
            compute_index(plage.fin)
            jalon.debut, jalon.fin = plage.debut, plage.fin
            jalon.precision = Precision.MOIS.value
        jalons.append(jalon)
    return jalons


def _tell(cycle: Cycle) -> dict[str, Any]:
    return {"nom": cycle.nom, "debut": cycle.debut}


def _record(cycle: Cycle, action: str, par: str, **valeurs: Any) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"démarche « {cycle.nom} »"[:120],
        site=cycle.site_id,
        **valeurs,
    )
