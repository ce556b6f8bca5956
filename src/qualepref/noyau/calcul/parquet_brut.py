"""Parquet files of raw dates: stamped to files, or reduced to cells in one pass."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from qualepref.noyau.calcul.cellules import COLONNES_LUES, Cellule
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
from qualepref.noyau.calcul.parquet import (
    add_cellules,
    connect_duckdb,
    fetch_cellules,
    open_parquet,
)
from qualepref.noyau.calendrier import Calendrier
from qualepref.noyau.referentiel.modele import Horloge, Nature


if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import numpy.typing as npt

CLES_BRUTES = ("site", "service", "boite", "nature", "canal", "portee", "tracage")
COLONNES_BRUTES = (
    *CLES_BRUTES, *CHAMPS_DATES, "complete", "attente_delai_annonce", "repondue_sans_date",
    "exclusion",
)  # fmt: skip
_Resultat = TypeVar("_Resultat")


class SansRegleError(ValueError):
    """Rows of the file obey no known calendar or deadline."""

    def __init__(self, fichier: Path, motif: str) -> None:
        super().__init__(
            f"Le fichier « {fichier.name} » ne peut pas être estampillé : {motif}. "
            "Corrigez ces lignes, ou complétez le référentiel ou la liste des sites."
        )


@dataclass(frozen=True, slots=True)
class Regles:
    """What stamps a file: the natures of the référentiel, the calendar of each site, by code."""

    natures: Mapping[str, Nature]
    calendriers: Mapping[str, Calendrier]


def stamp_parquet(chemins: Iterable[Path], dossier: Path, *, regles: Regles) -> list[Path]:
    """Write beside each raw file its stamped one, of the same name, in `dossier`; return them.

    The raw files hold COLONNES_BRUTES, dates as DATE; the others, COLONNES_LUES.

    Raises:
        DuckDBAbsentError, ParquetIllisibleError, SansRegleError, HorsCalendrierError.
    """
    dossier.mkdir(parents=True, exist_ok=True)

    def write(connexion: duckdb.DuckDBPyConnection, fichier: Path) -> Path:
        sortie = dossier / fichier.name
        provisoire = sortie.with_suffix(".partiel")
        connexion.table("estampillees").write_parquet(str(provisoire))
        provisoire.replace(sortie)
        return sortie

    return _for_each_file(chemins, regles, write)


def reduce_brutes(chemins: Iterable[Path], *, regles: Regles, le: dt.date) -> list[Cellule]:
    """Return the cells of raw demandes as of `le`, stamping included, sorted by key.

    Raises:
        DuckDBAbsentError, ParquetIllisibleError, SansRegleError, HorsCalendrierError.
    """
    lots = _for_each_file(
        chemins, regles, lambda connexion, _: fetch_cellules(connexion, "estampillees", le=le)
    )
    return add_cellules(c for lot in lots for c in lot)


def _for_each_file(
    chemins: Iterable[Path],
    regles: Regles,
    use: Callable[[duckdb.DuckDBPyConnection, Path], _Resultat],
) -> list[_Resultat]:
    """Run `use` on each file with its stamped rows as the view `estampillees`, one per core."""

    def run(fichier: Path) -> _Resultat:
        with connect_duckdb() as connexion:
            connexion.execute("SET threads = 1")
            open_parquet(connexion, [fichier], vue="brutes", colonnes=COLONNES_BRUTES)
            _stamp(connexion, fichier, regles)
            return use(connexion, fichier)

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as ouvriers:
        return list(ouvriers.map(run, map(Path, chemins)))


def _stamp(connexion: duckdb.DuckDBPyConnection, fichier: Path, regles: Regles) -> None:
    """Offer the view `estampillees`: COLONNES_LUES of the rows of the view `brutes`."""
    codes = _Codes.read(connexion, fichier, regles)
    colonnes = connexion.execute(codes.select()).fetchnumpy()
    if (colonnes["recue_le"] == ABSENT).any():
        nombre = int((colonnes["recue_le"] == ABSENT).sum())
        raise SansRegleError(fichier, f"{nombre} ligne(s) n'ont pas de date de réception")
    groupes, ensembles = codes.build_groupes(colonnes, fichier, regles)
    lot = Lot(
        dates={champ: colonnes[champ] for champ in CHAMPS_DATES},
        complete=colonnes["complete"],
        annoncee=colonnes["annoncee"],
        sans_date=colonnes["sans_date"],
        exclusion=colonnes["exclusion"],
        exclusions=codes.exclusions,
    )
    principale, tenue = stamp_groupes(lot, groupes, ensembles)
    connexion.register("estampilles", _as_table(principale, tenue))
    connexion.execute(_view_sql())


@dataclass(frozen=True, slots=True)
class _Codes:
    """Text codes met in a file: each is read as its rank, so that no text reaches numpy."""

    sites: list[str]
    natures: list[str]
    canaux: list[str]
    exclusions: list[str]

    @classmethod
    def read(cls, connexion: duckdb.DuckDBPyConnection, fichier: Path, regles: Regles) -> _Codes:
        combinaisons = connexion.execute(
            "SELECT DISTINCT site, nature, COALESCE(canal, ''), COALESCE(exclusion, '') FROM brutes"
        ).fetchall()
        sites, natures, canaux, exclusions = (
            sorted({c[rang] or "" for c in combinaisons}) for rang in range(4)
        )
        inconnus = {f"le site « {s} »" for s in sites if s not in regles.calendriers}
        inconnus |= {f"la nature « {n} »" for n in natures if n not in regles.natures}
        if inconnus:
            raise SansRegleError(fichier, f"rien n'est connu pour {', '.join(sorted(inconnus))}")
        return cls(sites, natures, canaux, ["", *(e for e in exclusions if e)])

    def select(self) -> str:
        """Return the SQL that reads the rows of `brutes` as numbers only."""
        paire = (
            f"({_rank_sql('site', self.sites)} * {len(self.natures)}"
            f" + {_rank_sql('nature', self.natures)}) * {len(self.canaux)}"
            f" + {_rank_sql('canal', self.canaux)}"
        )
        dates = ", ".join(
            f"CAST(COALESCE({c} - DATE '1970-01-01', {ABSENT}) AS INTEGER) AS {c}"
            for c in CHAMPS_DATES
        )
        return (
            f"SELECT CAST({paire} AS INTEGER) AS paire, {dates}, "  # noqa: S608
            "COALESCE(complete, TRUE) AS complete, "
            "COALESCE(attente_delai_annonce, '') <> '' AS annoncee, "
            "COALESCE(repondue_sans_date, FALSE) AS sans_date, "
            f"CAST({_rank_sql('exclusion', self.exclusions)} AS TINYINT) AS exclusion FROM brutes"
        )

    def build_groupes(
        self, colonnes: Mapping[str, npt.NDArray[Any]], fichier: Path, regles: Regles
    ) -> tuple[npt.NDArray[np.uint8 | np.uint16], list[tuple[tuple[Horloge, ...], Calendrier]]]:
        """Return the group of each row, and the clocks and calendar of each group.

        A rule holds from one date to the next: (site, nature, channel, span of dates) decides.
        """
        import numpy as np

        dates = sorted({h.a_partir_du for n in self.natures for h in regles.natures[n].horloges})
        jours = [d.toordinal() - EPOQUE for d in dates]
        epoque = np.searchsorted(jours, colonnes["recue_le"], side="right")
        cle = colonnes["paire"] * np.int32(len(dates) + 1) + epoque.astype(np.int32)
        table = np.zeros(
            len(self.sites) * len(self.natures) * len(self.canaux) * (len(dates) + 1), np.uint16
        )
        ensembles: dict[tuple[tuple[Horloge, ...], str], int] = {}
        calendriers: list[Calendrier] = []
        for valeur in np.flatnonzero(np.bincount(cle, minlength=len(table))):
            paire, rang_date = divmod(int(valeur), len(dates) + 1)
            reste, canal = divmod(paire, len(self.canaux))
            site, nature = divmod(reste, len(self.natures))
            calendrier = regles.calendriers[self.sites[site]]
            horloges = _find_horloges(
                regles.natures[self.natures[nature]],
                self.canaux[canal],
                dates[rang_date - 1] if rang_date else None,
                fichier,
            )
            rang = ensembles.setdefault((horloges, calendrier.version), len(ensembles))
            if rang == len(calendriers):
                calendriers.append(calendrier)
            table[valeur] = rang
        groupes = table.astype(np.uint8) if len(ensembles) < 256 else table
        horloges_seules = [horloges for horloges, _ in ensembles]
        return groupes[cle], list(zip(horloges_seules, calendriers, strict=True))


def _find_horloges(
    nature: Nature, canal: str, le: dt.date | None, fichier: Path
) -> tuple[Horloge, ...]:
    horloges = nature.horloges_for(canal, le) if le is not None else ()
    if not horloges:
        motif = f"aucun délai pour « {nature.libelle} » par le canal « {canal} » à certaines dates"
        raise SansRegleError(fichier, motif)
    return horloges


def _rank_sql(colonne: str, codes: Sequence[str]) -> str:
    liste = ", ".join("'" + code.replace("'", "''") + "'" for code in codes)
    return f"(list_position([{liste}], COALESCE({colonne}, '')) - 1)"


def _as_table(principale: Passages, tenue: Passages) -> dict[str, npt.NDArray[Any]]:
    table = {champ: getattr(principale, champ) for champ in Passages.__slots__}
    return table | {
        f"tenue_{champ}": getattr(tenue, champ)
        for champ in Passages.__slots__
        if champ != "attente"
    }


def _view_sql() -> str:
    issues = ", ".join(f"'{issue}'" for issue in ISSUES_ESTAMPILLE)
    sorties = {
        **{cle: f"COALESCE(brutes.{cle}, '')" for cle in CLES_BRUTES},
        "mois": "CAST(year(recue_le) * 100 + month(recue_le) AS INTEGER)",
        "attente": "CAST(estampilles.attente AS INTEGER)",
    }
    for prefixe in ("", "tenue_"):
        sorties[f"{prefixe}issue"] = f"([{issues}])[CAST({prefixe}issue AS INTEGER) + 1]"
        echeance = f"{prefixe}echeance"
        sorties[echeance] = (
            f"CASE WHEN {echeance} <> {ABSENT} THEN DATE '1970-01-01' + {echeance} END"
        )
        for delai in (f"{prefixe}delai_jours_ouvres", f"{prefixe}delai_jours"):
            sorties[delai] = f"NULLIF({delai}, {SANS_DELAI})"
    liste = ", ".join(f"{sorties[nom]} AS {nom}" for nom in COLONNES_LUES)
    return (
        f"CREATE VIEW estampillees AS SELECT {liste} "  # noqa: S608
        "FROM brutes POSITIONAL JOIN estampilles"
    )
