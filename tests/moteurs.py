"""The engines side by side: the same stamped rows in, cells out."""

import datetime as dt
from dataclasses import asdict
from pathlib import Path

from hypothesis import strategies as st

from qualepref.noyau.calcul.cellules import COLONNES_LUES, ISSUES, Cellule
from qualepref.noyau.calcul.parquet import connect_duckdb, reduce_parquet
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.reference import LigneDemande, reduce_lignes


LE = dt.date(2022, 6, 15)
TYPES_PARQUET = {"mois": "INTEGER", "attente": "INTEGER"} | {
    f"{prefixe}{colonne}": sorte
    for prefixe in ("", "tenue_")
    for colonne, sorte in (
        ("echeance", "DATE"), ("delai_jours_ouvres", "INTEGER"), ("delai_jours", "INTEGER"),
    )
}  # fmt: skip

_delais = st.none() | st.integers(0, 400)
_echeances = st.none() | st.sampled_from([LE + dt.timedelta(jours) for jours in (-30, -1, 0, 1, 9)])


def lignes(sites=("pref-44",)):
    """Rows that any engine must reduce alike, likely or not."""
    return st.lists(
        st.builds(
            LigneDemande,
            site=st.sampled_from(sites),
            mois=st.sampled_from([202112, 202201, 202206]),
            nature=st.sampled_from(["information", "rdv-elu"]),
            canal=st.sampled_from(["", "courrier", "courriel"]),
            issue=st.sampled_from(ISSUES),
            service=st.sampled_from(["", "accueil", "cabinet"]),
            boite=st.sampled_from(["", "elections"]),
            portee=st.sampled_from(["", "generale"]),
            tracage=st.sampled_from(["exhaustif", "echantillon"]),
            echeance=_echeances,
            attente=st.integers(0, 1),
            delai_jours_ouvres=_delais,
            delai_jours=_delais,
            tenue_issue=st.sampled_from(["", "ouverte", "a_temps", "hors_delai", "sans_date"]),
            tenue_echeance=_echeances,
            tenue_delai_jours_ouvres=_delais,
            tenue_delai_jours=_delais,
        ),
        max_size=25,
    )


def write_parquet(dossier: Path, lignes: list[LigneDemande], *, nul: bool = False) -> Path:
    """Write stamped rows as Parquet; `nul`: codes that say nothing are NULL rather than ""."""
    colonnes = ", ".join(f"{c} {TYPES_PARQUET.get(c, 'VARCHAR')}" for c in COLONNES_LUES)
    valeurs = []
    for ligne in lignes:
        champs = asdict(ligne)
        if nul:
            champs |= {c: champs[c] or None for c in ("service", "boite")}
        valeurs.append([champs[c] for c in COLONNES_LUES])
    chemin = dossier / f"lignes-{int(nul)}.parquet"
    with connect_duckdb() as connexion:
        connexion.execute(f"CREATE TABLE lignes ({colonnes})")
        if valeurs:
            marques = ", ".join("?" * len(COLONNES_LUES))
            connexion.executemany(f"INSERT INTO lignes VALUES ({marques})", valeurs)
        connexion.table("lignes").write_parquet(str(chemin))
    return chemin


def reduce_duckdb(lignes: list[LigneDemande], *, le: dt.date, dossier: Path) -> list[Cellule]:
    """Reduce through DuckDB and a Parquet file."""
    return reduce_parquet([write_parquet(dossier, lignes)], le=le)


def reduce_reference(lignes: list[LigneDemande], *, le: dt.date) -> list[Cellule]:
    """Reduce in plain Python."""
    return reduce_lignes(lignes, le=le)


def write_demandes(lignes: list[LigneDemande]) -> None:
    """Store stamped rows as they are in the site's base: the clock is not asked."""
    from qualepref.organisation.models import Boite, Service
    from qualepref.suivi.models import Demande

    services = {(s.site_id, s.code): s for s in Service.objects.all()}
    boites = {(b.site_id, b.code): b for b in Boite.objects.all()}
    demandes = []
    for rang, ligne in enumerate(lignes):
        champs = asdict(ligne)
        site = champs.pop("site")
        service, boite = champs.pop("service"), champs.pop("boite")
        demandes.append(
            Demande(
                **champs,
                site_id=site,
                service=services[site, service] if service else None,
                boite=boites[site, boite] if boite else None,
                registre="essai",
                reference=str(rang),
                recue_le=dt.date(ligne.mois // 100, ligne.mois % 100, 1),
            )
        )
    Demande.objects.bulk_create(demandes)


def reduce_base(lignes: list[LigneDemande], *, le: dt.date) -> list[Cellule]:
    """Reduce through the tables of the site's base, SQLite or PostgreSQL, and read them back."""
    from qualepref.organisation.models import Site
    from qualepref.suivi.operations.cellules import update_cellules
    from qualepref.suivi.sources import load_cube

    write_demandes(lignes)
    mois = {ligne.mois for ligne in lignes}
    cellules: list[Cellule] = []
    for code in sorted({ligne.site for ligne in lignes}):
        site = Site.objects.get(pk=code)
        update_cellules(site, mois=mois, le=le)
        cellules += load_cube(site, Periode(min(mois), max(mois)), le=le).cellules
    return sorted(cellules)
