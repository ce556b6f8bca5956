"""Cells: additive sums of demandes, and the one GROUP BY that makes them.

A cell is one row per (site, service, boite, mois, nature, canal, portee, tracage). It holds only
sums, so months add up to years and services to sites. Rows arrive stamped by the clock: nothing
here does date arithmetic.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple


# What keeps cells: every key must hold one of its codes.
Filtre = tuple[tuple[str, tuple[str, ...]], ...]

CLES = ("site", "service", "boite", "mois", "nature", "canal", "portee", "tracage")

# What became of a demande, stamped at writing. `sans_date`: answered, nobody knows when.
ISSUES = ("exclue", "suspendue", "ouverte", "a_temps", "hors_delai", "sans_date")

# One pass over the rows groups them by key and issue, so that the fewest and simplest sums are kept
# for each row. Portable SQL: no division, no date arithmetic, no boolean compared with 1. {le} is
# the as-of day: an unanswered demande past its deadline is due and late without any write.
_COMPTES_SQL = {
    "n": "COUNT(*)",
    "n_passees": "COUNT(CASE WHEN echeance < '{le}' THEN 1 END)",
    "n_attentes": "SUM(attente)",
    "n_delais": "COUNT(delai_jours_ouvres)",
    "s_jours_ouvres": "COALESCE(SUM(delai_jours_ouvres), 0)",
    "s_jours": "COALESCE(SUM(delai_jours), 0)",
    "n_tenue_a_temps": "COUNT(CASE WHEN tenue_issue = 'a_temps' THEN 1 END)",
    # Most demandes have no second clock: the first test spares them the others.
    "n_tenue_echues": (
        "COUNT(CASE WHEN tenue_issue = '' THEN NULL "
        "WHEN tenue_issue = 'a_temps' OR tenue_issue = 'hors_delai' THEN 1 "
        "WHEN tenue_issue = 'ouverte' AND tenue_echeance < '{le}' THEN 1 END)"
    ),
    "n_tenue_delais": "COUNT(tenue_delai_jours_ouvres)",
    "s_tenue_jours_ouvres": "COALESCE(SUM(tenue_delai_jours_ouvres), 0)",
    "s_tenue_jours": "COALESCE(SUM(tenue_delai_jours), 0)",
}
# Each measure of a cell, from these sums.
MESURES_SQL = {
    "recues": "SUM(n)",
    "exclues": "SUM(CASE WHEN issue = 'exclue' THEN n ELSE 0 END)",
    "suspendues": "SUM(CASE WHEN issue = 'suspendue' THEN n ELSE 0 END)",
    "en_cours": "SUM(CASE WHEN issue = 'ouverte' THEN n - n_passees ELSE 0 END)",
    "echues": (
        "SUM(CASE WHEN issue IN ('a_temps', 'hors_delai', 'sans_date') THEN n "
        "WHEN issue = 'ouverte' THEN n_passees ELSE 0 END)"
    ),
    "a_temps": "SUM(CASE WHEN issue = 'a_temps' THEN n ELSE 0 END)",
    "hors_delai": (
        "SUM(CASE WHEN issue IN ('hors_delai', 'sans_date') THEN n "
        "WHEN issue = 'ouverte' THEN n_passees ELSE 0 END)"
    ),
    "sans_reponse": "SUM(CASE WHEN issue = 'ouverte' THEN n_passees ELSE 0 END)",
    "repondues": "SUM(CASE WHEN issue IN ('a_temps', 'hors_delai', 'sans_date') THEN n ELSE 0 END)",
    "attentes": "SUM(n_attentes)",
    "delais": "SUM(n_delais)",
    "somme_jours_ouvres": "SUM(s_jours_ouvres)",
    "somme_jours": "SUM(s_jours)",
    "tenue_echues": "SUM(n_tenue_echues)",
    "tenue_a_temps": "SUM(n_tenue_a_temps)",
    "tenue_delais": "SUM(n_tenue_delais)",
    "tenue_somme_jours_ouvres": "SUM(s_tenue_jours_ouvres)",
    "tenue_somme_jours": "SUM(s_tenue_jours)",
}
MESURES = tuple(MESURES_SQL)
POSITION = {mesure: rang for rang, mesure in enumerate(MESURES)}
COLONNES_LUES = (
    *CLES,
    "issue", "echeance", "attente", "delai_jours_ouvres", "delai_jours",
    "tenue_issue", "tenue_echeance", "tenue_delai_jours_ouvres", "tenue_delai_jours",
)  # fmt: skip


class Cellule(NamedTuple):
    """One cell. `service` and `boite` are text codes, "" when none; `mesures` follows MESURES."""

    site: str
    service: str
    boite: str
    mois: int
    nature: str
    canal: str
    portee: str
    tracage: str
    mesures: tuple[int, ...]


class CelluleComptage(NamedTuple):
    """One counted quantity of a month; `dimension` is "" when the quantity is not split."""

    site: str
    mois: int
    grandeur: str
    dimension: str
    valeur: int


def build_group_by(
    table: str, *, le: dt.date, condition: str = "", cles: Sequence[str] = CLES
) -> str:
    """Return the SQL that reduces stamped demandes to cells, the same on every engine.

    table: name of the table or view holding COLONNES_LUES. condition: SQL of a WHERE clause
    written by the program, never by a user. cles: columns that stand for CLES. Columns out: the
    keys then MESURES.
    """
    groupes = ", ".join(cles)
    comptes = ", ".join(f"{sql.format(le=le)} AS {nom}" for nom, sql in _COMPTES_SQL.items())
    # Without the cast, a sum of sums is a decimal on PostgreSQL and 128 bits wide on DuckDB.
    mesures = ", ".join(f"CAST({sql} AS BIGINT) AS {m}" for m, sql in MESURES_SQL.items())
    ou = f" WHERE {condition}" if condition else ""
    par_issue = f"{groupes}, issue"
    interieur = f"SELECT {par_issue}, {comptes} FROM {table}{ou} GROUP BY {par_issue}"  # noqa: S608
    return f"SELECT {groupes}, {mesures} FROM ({interieur}) AS comptes GROUP BY {groupes}"  # noqa: S608
