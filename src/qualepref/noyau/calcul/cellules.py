"""Cells: additive sums of demandes, and the one GROUP BY that makes them.

A cell is one row per (site, service, boite, mois, nature, canal, portee, tracage). It holds only
sums, so months add up to years and services to sites. Rows arrive stamped by the clock: nothing
here does date arithmetic.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


CLES = ("site", "service", "boite", "mois", "nature", "canal", "portee", "tracage")

# What became of a demande, stamped at writing. `sans_date`: answered, nobody knows when.
ISSUES = ("exclue", "suspendue", "ouverte", "a_temps", "hors_delai", "sans_date")

# Each measure as portable SQL: no division, no date arithmetic, no boolean compared with 1. {le}
# is the as-of day: an unanswered demande past its deadline is due and late without any write.
_DEPASSEE = "issue = 'ouverte' AND echeance < '{le}'"
_REPONDUE = "issue IN ('a_temps', 'hors_delai', 'sans_date')"
_TENUE = "tenue_issue IN ('a_temps', 'hors_delai')"
_TENUE_DEPASSEE = "tenue_issue = 'ouverte' AND tenue_echeance < '{le}'"
MESURES_SQL = {
    "recues": "COUNT(*)",
    "exclues": "COUNT(CASE WHEN issue = 'exclue' THEN 1 END)",
    "suspendues": "COUNT(CASE WHEN issue = 'suspendue' THEN 1 END)",
    "en_cours": "COUNT(CASE WHEN issue = 'ouverte' AND echeance >= '{le}' THEN 1 END)",
    "echues": f"COUNT(CASE WHEN {_REPONDUE} OR ({_DEPASSEE}) THEN 1 END)",
    "a_temps": "COUNT(CASE WHEN issue = 'a_temps' THEN 1 END)",
    "hors_delai": (
        f"COUNT(CASE WHEN issue IN ('hors_delai', 'sans_date') OR ({_DEPASSEE}) THEN 1 END)"
    ),
    "sans_reponse": f"COUNT(CASE WHEN {_DEPASSEE} THEN 1 END)",
    "repondues": f"COUNT(CASE WHEN {_REPONDUE} THEN 1 END)",
    "attentes": f"COUNT(CASE WHEN attente = 1 AND {_REPONDUE} THEN 1 END)",
    "delais": "COUNT(delai_jours_ouvres)",
    "somme_jours_ouvres": "COALESCE(SUM(delai_jours_ouvres), 0)",
    "somme_jours": "COALESCE(SUM(delai_jours), 0)",
    "tenue_echues": f"COUNT(CASE WHEN {_TENUE} OR ({_TENUE_DEPASSEE}) THEN 1 END)",
    "tenue_a_temps": "COUNT(CASE WHEN tenue_issue = 'a_temps' THEN 1 END)",
    "tenue_delais": "COUNT(tenue_delai_jours_ouvres)",
    "tenue_somme_jours_ouvres": "COALESCE(SUM(tenue_delai_jours_ouvres), 0)",
    "tenue_somme_jours": "COALESCE(SUM(tenue_delai_jours), 0)",
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


def build_group_by(table: str, *, le: dt.date, condition: str = "") -> str:
    """Return the SQL that reduces stamped demandes to cells, the same on every engine.

    table: name of the table or view holding COLONNES_LUES. condition: SQL of a WHERE clause
    written by the program, never by a user. Columns out: CLES then MESURES.
    """
    cles = ", ".join(CLES)
    mesures = ", ".join(f"{sql.format(le=le)} AS {code}" for code, sql in MESURES_SQL.items())
    ou = f" WHERE {condition}" if condition else ""
    return f"SELECT {cles}, {mesures} FROM {table}{ou} GROUP BY {cles}"  # noqa: S608
