"""Registers made up for measuring: seeded, so that every run measures the same rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qualepref.noyau.calcul.estampillage import ABSENT
from qualepref.noyau.calcul.parquet import connect_duckdb
from qualepref.noyau.calcul.parquet_brut import COLONNES_BRUTES
from qualepref.noyau.referentiel.modele import Referentiel


GRAINE = 20221231
PREMIER_JOUR = dt.date(2021, 1, 1)
DERNIER_JOUR = dt.date(2022, 12, 31)
LIGNES_PAR_FICHIER = 1_000_000
SITES = ("pref-01", "pref-39", "pref-44", "pref-63")
BOITES = ("principale", "elections", "etrangers")
SERVICES = ("accueil", "cabinet", "citoyennete", "collectivites")
# Share of the rows each register holds; the others share the rest evenly.
PARTS = {"courriels": 0.6, "courriers": 0.2, "collectivites": 0.08, "ecoute": 0.07}
EXCLUSIONS = ("", "hors-perimetre", "transmise")
# Dates that may be unknown, with the share of rows that hold one and the longest wait in days.
DATES_CONNUES = {
    "complete_le": (0.01, 12),
    "attente_le": (0.08, 9),
    "proposee_le": (0.92, 8),
    "rdv_le": (0.85, 30),
    "repondue_le": (0.93, 21),
}
EPOQUE = dt.date(1970, 1, 1)


def list_brutes(dossier: Path, *, lignes: int, referentiel: Referentiel) -> list[Path]:
    """Return Parquet files of raw demandes, made once and kept in the folder."""
    import numpy as np

    nombre = -(-lignes // LIGNES_PAR_FICHIER)
    fichiers = [dossier / f"brutes-{rang:02d}.parquet" for rang in range(nombre)]
    dossier.mkdir(parents=True, exist_ok=True)
    for rang, fichier in enumerate(fichiers):
        if not fichier.exists():
            taille = min(LIGNES_PAR_FICHIER, lignes - rang * LIGNES_PAR_FICHIER)
            colonnes = build_colonnes(taille, graine=GRAINE + rang, referentiel=referentiel)
            # One site a file, as sites export them.
            colonnes["site"] = (np.full(taille, rang % len(SITES)), SITES)
            _write(fichier, colonnes)
    return fichiers


def weigh_paires(referentiel: Referentiel) -> dict[tuple[str, str], float]:
    """Return the share of the rows of each (nature, channel) the registers take."""
    reste = [r.code for r in referentiel.registres if r.code not in PARTS]
    part_reste = (1 - sum(PARTS.values())) / max(1, len(reste))
    poids: dict[tuple[str, str], float] = {}
    for registre in referentiel.registres:
        paires = [
            (nature.code, canal)
            for nature in registre.natures
            for canal in registre.canaux or ("",)
            if nature.horloges_for(canal, PREMIER_JOUR)
        ]
        for paire in paires:
            poids[paire] = PARTS.get(registre.code, part_reste) / len(paires)
    total = sum(poids.values())
    return {paire: part / total for paire, part in sorted(poids.items())}


def build_colonnes(taille: int, *, graine: int, referentiel: Referentiel) -> dict[str, Any]:
    """Return COLONNES_BRUTES as numpy columns; dates are days since 1970, ABSENT when unknown.

    Text columns hold (codes, labels). A mailbox goes with a channel and a service with a nature,
    as in a real register.
    """
    import numpy as np

    hasard = np.random.default_rng(graine)
    poids = weigh_paires(referentiel)
    paires = list(poids)
    natures = sorted({nature for nature, _ in paires})
    canaux = sorted({canal for _, canal in paires})
    rang_paire = hasard.choice(len(paires), size=taille, p=list(poids.values()))
    nature = np.array([natures.index(n) for n, _ in paires])[rang_paire]
    canal = np.array([canaux.index(c) for _, c in paires])[rang_paire]
    debut, fin = (jour.toordinal() - EPOQUE.toordinal() for jour in (PREMIER_JOUR, DERNIER_JOUR))
    recue = np.sort(hasard.integers(debut, fin + 1, size=taille))
    dates: dict[str, Any] = {}
    for champ, (part, attente) in DATES_CONNUES.items():
        depart = dates.get("proposee_le", recue) if champ == "rdv_le" else recue
        jours = np.where(depart == ABSENT, recue, depart) + hasard.integers(attente, size=taille)
        connue = (hasard.random(taille) < part) & (depart != ABSENT)
        dates[champ] = np.where(connue, jours, ABSENT)
    boite = np.where(np.char.equal("courriel", np.array(canaux))[canal], recue % 3 + 1, 0)
    return {
        "site": (np.zeros(taille, int), SITES),
        "service": (nature % len(SERVICES), SERVICES),
        "boite": (boite, ("", *BOITES)),
        "nature": (nature, tuple(natures)),
        "canal": (canal, tuple(canaux)),
        "portee": (np.zeros(taille, int), ("",)),
        "tracage": (np.zeros(taille, int), ("exhaustif",)),
        "recue_le": recue,
        "complete": hasard.random(taille) < 0.99,
        **dates,
        "attente_delai_annonce": (hasard.integers(2, size=taille), ("", "sous un mois")),
        "repondue_sans_date": (dates["repondue_le"] == ABSENT) & (hasard.random(taille) < 0.2),
        "exclusion": (
            np.where(hasard.random(taille) < 0.03, hasard.integers(1, 3, size=taille), 0),
            EXCLUSIONS,
        ),
    }


def _write(fichier: Path, colonnes: Mapping[str, Any]) -> None:
    """Write numpy columns as Parquet, whole or not at all."""
    import numpy as np

    nues = {
        nom: np.ascontiguousarray(valeur[0] if isinstance(valeur, tuple) else valeur)
        for nom, valeur in colonnes.items()
    }
    sorties = ", ".join(f"{_sql(nom, colonnes[nom])} AS {nom}" for nom in COLONNES_BRUTES)
    provisoire = fichier.with_suffix(".partiel")
    with connect_duckdb() as connexion:
        connexion.register("colonnes", nues)
        connexion.sql(f"SELECT {sorties} FROM colonnes").write_parquet(str(provisoire))  # noqa: S608
    provisoire.replace(fichier)


def _sql(nom: str, valeur: Any) -> str:
    if isinstance(valeur, tuple):
        libelles = ", ".join(f"'{libelle}'" for libelle in valeur[1])
        return f"([{libelles}])[CAST({nom} AS INTEGER) + 1]"
    if nom.endswith("_le"):
        return f"CASE WHEN {nom} <> {ABSENT} THEN DATE '1970-01-01' + CAST({nom} AS INTEGER) END"
    return nom
