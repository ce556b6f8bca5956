"""Text codes of a raw file read as numbers, so that no text reaches numpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualepref.noyau.calcul.cellules import CLES
from qualepref.noyau.calcul.estampillage import ABSENT, CHAMPS_DATES, EPOQUE
from qualepref.noyau.calendrier import Calendrier
from qualepref.noyau.referentiel.modele import Horloge, Nature


if TYPE_CHECKING:
    import duckdb
    import numpy.typing as npt

# Keys of a cell that a raw row holds; the first ones decide of its clocks and calendar.
CLES_HORLOGE = ("site", "nature", "canal")
CLES_BRUTES = (*CLES_HORLOGE, "service", "boite", "portee", "tracage")


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


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes met in a file, by key: a row's keys are one number, as digits of mixed radix."""

    fichier: Path
    regles: Regles
    par_cle: Mapping[str, list[str]]
    exclusions: list[str]

    @classmethod
    def read(cls, connexion: duckdb.DuckDBPyConnection, fichier: Path, regles: Regles) -> Codes:
        """Return the codes of the view `brutes`.

        Raises:
            SansRegleError: a site or a nature is unknown.
        """
        lues = ", ".join(f"COALESCE({cle}, '')" for cle in (*CLES_BRUTES, "exclusion"))
        lignes = connexion.execute(f"SELECT DISTINCT {lues} FROM brutes").fetchall()  # noqa: S608
        colonnes = [sorted(set(colonne)) for colonne in zip(*lignes, strict=True)]
        colonnes = colonnes or [[""] for _ in (*CLES_BRUTES, "exclusion")]
        par_cle = dict(zip(CLES_BRUTES, colonnes, strict=False))
        if lignes:
            sites, natures = par_cle["site"], par_cle["nature"]
            inconnus = [f"le site « {s} »" for s in sites if s not in regles.calendriers]
            inconnus += [f"la nature « {n} »" for n in natures if n not in regles.natures]
            if inconnus:
                raise SansRegleError(fichier, f"rien n’est connu pour {', '.join(inconnus)}")
        return cls(fichier, regles, par_cle, ["", *(e for e in colonnes[-1] if e)])

    def build_select(self) -> str:
        """Return the SQL that reads the rows of `brutes` as numbers only."""
        cellule = "CAST(0 AS BIGINT)"
        for cle in CLES_BRUTES:
            codes = self.par_cle[cle]
            if len(codes) > 1:
                cellule = f"({cellule} * {len(codes)} + {_rank_sql(cle, codes)})"
        dates = ", ".join(
            f"CAST(CASE WHEN {c} IS NULL THEN {ABSENT} ELSE {c} - DATE '1970-01-01' END AS INTEGER)"
            f" AS {c}"
            for c in CHAMPS_DATES
        )
        return (
            f"SELECT {cellule} AS cellule, {dates}, COALESCE(complete, TRUE) AS complete, "  # noqa: S608
            "COALESCE(attente_delai_annonce, '') <> '' AS annoncee, "
            "COALESCE(repondue_sans_date, FALSE) AS sans_date, "
            f"CAST({_rank_sql('exclusion', self.exclusions)} AS TINYINT) AS exclusion FROM brutes"
        )

    def decode(self, cellule: int, mois: int) -> tuple[Any, ...]:
        """Return the CLES of a number read by `build_select`, and of a month."""
        codes: dict[str, Any] = {"mois": mois}
        for cle in reversed(CLES_BRUTES):
            cellule, rang = divmod(cellule, len(self.par_cle[cle]))
            codes[cle] = self.par_cle[cle][rang]
        return tuple(codes[cle] for cle in CLES)

    def build_groupes(
        self, colonnes: Mapping[str, npt.NDArray[Any]]
    ) -> tuple[npt.NDArray[Any], list[tuple[tuple[Horloge, ...], Calendrier]]]:
        """Return the group of each row, and the clocks and calendar of each group.

        A rule holds from one date to the next: (site, nature, channel, span of dates) decides.

        Raises:
            SansRegleError: some rows obey no deadline.
        """
        import numpy as np

        natures = [self.regles.natures[n] for n in self.par_cle["nature"] if n]
        dates = sorted({h.a_partir_du for n in natures for h in n.horloges})
        jours = np.array([d.toordinal() - EPOQUE for d in dates], dtype=np.int32)
        reste = prod(len(self.par_cle[c]) for c in CLES_BRUTES if c not in CLES_HORLOGE)
        taille = prod(len(self.par_cle[c]) for c in CLES_HORLOGE) * (len(dates) + 1)
        epoque = np.searchsorted(jours, colonnes["recue_le"], side="right")
        cle = colonnes["cellule"] // reste * (len(dates) + 1) + epoque
        table = np.zeros(taille, np.uint16)
        ensembles: dict[tuple[tuple[Horloge, ...], str], int] = {}
        groupes: list[tuple[tuple[Horloge, ...], Calendrier]] = []
        for valeur in np.flatnonzero(np.bincount(cle, minlength=taille)):
            paire, rang_date = divmod(int(valeur), len(dates) + 1)
            site, nature, canal = self._decode_paire(paire)
            horloges = nature.horloges_for(canal, dates[rang_date - 1]) if rang_date else ()
            if not horloges:
                motif = f"aucun délai pour « {nature.libelle} » par le canal « {canal} » à "
                raise SansRegleError(self.fichier, f"{motif}certaines dates")
            calendrier = self.regles.calendriers[site]
            table[valeur] = ensembles.setdefault((horloges, calendrier.version), len(ensembles))
            if len(groupes) < len(ensembles):
                groupes.append((horloges, calendrier))
        etroite = table.astype(np.min_scalar_type(len(groupes)))
        return etroite[cle], groupes

    def _decode_paire(self, paire: int) -> tuple[str, Nature, str]:
        paire, canal = divmod(paire, len(self.par_cle["canal"]))
        site, nature = divmod(paire, len(self.par_cle["nature"]))
        return (
            self.par_cle["site"][site],
            self.regles.natures[self.par_cle["nature"][nature]],
            self.par_cle["canal"][canal],
        )


def _rank_sql(colonne: str, codes: Sequence[str]) -> str:
    liste = ", ".join("'" + code.replace("'", "''") + "'" for code in codes)
    return f"(list_position([{liste}], COALESCE({colonne}, '')) - 1)"
