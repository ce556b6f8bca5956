from pathlib import Path

import psycopg
import pytest

from qualepref.config.essais import postgres
from qualepref.config.essais.postgres import (
    PostgresIndisponibleError,
    find_executables,
    run_postgres,
)


def dossiers_de(adresse):
    return [Path(adresse.split("@")[1].split("/")[0].replace("%2F", "/"))]


@pytest.fixture
def installe():
    if not find_executables():
        pytest.skip("aucun PostgreSQL ici")


def test_run_postgres_ouvre_une_base_puis_efface_tout(installe):
    with run_postgres() as grappe:
        (dossier,) = dossiers_de(grappe.adresse)
        with psycopg.connect(host=str(dossier), user="postgres", dbname="postgres") as connexion:
            majuscule = connexion.execute("SELECT upper('é')").fetchone()

    assert (majuscule, dossier.exists()) == (("É",), False)


def test_run_postgres_efface_tout_meme_apres_un_echec(installe):
    dossiers = []

    with pytest.raises(ZeroDivisionError), run_postgres() as grappe:  # noqa: PT012
        dossiers = dossiers_de(grappe.adresse)
        raise ZeroDivisionError

    assert [d for d in dossiers if d.exists()] == []


def test_run_postgres_dit_quand_rien_n_est_installe(monkeypatch):
    monkeypatch.setattr(postgres, "find_executables", list)

    with (
        pytest.raises(PostgresIndisponibleError, match="ni la bibliothèque"),
        run_postgres(),
    ):
        pass


def test_run_postgres_dit_pourquoi_aucun_ne_demarre(monkeypatch, tmp_path):
    for nom in ("postgres", "initdb"):
        (tmp_path / nom).write_text("#!/bin/sh\necho 'bibliothèque absente' >&2\nexit 1\n")
        (tmp_path / nom).chmod(0o755)
    monkeypatch.setattr(postgres, "find_executables", lambda: [tmp_path])

    with (
        pytest.raises(PostgresIndisponibleError, match=r"bibliothèque absente|Permission"),
        run_postgres(),
    ):
        pass
