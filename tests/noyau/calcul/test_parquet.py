import sys

import pytest
import sqlglot
from hypothesis import HealthCheck, given, settings
from sqlglot import exp

from moteurs import LE, lignes, reduce_duckdb, reduce_reference, write_parquet
from qualepref.noyau.calcul.cellules import CLES, MESURES, build_group_by
from qualepref.noyau.calcul.parquet import (
    DuckDBAbsentError,
    ParquetIllisibleError,
    add_cellules,
    connect_duckdb,
    reduce_parquet,
)
from qualepref.noyau.calcul.reference import LigneDemande, reduce_lignes


SANS_CODES = LigneDemande("pref-44", 202201, "information", "courrier", "a_temps")
par_essai = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(donnees=lignes(("pref-44", "pref-63")))
@par_essai
def test_reduce_parquet_egale_la_reference(donnees, tmp_path):
    cellules = reduce_duckdb(donnees, le=LE, dossier=tmp_path)

    assert cellules == reduce_reference(donnees, le=LE)


@given(donnees=lignes())
@par_essai
def test_reduce_parquet_lit_nul_comme_vide(donnees, tmp_path):
    chemins = [write_parquet(tmp_path, donnees, nul=nul) for nul in (False, True)]

    ensemble = reduce_parquet(chemins, le=LE)

    assert ensemble == reduce_lignes([*donnees, *donnees], le=LE)


@given(premieres=lignes(), dernieres=lignes())
def test_add_cellules_de_deux_parties_egale_le_tout(premieres, dernieres):
    parties = [*reduce_lignes(premieres, le=LE), *reduce_lignes(dernieres, le=LE)]

    assert add_cellules(parties) == reduce_lignes([*premieres, *dernieres], le=LE)


@pytest.mark.parametrize("dialecte", ["sqlite", "postgres", "duckdb", "spark"])
def test_la_requete_se_lit_dans_chaque_dialecte(dialecte):
    arbre = sqlglot.parse_one(build_group_by("demandes", le=LE, condition="mois = 1"), dialecte)

    assert [c.alias_or_name for c in arbre.selects] == [*CLES, *MESURES]


@pytest.mark.parametrize(
    "interdit", [exp.Div, exp.Mod, exp.Least, exp.Greatest, exp.Extract, exp.DateAdd, exp.DateTrunc]
)
def test_la_requete_reste_dans_le_sous_ensemble_commun(interdit):
    arbre = sqlglot.parse_one(build_group_by("demandes", le=LE))

    assert list(arbre.find_all(interdit)) == []


def test_chaque_colonne_calculee_porte_un_nom():
    arbre = sqlglot.parse_one(build_group_by("demandes", le=LE))

    nues = [
        c.sql()
        for choix in arbre.find_all(exp.Select)
        for c in choix.selects
        if not isinstance(c, exp.Alias | exp.Column)
    ]

    assert nues == []


def test_reduce_parquet_sans_duckdb_dit_quoi_installer(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "duckdb", None)

    with pytest.raises(DuckDBAbsentError, match="ajouter « duckdb »"):
        reduce_parquet([tmp_path / "a.parquet"], le=LE)


@pytest.mark.parametrize(
    ("contenu", "motif"), [(None, "aucun fichier"), (b"pas du parquet", "ce n’est pas du Parquet")]
)
def test_reduce_parquet_refuse_un_fichier_illisible(tmp_path, contenu, motif):
    chemin = tmp_path / "a.parquet"
    if contenu is not None:
        chemin.write_bytes(contenu)

    with pytest.raises(ParquetIllisibleError, match=motif):
        reduce_parquet([chemin], le=LE)


def test_reduce_parquet_nomme_les_colonnes_absentes(tmp_path):
    chemin = tmp_path / "a.parquet"
    with connect_duckdb() as connexion:
        connexion.execute(f"COPY (SELECT 'pref-44' AS site) TO '{chemin}' (FORMAT parquet)")

    with pytest.raises(ParquetIllisibleError, match="il manque service, boite, mois"):
        reduce_parquet([chemin], le=LE)
