"""The usual way: pandas, one pass per clock, numpy's own working-day functions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualepref.mesures.boucle import MESUREES
from qualepref.noyau.calcul.cellules import CLES
from qualepref.noyau.calcul.codes_bruts import CLES_BRUTES, Regles
from qualepref.noyau.calcul.parquet import connect_duckdb
from qualepref.noyau.referentiel.modele import Horloge


if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


def load_tableau(fichier: Path, *, categories: bool = False) -> pd.DataFrame:
    """Return the rows of a raw file; `categories`: texts numbered, as few analysts think of it."""
    with connect_duckdb() as connexion:
        tableau = connexion.read_parquet(str(fichier)).df()
    if categories:
        for colonne in (*CLES_BRUTES, "exclusion", "attente_delai_annonce"):
            tableau[colonne] = tableau[colonne].astype("category")
    return tableau


def reduce_tableau(
    tableau: pd.DataFrame, regles: Regles, *, le: dt.date
) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Return (CLES) -> received, due, in time, delays, sum of delays, appointments held in time."""
    import pandas as pd

    parties = []
    for (nature, canal), groupe in tableau.groupby(["nature", "canal"], observed=True):
        premier_jour = groupe["recue_le"].min().date()
        horloges = regles.natures[nature].horloges_for(canal, premier_jour)
        mesures = _read(groupe, horloges[0], regles, le)
        if len(horloges) > 1:
            mesures["tenue_a_temps"] = _read(groupe, horloges[1], regles, le)["a_temps"]
        else:
            mesures["tenue_a_temps"] = 0
        for cle in CLES_BRUTES:
            mesures[cle] = groupe[cle]
        mesures["mois"] = groupe["recue_le"].dt.year * 100 + groupe["recue_le"].dt.month
        mesures["recues"] = 1
        parties.append(mesures)
    ensemble = pd.concat(parties)
    sommes = ensemble.groupby(list(CLES), observed=True)[list(MESUREES)].sum()
    return {
        cle: tuple(int(v) for v in valeurs)
        for cle, valeurs in zip(sommes.index, sommes.to_numpy(), strict=True)
    }


def _read(groupe: pd.DataFrame, horloge: Horloge, regles: Regles, le: dt.date) -> pd.DataFrame:
    """Return what one clock says of each row of a nature and channel."""
    import numpy as np
    import pandas as pd

    depart = groupe[horloge.depart]
    if horloge.depart == "recue_le":
        depart = depart.where(groupe["complete_le"].isna(), groupe["complete_le"])
        depart = depart.where(groupe["complete"] | groupe["complete_le"].notna())
    arrivees = groupe[list(horloge.arrivees)].copy()
    if horloge.attente_exige_delai:
        annoncee = groupe["attente_delai_annonce"] != ""
        arrivees["attente_le"] = arrivees["attente_le"].where(annoncee)
    arrivee = arrivees.min(axis=1)
    arrivee = arrivee.where(arrivee >= depart, depart).where(arrivee.notna())
    comptee = depart.notna() & groupe["exclusion"].isin(["", *horloge.exclusions_sans_effet])
    feries = _holidays(regles, groupe["site"].iloc[0])
    jours = depart[comptee].to_numpy().astype("datetime64[D]")
    echeance = pd.Series(
        np.busday_offset(jours, horloge.delai, roll="backward", holidays=feries),
        index=depart.index[comptee],
    ).reindex(groupe.index)
    repondue = comptee & arrivee.notna()
    debut = depart[repondue].to_numpy().astype("datetime64[D]")
    fin = arrivee[repondue].to_numpy().astype("datetime64[D]")
    delais = np.where(fin == debut, 0, np.busday_count(debut + 1, fin, holidays=feries) + 1)
    a_temps = repondue & (arrivee <= echeance)
    depassee = comptee & (groupe["repondue_sans_date"] | (echeance < pd.Timestamp(le)))
    return pd.DataFrame(
        {
            "echues": (repondue | depassee).astype(int),
            "a_temps": a_temps.astype(int),
            "delais": repondue.astype(int),
            "somme_jours_ouvres": pd.Series(delais, index=groupe.index[repondue])
            .reindex(groupe.index)
            .fillna(0),
        }
    )


def _holidays(regles: Regles, site: str) -> np.ndarray:
    import numpy as np

    feries = regles.calendriers[site].territoire.feries
    return np.array(sorted(feries), dtype="datetime64[D]")
