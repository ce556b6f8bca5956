"""Cells: additive sums of demandes, and the one GROUP BY that makes them.

A cell is one row per (site, service, boite, mois, nature, canal, portee, tracage). It holds only
sums, so months add up to years and services to sites. Rows arrive stamped by the clock: nothing
here does date arithmetic.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple


CLES = ("site", "service", "boite", "mois", "nature", "canal", "portee", "tracage")

# What became of a demande, stamped at writing. `sans_date`: answered, nobody knows when.
ISSUES = ("exclue", "suspendue", "ouverte", "a_temps", "hors_delai", "sans_date")

# One pass over the rows: the fewest and simplest counts the measures follow from. Portable SQL: no
# division, no date arithmetic, no boolean compared with 1. {le} is the as-of day: an unanswered
# demande past its deadline is due and late without any write.
_COMPTES_SQL = {
    "recues": "COUNT(*)",
    **{f"n_{issue}": f"COUNT(CASE WHEN issue = '{issue}' THEN 1 END)" for issue in ISSUES},
    "n_depassee": "COUNT(CASE WHEN issue = 'ouverte' AND echeance < '{le}' THEN 1 END)",
    "n_attente": "SUM(attente)",
    "delais": "COUNT(delai_jours_ouvres)",
    "somme_jours_ouvres": "COALESCE(SUM(delai_jours_ouvres), 0)",
    "somme_jours": "COALESCE(SUM(delai_jours), 0)",
    "tenue_a_temps": "COUNT(CASE WHEN tenue_issue = 'a_temps' THEN 1 END)",
    "n_tenue_hors_delai": "COUNT(CASE WHEN tenue_issue = 'hors_delai' THEN 1 END)",
    "n_tenue_depassee": (
        "COUNT(CASE WHEN tenue_issue = 'ouverte' AND tenue_echeance < '{le}' THEN 1 END)"
    ),
    "tenue_delais": "COUNT(tenue_delai_jours_ouvres)",
    "tenue_somme_jours_ouvres": "COALESCE(SUM(tenue_delai_jours_ouvres), 0)",
    "tenue_somme_jours": "COALESCE(SUM(tenue_delai_jours), 0)",
}
# Each measure of a cell, from the counts of its rows.
MESURES_SQL = {
    "recues": "recues",
    "exclues": "n_exclue",
    "suspendues": "n_suspendue",
    "en_cours": "n_ouverte - n_depassee",
    "echues": "n_a_temps + n_hors_delai + n_sans_date + n_depassee",
    "a_temps": "n_a_temps",
    "hors_delai": "n_hors_delai + n_sans_date + n_depassee",
    "sans_reponse": "n_depassee",
    "repondues": "n_a_temps + n_hors_delai + n_sans_date",
    "attentes": "n_attente",
    "delais": "delais",
    "somme_jours_ouvres": "somme_jours_ouvres",
    "somme_jours": "somme_jours",
    "tenue_echues": "tenue_a_temps + n_tenue_hors_delai + n_tenue_depassee",
    "tenue_a_temps": "tenue_a_temps",
    "tenue_delais": "tenue_delais",
    "tenue_somme_jours_ouvres": "tenue_somme_jours_ouvres",
    "tenue_somme_jours": "tenue_somme_jours",
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
    mesures = ", ".join(f"{sql} AS {mesure}" for mesure, sql in MESURES_SQL.items())
    ou = f" WHERE {condition}" if condition else ""
    interieur = f"SELECT {groupes}, {comptes} FROM {table}{ou} GROUP BY {groupes}"  # noqa: S608
    return f"SELECT {groupes}, {mesures} FROM ({interieur}) AS comptes"  # noqa: S608
