"""The engine against DuckDB's bare scan, pandas and a plain loop, on the same made-up registers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualepref.mesures.boucle import MESUREES, reduce_boucle
from qualepref.mesures.donnees import DERNIER_JOUR, SITES, list_brutes
from qualepref.mesures.pandas_brut import load_tableau, reduce_tableau
from qualepref.mesures.resultats import Mesure, ReponsesDifferentesError, time_best
from qualepref.noyau.calcul.cellules import CLES, COLONNES_LUES, POSITION, Cellule
from qualepref.noyau.calcul.cube import Cube
from qualepref.noyau.calcul.formules import compute_releve, expand_formule
from qualepref.noyau.calcul.parquet import connect_duckdb, open_parquet, reduce_parquet
from qualepref.noyau.calcul.parquet_brut import Regles, reduce_brutes, stamp_parquet
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Releve
from qualepref.noyau.calendrier import Calendrier, Territoire
from qualepref.noyau.referentiel.modele import Referentiel


LE = DERNIER_JOUR + dt.timedelta(15)
ANNEE = Periode.annee(DERNIER_JOUR.year)
BARRE_PARCOURS, BARRE_PANDAS, BARRE_BOUCLE = 2, 15, 100
LIGNES_PANDAS, LIGNES_BOUCLE = 500_000, 3_000
FOIS, FOIS_BRUTES = 7, 3


@dataclass(frozen=True, slots=True)
class Terrain:
    """What the measures of the engine run on."""

    referentiel: Referentiel
    calendrier: Calendrier
    regles: Regles
    brutes: list[Path]
    estampillees: list[Path]
    lignes: int


def prepare_terrain(
    dossier: Path, *, lignes: int, referentiel: Referentiel, territoire: Territoire
) -> Terrain:
    """Return the files of that many rows, made the first time and kept in `dossier`."""
    calendrier = Calendrier(territoire)
    natures = {n.code: n for n in referentiel.natures}
    regles = Regles(natures, dict.fromkeys(SITES, calendrier))
    brutes = list_brutes(dossier / "brutes", lignes=lignes, referentiel=referentiel)
    faites = dossier / f"estampillees-{referentiel.version}-{calendrier.version}"
    manquantes = [f for f in brutes if not (faites / f.name).exists()]
    stamp_parquet(manquantes, faites, regles=regles)
    estampillees = [faites / f.name for f in brutes]
    return Terrain(referentiel, calendrier, regles, brutes, estampillees, lignes)


def compute_releves(cellules: Sequence[Cellule], referentiel: Referentiel) -> list[Releve]:
    """Return every indicator of every site over the last year."""
    par_site: dict[str, list[Cellule]] = defaultdict(list)
    for cellule in cellules:
        if cellule.mois in ANNEE:
            par_site[cellule.site].append(cellule)
    par_code = {i.code: i for i in referentiel.indicateurs}
    formules = {c: expand_formule(i, par_code) for c, i in par_code.items()}
    releves = []
    for site, siennes in par_site.items():
        cube = Cube(cellules=siennes)
        for code, indicateur in par_code.items():
            formule = formules[code]
            if formule is not None:
                releves.append(compute_releve(indicateur, formule, cube, ANNEE, site=site, le=LE))
    return releves


def measure_parcours(terrain: Terrain) -> Mesure:
    """Measure stamped rows -> cells -> indicators against the bare scan of the same columns."""

    def compute() -> None:
        compute_releves(reduce_parquet(terrain.estampillees, le=LE), terrain.referentiel)

    notre, autre = time_best(FOIS, compute, lambda: _scan(terrain.estampillees))
    return Mesure(
        nom=f"{_format(terrain.lignes)} lignes estampillées → tous les indicateurs",
        notre=notre,
        cote="DuckDB, simple parcours des mêmes colonnes",
        autre=autre,
        barre=BARRE_PARCOURS,
        note=(
            f"{len(terrain.estampillees)} fichiers Parquet, {len(SITES)} sites, 24 mois ; le "
            "parcours lit chaque valeur sans rien en faire (longueurs, sommes, maximums)"
        ),
    )


def _scan(fichiers: Sequence[Path]) -> None:
    """Read every value of the engine's columns for the least possible answer."""
    with connect_duckdb() as connexion:
        open_parquet(connexion, fichiers, vue="demandes", colonnes=COLONNES_LUES)
        lues = []
        for colonne in COLONNES_LUES:
            texte = (colonne in CLES and colonne != "mois") or colonne.endswith("issue")
            fonction = "SUM(strlen({}))" if texte else "SUM({})"
            lues.append(("MAX({})" if "echeance" in colonne else fonction).format(colonne))
        connexion.execute(f"SELECT {', '.join(lues)} FROM demandes").fetchall()  # noqa: S608


def measure_pandas(terrain: Terrain) -> Iterator[Mesure]:
    """Measure raw files -> indicators against pandas with numpy.busday_count, scaled.

    Twice: the usual pandas, then one tuned with categories, which has no bar.
    """
    echantillon = min(LIGNES_PANDAS, terrain.lignes)
    extrait = _extract(terrain, echantillon)
    mesures = {}

    def compute_pandas(*, categories: bool) -> None:
        tableau = load_tableau(extrait, categories=categories)
        mesures[categories] = reduce_tableau(tableau, terrain.regles, le=LE)

    notre, usuel, regle = time_best(
        FOIS_BRUTES,
        lambda: _compute_brutes(terrain),
        lambda: compute_pandas(categories=False),
        lambda: compute_pandas(categories=True),
    )
    for categories, autre in ((False, usuel), (True, regle)):
        _compare(terrain, extrait, mesures[categories], "pandas")
        textes = "textes en catégories" if categories else "textes tels que lus"
        yield Mesure(
            nom=f"{_format(terrain.lignes)} lignes brutes → tous les indicateurs",
            notre=notre,
            cote=f"pandas et numpy.busday_count, {textes}",
            autre=autre * terrain.lignes / echantillon,
            barre=None if categories else BARRE_PANDAS,
            inverse=True,
            note=(
                f"pandas mesuré sur {_format(echantillon)} lignes et rapporté à l'échelle, "
                f"{textes} ; les deux partent des mêmes fichiers Parquet"
            ),
        )


def measure_boucle(terrain: Terrain) -> Mesure:
    """Measure raw files -> indicators against a loop over rows with workalendar, scaled."""
    extrait = _extract(terrain, LIGNES_BOUCLE)
    lignes = load_tableau(extrait).to_dict("records")
    mesures = {}

    def compute_boucle() -> None:
        mesures["boucle"] = reduce_boucle(lignes, terrain.regles, le=LE)

    notre, autre = time_best(FOIS_BRUTES, lambda: _compute_brutes(terrain), compute_boucle)
    _compare(terrain, extrait, mesures["boucle"], "workalendar")
    return Mesure(
        nom=f"{_format(terrain.lignes)} lignes brutes → tous les indicateurs",
        notre=notre,
        cote="boucle Python et workalendar",
        autre=autre * terrain.lignes / LIGNES_BOUCLE,
        barre=BARRE_BOUCLE,
        inverse=True,
        note=(
            f"boucle mesurée sur {_format(LIGNES_BOUCLE)} lignes et rapportée à l'échelle, "
            "lecture du fichier non comprise"
        ),
    )


def _compute_brutes(terrain: Terrain) -> None:
    cellules = reduce_brutes(terrain.brutes, regles=terrain.regles, le=LE)
    compute_releves(cellules, terrain.referentiel)


def _extract(terrain: Terrain, lignes: int) -> Path:
    """Write the first rows of the first raw file to a file of their own; return it."""
    extrait = terrain.brutes[0].with_name(f"extrait-{lignes}.parquet")
    with connect_duckdb() as connexion:
        connexion.read_parquet(str(terrain.brutes[0])).limit(lignes).write_parquet(str(extrait))
    return extrait


def _compare(
    terrain: Terrain, extrait: Path, autres: dict[tuple[Any, ...], tuple[int, ...]], nom: str
) -> None:
    """Check that the other way finds our cells.

    Raises:
        ReponsesDifferentesError: it does not.
    """
    notres = {
        c[: len(CLES)]: tuple(c.mesures[POSITION[m]] for m in MESUREES)
        for c in reduce_brutes([extrait], regles=terrain.regles, le=LE)
    }
    if notres != autres:
        raise ReponsesDifferentesError(f"{nom}, {extrait.name}")


def _format(lignes: int) -> str:
    return f"{lignes:,}".replace(",", " ")
