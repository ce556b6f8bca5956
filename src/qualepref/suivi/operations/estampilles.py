"""Closures of a site, and the demandes whose clock they touch stamped again."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction

from qualepref.noyau.calendrier import Fermeture
from qualepref.organisation.models import Agent, FermetureSite, Site
from qualepref.organisation.queries import get_calendrier
from qualepref.socle.operations import record_evenement
from qualepref.suivi.models import Demande
from qualepref.suivi.operations.cellules import update_cellules
from qualepref.suivi.queries.estampilles import (
    CHAMPS_ESTAMPILLE,
    LIGNES_PAR_LOT,
    VERSION,
    iterate_estampilles,
)


MOIS = CHAMPS_ESTAMPILLE.index("mois")


@dataclass(frozen=True, slots=True)
class Restampage:
    """What stamping again did: demandes looked at, and those whose deadline or delay moved."""

    relues: int
    changees: int


class FermetureSansEffetError(ValueError):
    """The closure closes no day that would be worked."""

    def __init__(self, debut: dt.date, fin: dt.date) -> None:
        super().__init__(
            f"Du {debut:%d/%m/%Y} au {fin:%d/%m/%Y}, le site est déjà fermé (week-end, jour férié "
            "ou fermeture déjà inscrite). Vérifiez les dates."
        )


@transaction.atomic
def add_fermeture(
    site: Site, *, debut: dt.date, fin: dt.date, libelle: str, type_: str, par: Agent, le: dt.date
) -> tuple[FermetureSite, Restampage]:
    """Close a site on some days (bounds included) and stamp again the demandes they touch.

    Raises:
        FermetureSansEffetError: every day was closed already.
        PeriodeInverseeError, HorsCalendrierError: the days cannot be.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    Fermeture(debut, fin, libelle)
    avant = get_calendrier(site).version
    fermeture = FermetureSite.objects.create(
        site=site, debut=debut, fin=fin, libelle=libelle, type=type_
    )
    if get_calendrier(site).version == avant:
        raise FermetureSansEffetError(debut, fin)
    restampage = restamp_site(site, par=par, le=le, jours=(debut, fin))
    _record(fermeture, "fermer", par)
    return fermeture, restampage


@transaction.atomic
def remove_fermeture(fermeture: FermetureSite, *, par: Agent, le: dt.date) -> Restampage:
    """Remove a closure and stamp again the demandes it touched."""
    site = Site.objects.select_for_update().get(pk=fermeture.site_id)
    _record(fermeture, "rouvrir", par)
    jours = (fermeture.debut, fermeture.fin)
    fermeture.delete()
    return restamp_site(site, par=par, le=le, jours=jours)


@transaction.atomic
def restamp_site(
    site: Site, *, par: Agent, le: dt.date, jours: tuple[dt.date, dt.date] | None = None
) -> Restampage:
    """Stamp the demandes of a site again with today's rules and calendar; say what moved.

    jours: first and last day whose opening changed, which limits the work to the clocks that run
    over them; None after a change of rules: every demande. The cells of the months touched and
    the audit trail follow.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    calendrier = get_calendrier(site)
    a_ecrire, mois, relues, changees = [], set(), 0, 0
    for pk, ancienne, nouvelle in iterate_estampilles(site, calendrier=calendrier, jours=jours):
        relues += 1
        if nouvelle != ancienne:
            a_ecrire.append((*nouvelle, pk))
        if nouvelle[:VERSION] != ancienne[:VERSION]:
            changees += 1
            mois.update((ancienne[MOIS], nouvelle[MOIS]))
    _write(a_ecrire)
    update_cellules(site, mois=mois, le=le)
    record_evenement(
        par=par.username,
        action="recalculer les échéances",
        objet="demandes du site",
        site=site.pk,
        apres={"relues": relues, "changees": changees, "calendrier": calendrier.version},
    )
    return Restampage(relues, changees)


def _write(lignes: list[tuple]) -> None:
    table = Demande._meta.db_table
    affectations = ", ".join(f"{champ} = %s" for champ in CHAMPS_ESTAMPILLE)
    sql = f"UPDATE {table} SET {affectations} WHERE id = %s"  # noqa: S608
    for rang in range(0, len(lignes), LIGNES_PAR_LOT):
        lot = [
            tuple(v.isoformat() if isinstance(v, dt.date) else v for v in ligne)
            for ligne in lignes[rang : rang + LIGNES_PAR_LOT]
        ]
        with connection.cursor() as curseur:
            curseur.executemany(sql, lot)


def _record(fermeture: FermetureSite, action: str, par: Agent) -> None:
    record_evenement(
        par=par.username,
        action=action,
        objet=f"fermeture {fermeture.libelle}"[:120],
        site=fermeture.site_id,
        apres={"debut": fermeture.debut, "fin": fermeture.fin},
    )
