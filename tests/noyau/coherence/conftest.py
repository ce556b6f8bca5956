from pathlib import Path

import pytest
import yaml

from qualepref.noyau.coherence.controle import control_publication
from qualepref.noyau.coherence.lecture import read_publication
from qualepref.noyau.coherence.reglages import load_reglages
from qualepref.noyau.referentiel.lecture import load_referentiel


RACINE = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def reglages():
    return load_reglages(RACINE / "coherence")


@pytest.fixture(scope="session")
def controler(reglages, tmp_path_factory):
    """Check a publication given as plain data, or as a file."""
    modules = load_referentiel(RACINE / "referentiels" / "qual-e-pref" / "2019-02").modules
    fichier = tmp_path_factory.mktemp("coherence") / "publication.yaml"

    def controler(donnees):
        chemin = donnees
        if not isinstance(donnees, Path):
            chemin = fichier
            fichier.write_text(yaml.safe_dump(donnees, allow_unicode=True), encoding="utf-8")
        return control_publication(read_publication(chemin), reglages, modules=modules)

    return controler
