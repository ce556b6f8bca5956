import shutil
from pathlib import Path

import pytest

from qualepref.noyau.modeles.lecture import ModelesInvalidesError, load_modeles


DOSSIER = Path(__file__).parents[3] / "modeles"


@pytest.fixture
def dossier(tmp_path):
    return Path(shutil.copytree(DOSSIER, tmp_path / "modeles"))


def test_les_modeles_du_produit_se_lisent_et_disent_leur_source():
    modeles = load_modeles(DOSSIER)

    assert len(modeles.departs) == 9
    assert all(d.source for d in modeles.departs.values())
    assert modeles.regles.exigences["accuse"][-1] == "delai"


def test_toutes_les_fautes_sont_dites_ensemble(dossier):
    (dossier / "badge.yaml").write_text("type: carton\ntitre: a\nsource: b\ncorps: c\nautre: d\n")
    (dossier / "regles.yaml").unlink()

    with pytest.raises(ModelesInvalidesError) as refus:
        load_modeles(dossier)

    texte = str(refus.value)
    assert "badge.yaml, type" in texte
    assert "badge.yaml, autre" in texte
    assert "regles.yaml : le fichier manque" in texte
