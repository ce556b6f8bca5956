"""Parquet files of raw dates: stamped to files, or reduced to cells in one pass."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from qualepref.noyau.calcul.cellules import COLONNES_LUES, Cellule, build_group_by
from qualepref.noyau.calcul.codes_bruts import CLES_BRUTES, Codes, Regles, SansRegleError
from qualepref.noyau.calcul.estampillage import (
    ABSENT,
    CHAMPS_DATES,
    EPOQUE,
    ISSUES_ESTAMPILLE,
    SANS_DELAI,
    Lot,
    Passages,
    stamp_groupes,
)
from qualepref.noyau.calcul.parquet import add_cellules, connect_duckdb, open_parquet


if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import numpy.typing as npt

COLONNES_BRUTES = (
    *CLES_BRUTES, *CHAMPS_DATES, "complete", "attente_delai_annonce", "repondue_sans_date",
    "exclusion",
)  # fmt: skip
# After the end of the calendar: a deadline that does not exist never passed.
JAMAIS = dt.date(9999, 12, 31).toordinal() - EPOQUE
_Resultat = TypeVar("_Resultat")

__all__ = ["COLONNES_BRUTES", "Regles", "SansRegleError", "reduce_brutes", "stamp_parquet"]


def stamp_parquet(chemins: Iterable[Path], dossier: Path, *, regles: Regles) -> list[Path]:
    """Write for each raw file its stamped one, of the same name, in `dossier`; return them.

    The raw files hold COLONNES_BRUTES, dates as DATE; the others, COLONNES_LUES.

    Raises:
        DuckDBAbsentError, ParquetIllisibleError, SansRegleError, HorsCalendrierError.
    """
    dossier.mkdir(parents=True, exist_ok=True)

    def write(fichier: Path) -> Path:
        sortie = dossier / fichier.name
        provisoire = sortie.with_suffix(".partiel")
        with connect_duckdb() as connexion:
            estampillees = _stamp(connexion, fichier, regles)
            connexion.register("estampilles", estampillees.as_table())
            connexion.sql(_rows_sql()).write_parquet(str(provisoire))
        provisoire.replace(sortie)
        return sortie

    return _for_each(chemins, write)


def reduce_brutes(chemins: Iterable[Path], *, regles: Regles, le: dt.date) -> list[Cellule]:
    """Return the cells of raw demandes as of `le`, stamping included, sorted by key.

    Raises:
        DuckDBAbsentError, ParquetIllisibleError, SansRegleError, HorsCalendrierError.
    """

    def reduce(fichier: Path) -> list[Cellule]:
        with connect_duckdb() as connexion:
            estampillees = _stamp(connexion, fichier, regles)
            connexion.register("estampilles", estampillees.as_table())
            connexion.execute(f"CREATE VIEW reduites AS {_numbers_sql()}")
            sql = build_group_by("reduites", le=le, cles=("cellule", "mois"))
            return [
                Cellule._make([*estampillees.codes.decode(cellule, mois), tuple(mesures)])
                for cellule, mois, *mesures in connexion.execute(sql).fetchall()
            ]

    return add_cellules(c for cellules in _for_each(chemins, reduce) for c in cellules)


def _for_each(chemins: Iterable[Path], run: Callable[[Path], _Resultat]) -> list[_Resultat]:
    """Run on each file, one per core: numpy and DuckDB both let go of the interpreter."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as ouvriers:
        return list(ouvriers.map(run, map(Path, chemins)))


@dataclass(frozen=True, slots=True)
class _Estampillees:
    """The rows of a file as numbers, with what the clocks say of them."""

    codes: Codes
    cellule: npt.NDArray[np.int64]
    recue_le: npt.NDArray[np.int32]
    principale: Passages
    tenue: Passages

    def as_table(self) -> dict[str, npt.NDArray[Any]]:
        """Return columns that DuckDB reads where they are."""
        table: dict[str, npt.NDArray[Any]] = {
            "cellule": self.cellule,
            "mois": _compute_mois(self.recue_le),
        }
        for champ in Passages.__slots__:
            table[champ] = getattr(self.principale, champ)
            table[f"tenue_{champ}"] = getattr(self.tenue, champ)
        return table


def _stamp(connexion: duckdb.DuckDBPyConnection, fichier: Path, regles: Regles) -> _Estampillees:
    """Return the stamped rows of a file, offered besides as the view `brutes`."""
    connexion.execute("SET threads = 1")
    open_parquet(connexion, [fichier], vue="brutes", colonnes=COLONNES_BRUTES)
    codes = Codes.read(connexion, fichier, regles)
    colonnes = connexion.execute(codes.build_select()).fetchnumpy()
    sans_reception = int((colonnes["recue_le"] == ABSENT).sum())
    if sans_reception:
        motif = f"{sans_reception} ligne(s) n’ont pas de date de réception"
        raise SansRegleError(fichier, motif)
    groupes, ensembles = codes.build_groupes(colonnes)
    lot = Lot(
        dates={champ: colonnes[champ] for champ in CHAMPS_DATES},
        complete=colonnes["complete"],
        annoncee=colonnes["annoncee"],
        sans_date=colonnes["sans_date"],
        exclusion=colonnes["exclusion"],
        exclusions=codes.exclusions,
    )
    principale, tenue = stamp_groupes(lot, groupes, ensembles)
    return _Estampillees(codes, colonnes["cellule"], colonnes["recue_le"], principale, tenue)


def _compute_mois(jours: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Return the month of each day, 202204 for April 2022."""
    import numpy as np

    if not len(jours):
        return jours
    premier = int(jours.min())
    etendue = range(premier + EPOQUE, int(jours.max()) + EPOQUE + 1)
    dates = map(dt.date.fromordinal, etendue)
    table = np.array([d.year * 100 + d.month for d in dates], dtype=np.int32)
    return table[jours - premier]


def _stamps_sql() -> dict[str, str]:
    """Return the SQL of each stamped column, from the numbers of `estampilles`."""
    # As an enumeration, an issue is compared as a number.
    issues = ", ".join(f"'{issue}'" for issue in ISSUES_ESTAMPILLE)
    enumerees = f"CAST([{issues}] AS ENUM ({issues})[])"
    sorties = {"attente": "CAST(estampilles.attente AS INTEGER)"}
    for prefixe in ("", "tenue_"):
        sorties[f"{prefixe}issue"] = f"{enumerees}[CAST({prefixe}issue AS INTEGER) + 1]"
        for delai in (f"{prefixe}delai_jours_ouvres", f"{prefixe}delai_jours"):
            sorties[delai] = f"NULLIF({delai}, {SANS_DELAI})"
    return sorties


def _numbers_sql() -> str:
    """Return the SQL that offers the stamps to the GROUP BY, keys left as numbers."""
    sorties = _stamps_sql()
    for echeance in ("echeance", "tenue_echeance"):
        sorties[echeance] = f"DATE '1970-01-01' + LEAST({echeance}, {JAMAIS})"
    liste = ", ".join(f"{sql} AS {nom}" for nom, sql in sorties.items())
    return f"SELECT cellule, mois, {liste} FROM estampilles"  # noqa: S608


def _rows_sql() -> str:
    """Return the SQL of COLONNES_LUES, row for row of `brutes`."""
    sorties = {cle: f"COALESCE(brutes.{cle}, '')" for cle in CLES_BRUTES} | _stamps_sql()
    sorties["mois"] = "mois"
    for echeance in ("echeance", "tenue_echeance"):
        existe = f"{echeance} <> {ABSENT}"
        sorties[echeance] = f"CASE WHEN {existe} THEN DATE '1970-01-01' + {echeance} END"
    liste = ", ".join(f"{sorties[nom]} AS {nom}" for nom in COLONNES_LUES)
    return f"SELECT {liste} FROM brutes POSITIONAL JOIN estampilles"  # noqa: S608
