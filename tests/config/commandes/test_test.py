from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from qualepref.config.commandes import test as commande
from qualepref.config.commandes.analyseur import Analyseur
from qualepref.config.essais.navigateur import NavigateurIndisponibleError
from qualepref.config.essais.postgres import Grappe, PostgresIndisponibleError


@pytest.fixture
def lance(monkeypatch):
    """Run the command without running pytest: what it was asked, and its exit code."""
    appels, codes = [], []

    def run(mots, env, **_):
        appels.append((mots[3:], env.get("DATABASE_URL")))
        return SimpleNamespace(returncode=codes.pop(0) if codes else 0)

    @contextmanager
    def grappe():
        yield Grappe("postgres://essai", "18.4")

    monkeypatch.setattr(
        commande.subprocess, "run", lambda mots, *, env, **autres: run(mots, env, **autres)
    )
    monkeypatch.setattr(commande.signal, "signal", lambda *_: None)
    monkeypatch.setattr(commande, "run_postgres", grappe)
    monkeypatch.setattr(commande, "find_navigateur", lambda *, installer: "/opt/chromium")
    monkeypatch.setenv("DATABASE_URL", "postgres://production")

    def launch(*mots, retours=()):
        codes[:] = retours
        analyseur = Analyseur(prog="qualepref test")
        commande.add_arguments(analyseur)
        return commande.run(analyseur.parse_args([*mots])), appels

    return launch


def test_test_passe_sur_sqlite_puis_sur_postgresql(lance):
    code, appels = lance()

    assert code == 0
    ecartes = [f"--ignore={chemin}" for chemin in commande.SANS_BASE]
    assert appels == [
        ([*commande.PROCESSUS], None),
        ([*commande.PROCESSUS, "-m", "donnees", *ecartes], "postgres://essai"),
    ]
    assert all((commande.RACINE / chemin).exists() for chemin in commande.SANS_BASE)


def test_test_avec_des_mots_ne_passe_que_sur_sqlite(lance):
    _, appels = lance("-k", "wilson", "tests/noyau")

    assert appels == [([*commande.PROCESSUS, "-k", "wilson", "tests/noyau"], None)]


def test_test_avec_des_mots_et_tout_passe_aussi_sur_postgresql(lance):
    _, appels = lance("--tout", "tests/suivi")

    assert appels[1] == ([*commande.PROCESSUS, "-m", "donnees", "tests/suivi"], "postgres://essai")


@pytest.mark.parametrize("retours", [(1, 0), (0, 1), (2, 0)])
def test_test_echoue_des_qu_une_passe_echoue(lance, retours):
    code, _ = lance(retours=retours)

    assert code == 1


def test_test_sans_postgresql_le_dit_et_reussit(lance, monkeypatch, capsys):
    @contextmanager
    def absent():
        raise PostgresIndisponibleError("rien n'est installé")
        yield

    monkeypatch.setattr(commande, "run_postgres", absent)

    code, _ = lance()

    assert code == 0
    dit = capsys.readouterr().err
    assert "PostgreSQL : NON ESSAYÉ, parce que rien n'est installé." in dit


def test_test_sans_navigateur_le_dit_et_laisse_ces_tests(lance, monkeypatch, capsys):
    def absent(*, installer):
        raise NavigateurIndisponibleError("aucun Chromium")

    monkeypatch.setattr(commande, "find_navigateur", absent)

    _, appels = lance()

    assert appels[0][0] == [*commande.PROCESSUS, "-m", "not navigateur"]
    assert "Navigateur : NON ESSAYÉ, parce qu'aucun Chromium." in capsys.readouterr().err
