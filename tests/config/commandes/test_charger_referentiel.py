"""`qualepref charger-referentiel`: what it refuses beyond the files themselves."""

import json
import shutil
from pathlib import Path

import pytest


REFERENTIELS = Path(__file__).parents[3] / "referentiels"


@pytest.fixture
def mairie(tmp_path):
    dossier = tmp_path / "exemple-mairie" / "2024-01"
    shutil.copytree(REFERENTIELS / "exemple-mairie" / "2024-01", dossier)
    return dossier


def test_les_referentiels_du_produit_se_chargent(lance):
    code, sortie, _ = lance("charger-referentiel", "--format", "json")

    assert code == 0
    assert {r["code"] for r in json.loads(sortie)} == {"exemple-mairie", "qual-e-pref"}


def test_une_formule_qui_lit_une_question_absente_est_refusee(lance, mairie):
    chemin = mairie / "indicateurs" / "M1.yaml"
    chemin.write_text(
        chemin.read_text().replace(
            "{numerateur: a_temps, denominateur: echues, filtre: {registre: signalements}}",
            "{numerateur: {reponses: satisfaites}, denominateur: {reponses: exprimees}, "
            "filtre: {questionnaire: pan, question: sourire}}",
        )
    )

    code, sortie, erreur = lance("charger-referentiel", str(mairie))

    assert code != 0
    assert "indicateurs/M1.yaml" in sortie + erreur
    assert "« sourire »" in sortie + erreur
