"""Where the référentiels of the project are, and a copy of the small one to spoil."""

import shutil
from pathlib import Path

import pytest


RACINE = Path(__file__).parents[3] / "referentiels"


@pytest.fixture(scope="session")
def racine():
    return RACINE


@pytest.fixture
def mairie(tmp_path):
    """A copy of the small référentiel, free to be spoiled."""
    dossier = tmp_path / "exemple-mairie" / "2024-01"
    shutil.copytree(RACINE / "exemple-mairie" / "2024-01", dossier)
    return dossier


@pytest.fixture
def spoil(mairie):
    """Replace a text in one file of the copy; the text must be there once."""

    def replace(fichier: str, avant: str, apres: str) -> Path:
        chemin = mairie / fichier
        texte = chemin.read_text(encoding="utf-8")
        assert texte.count(avant) == 1, f"{avant!r} : {texte.count(avant)} fois dans {fichier}"
        chemin.write_text(texte.replace(avant, apres), encoding="utf-8")
        return mairie

    return replace
