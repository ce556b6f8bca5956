"""Write the committees of the demonstration, through the operations of the pages; once only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from qualepref.comites.models import Comite
from qualepref.comites.operations.comites import ComiteDonne, create_comite
from qualepref.comites.operations.comptes_rendus import (
    publish_compte_rendu,
    write_compte_rendu,
)
from qualepref.comites.operations.membres import MembreDonne, add_membre
from qualepref.comites.operations.reunions import (
    PointDonne,
    ReunionDonnee,
    create_reunion,
    record_seance,
    set_points,
)
from qualepref.comites.operations.suites import SuiteDonnee, add_suite
from qualepref.demonstration.donnees_comites import ComitePublie, Comites, ReunionPubliee
from qualepref.organisation.operations import SYSTEME
from qualepref.organisation.queries import get_site


def list_jours(comites: Comites) -> list[dt.date]:
    """Return the days of the meetings, and those their minutes were published on."""
    reunions = [reunion for comite in comites.comites for reunion in comite.reunions]
    rendus = [r.compte_rendu.publie_le for r in reunions if r.compte_rendu]
    return [*(r.jour for r in reunions), *rendus]


def write_comites(lus: Iterable[Comites], *, le: dt.date) -> int:
    """Write the committees that are missing; return how many."""
    return sum(_write(decrit, le) for comites in lus for decrit in comites.comites)


def _write(decrit: ComitePublie, le: dt.date) -> int:
    pilote = get_site(decrit.pilote)
    if Comite.objects.filter(pilote=pilote, nom=decrit.nom).exists():
        return 0
    sites = tuple(get_site(code) for code in decrit.sites)
    comite = create_comite(
        pilote,
        donne=ComiteDonne(decrit.type, decrit.nom, decrit.mission, sites),
        associables=sites,
        par=SYSTEME,
    )
    for siege in decrit.membres:
        for _ in range(siege.sieges):
            add_membre(comite, donne=MembreDonne(siege.qualite, siege.organisation), par=SYSTEME)
    for reunion in decrit.reunions:
        _write_reunion(comite, reunion, le)
    return 1


def _write_reunion(comite: Comite, decrite: ReunionPubliee, le: dt.date) -> None:
    debut = dt.datetime.combine(decrite.jour, decrite.heure, tzinfo=ZoneInfo(comite.pilote.fuseau))
    reunion = create_reunion(comite, donnee=ReunionDonnee(debut, lieu=decrite.lieu), par=SYSTEME)
    set_points(reunion, points=[PointDonne(p.genre, p.titre) for p in decrite.points], par=SYSTEME)
    record_seance(reunion, notes={}, presences={}, tenue=True, par=SYSTEME, le=le)
    if decrite.compte_rendu is not None:
        rendu = decrite.compte_rendu
        write_compte_rendu(reunion, texte=rendu.texte, par=SYSTEME)
        publish_compte_rendu(reunion, publie_le=rendu.publie_le, par=SYSTEME, le=le)
    points = list(reunion.points.all())
    for suite in decrite.suites:
        donnee = SuiteDonnee(
            suite.nature, suite.texte, point=points[suite.point - 1], echeance=suite.echeance
        )
        add_suite(reunion, donnee=donnee, par=SYSTEME, le=le)
