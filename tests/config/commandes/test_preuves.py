"""`qualepref preuves`: what an auditor would find, and his folder."""

import json
import zipfile

import pytest

from preuves.usines import build_piece


@pytest.fixture(autouse=True)
def depot(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "fichiers"


def test_en_json_avec_le_dossier(nantes, lance, tmp_path):
    build_piece(nantes, titre="Entretien avec Mme Martin")
    sortie = tmp_path / "auditeur.zip"

    code, texte, _ = lance(
        "preuves", "--site", "pref-44", "--format", "json", "--zip", str(sortie), "--graine", "7"
    )

    lu = json.loads(texte)
    assert code == 0
    assert lu["etats"]["probante"] == 1
    assert lu["dossier"]["graine"] == "7"
    assert lu["applicables"] == sum(lu["etats"].values())
    assert "SHA256SUMS" in zipfile.ZipFile(sortie).namelist()


def test_en_texte_ce_qui_manque(nantes, lance):
    code, texte, _ = lance("preuves", "--site", "pref-44", "--manquantes")

    assert code == 0
    assert "Un auditeur s’arrêterait" in texte
    assert "à renouveler" in texte


def test_une_graine_a_double_sens_est_refusee(nantes, lance, tmp_path):
    code, _, erreur = lance(
        "preuves", "--site", "pref-44", "--zip", str(tmp_path / "a.zip"), "--graine", "a:b"
    )

    assert code == 1
    assert "ne convient pas" in erreur
