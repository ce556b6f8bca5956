import sys
from pathlib import Path

import pytest

from qualepref.config.commandes import main
from usines import build_service, build_site


@pytest.fixture
def nantes(db):
    site = build_site()
    build_service(site)
    return site


@pytest.fixture
def lance(monkeypatch, capsys):
    """Run the command line in this process; return its code, its output and its messages."""

    def lance(*mots):
        monkeypatch.setattr(sys, "argv", ["qualepref", *map(str, mots)])
        with pytest.raises(SystemExit) as fin:
            main()
        sortie = capsys.readouterr()
        return fin.value.code, sortie.out, sortie.err

    return lance


@pytest.fixture
def ecrit(tmp_path):
    def ecrit(nom, contenu) -> Path:
        chemin = tmp_path / nom
        chemin.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())
        return chemin

    return ecrit
