"""Databases made up for measuring, kept from one run to the next: many rows, months alike."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache

from qualepref.noyau.calcul.periodes import Periode, next_mois
from qualepref.organisation.models import Agent, ModuleRetenu, Role, Site
from qualepref.organisation.queries import get_calendrier, get_referentiel
from qualepref.suivi.models import CelluleDemande, Demande
from qualepref.suivi.operations.cellules import update_cellules
from qualepref.suivi.rules import DatesDemande, Estampille, stamp_demande


GRAINE = 44
PREMIER_MOIS = 201903
MOIS_PAR_SITE = 50
LE = dt.date(2023, 6, 30)
# Last whole year of the made-up registers.
ANNEE = 2022
SITE = "mesure-000"
AGENT = "mesure"
REGISTRE, NATURE, CANAL = "courriels", "information", "courriel"
LIGNES_PAR_ECRITURE = 5000


def fill_base(*, lignes: int, par_mois: int) -> None:
    """Fill an empty, migrated database with that many demandes, `par_mois` of each month.

    The first site is written row by row and stamped by the clock; the others are its copies.
    """
    bloc = par_mois * MOIS_PAR_SITE
    _create_site(SITE)
    _create_agent()
    site = Site.objects.get(pk=SITE)
    demandes = _build_demandes(site, min(par_mois, lignes // MOIS_PAR_SITE))
    Demande.objects.bulk_create(demandes, batch_size=LIGNES_PAR_ECRITURE)
    update_cellules(site, mois={d.mois for d in demandes}, le=LE)
    for rang in range(1, lignes // bloc):
        _copy_site(f"mesure-{rang:03d}")


def _create_site(code: str) -> None:
    Site.objects.create(
        code=code,
        nom=f"Préfecture de mesure {code}",
        type="prefecture",
        departement="44",
        chef_lieu="Nantes",
        calendrier="metropole",
        fuseau="Europe/Paris",
    )


def _create_agent() -> None:
    """Create an agent who sees every site, and the whole perimeter of the first."""
    site = Site.objects.get(pk=SITE)
    modules = get_referentiel(site).modules
    ModuleRetenu.objects.bulk_create(ModuleRetenu(site=site, module=m.numero) for m in modules)
    agent = Agent.objects.create_user(AGENT)
    Role.objects.create(agent=agent, role="national")


def _list_mois() -> Iterator[int]:
    mois = PREMIER_MOIS
    for _ in range(MOIS_PAR_SITE):
        yield mois
        mois = next_mois(mois)


def _build_demandes(site: Site, par_mois: int) -> list[Demande]:
    hasard = random.Random(GRAINE)  # noqa: S311  rows of a measure, not secrets
    nature, calendrier = get_referentiel(site).nature(NATURE), get_calendrier(site)

    @cache
    def stamp(recue_le: dt.date, repondue_le: dt.date | None) -> Estampille:
        dates = DatesDemande(recue_le=recue_le, repondue_le=repondue_le)
        return stamp_demande(dates, nature=nature, canal=CANAL, calendrier=calendrier)

    demandes = []
    for mois in _list_mois():
        periode = Periode.un_mois(mois)
        for rang in range(par_mois):
            recue = periode.debut + dt.timedelta(hasard.randrange(periode.fin.day))
            attente = hasard.randrange(16)
            repondue = recue + dt.timedelta(attente) if attente < 14 else None
            demandes.append(
                Demande(
                    site=site,
                    registre=REGISTRE,
                    reference=f"{mois}-{rang:06d}",
                    nature=NATURE,
                    canal=CANAL,
                    demandeur=f"Usager {rang}",
                    objet="Demande de renseignement sur une démarche",
                    recue_le=recue,
                    repondue_le=repondue,
                    **asdict(stamp(recue, repondue)),
                )
            )
    return demandes


def _copy_site(code: str) -> None:
    """Copy the first site's rows and cells to another, inside the database."""
    from django.db import connection

    _create_site(code)
    for modele in (Demande, CelluleDemande):
        table = modele._meta.db_table
        colonnes = [f.column for f in modele._meta.concrete_fields if not f.primary_key]
        lues = ", ".join("%s" if c == "site" else c for c in colonnes)
        sql = f"INSERT INTO {table} ({', '.join(colonnes)}) SELECT {lues} FROM {table} WHERE site = %s"  # noqa: S608
        with connection.cursor() as curseur:
            curseur.execute(sql, [code, SITE])
