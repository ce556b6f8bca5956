"""The same reduction run by DuckDB over Parquet files: large histories, national files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualepref.noyau.calcul.cellules import CLES, COLONNES_LUES, Cellule, build_group_by


if TYPE_CHECKING:
    import duckdb


class DuckDBAbsentError(RuntimeError):
    """The library that reads Parquet files is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "La lecture des fichiers Parquet demande la bibliothèque « duckdb », qui n’est pas "
            "installée ici. Demandez à votre service informatique d’ajouter « duckdb » à "
            "l’installation, puis relancez."
        )


class ParquetIllisibleError(ValueError):
    """A file is missing, is not Parquet, or lacks columns of the engine."""

    def __init__(self, chemins: Sequence[Path], motif: str) -> None:
        noms = ", ".join(f"« {chemin.name} »" for chemin in chemins)
        super().__init__(
            f"Le fichier Parquet {noms} ne peut pas être lu : {motif}. "
            "Vérifiez qu’il est entier et qu’il vient de l’export des demandes, puis relancez."
        )
        self.chemins = tuple(chemins)


def connect_duckdb() -> duckdb.DuckDBPyConnection:
    """Return an in-memory DuckDB that never reaches for the network.

    Raises:
        DuckDBAbsentError: the library is not installed.
    """
    try:
        import duckdb
    except ModuleNotFoundError as erreur:
        raise DuckDBAbsentError from erreur
    reglages: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    return duckdb.connect(config=reglages)


def open_parquet(
    connexion: duckdb.DuckDBPyConnection,
    chemins: Iterable[Path],
    *,
    vue: str,
    colonnes: Iterable[str],
) -> None:
    """Offer Parquet files as one view, once sure that they hold these columns.

    Raises:
        ParquetIllisibleError: a file is missing, is not Parquet, or lacks a column.
    """
    import duckdb

    fichiers = [Path(chemin) for chemin in chemins]
    absents = [f for f in fichiers if not f.is_file()]
    if absents or not fichiers:
        raise ParquetIllisibleError(absents, "aucun fichier à cet emplacement")
    try:
        relation = connexion.read_parquet([str(f) for f in fichiers])
    except duckdb.Error as erreur:
        raise ParquetIllisibleError(fichiers, "ce n’est pas du Parquet") from erreur
    manquantes = [c for c in colonnes if c not in relation.columns]
    if manquantes:
        raise ParquetIllisibleError(fichiers, f"il manque {', '.join(manquantes)}")
    relation.create_view(vue)


def reduce_parquet(chemins: Iterable[Path], *, le: dt.date) -> list[Cellule]:
    """Return the cells of the stamped demandes of these files as of `le`, sorted by key.

    The files hold COLONNES_LUES; `service` and `boite` are text codes, "" or NULL when none.

    Raises:
        DuckDBAbsentError, ParquetIllisibleError.
    """
    with connect_duckdb() as connexion:
        open_parquet(connexion, chemins, vue="demandes", colonnes=COLONNES_LUES)
        return fetch_cellules(connexion, "demandes", le=le)


def fetch_cellules(
    connexion: duckdb.DuckDBPyConnection, table: str, *, le: dt.date
) -> list[Cellule]:
    """Return the cells of a table or view of stamped demandes, sorted by key."""
    debut = len(CLES)
    return add_cellules(
        Cellule._make([*("" if cle is None else cle for cle in ligne[:debut]), ligne[debut:]])
        for ligne in connexion.execute(build_group_by(table, le=le)).fetchall()
    )


def add_cellules(cellules: Iterable[Cellule]) -> list[Cellule]:
    """Return cells sorted by key, those of equal keys added up."""
    sommes: dict[tuple[Any, ...], tuple[int, ...]] = {}
    for c in cellules:
        cle, mesures = c[:-1], c.mesures
        avant = sommes.get(cle)
        sommes[cle] = mesures if avant is None else tuple(map(add, avant, mesures))
    return [Cellule._make((*cle, sommes[cle])) for cle in sorted(sommes)]
