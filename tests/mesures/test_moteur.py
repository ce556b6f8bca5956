from pathlib import Path

import pytest

from qualepref.mesures import moteur
from qualepref.mesures.donnees import list_brutes
from qualepref.mesures.moteur import compute_releves, prepare_terrain
from qualepref.noyau.calcul.parquet import reduce_parquet
from qualepref.noyau.calcul.parquet_brut import reduce_brutes
from qualepref.noyau.calendrier import load_territoires
from qualepref.noyau.referentiel.lecture import load_referentiel


RACINE = Path(__file__).parents[2]
LIGNES = 3000


@pytest.fixture(scope="module")
def terrain(tmp_path_factory):
    return prepare_terrain(
        tmp_path_factory.mktemp("mesures"),
        lignes=LIGNES,
        referentiel=load_referentiel(RACINE / "referentiels/qual-e-pref/2019-02"),
        territoire=load_territoires(RACINE / "calendriers/territoires.yaml")["metropole"],
    )


def test_list_brutes_refait_les_memes_lignes(terrain, tmp_path):
    (refait,) = list_brutes(tmp_path, lignes=LIGNES, referentiel=terrain.referentiel)

    cellules = [
        reduce_brutes([f], regles=terrain.regles, le=moteur.LE) for f in (refait, *terrain.brutes)
    ]

    assert cellules[0] == cellules[1]


def test_compute_releves_chiffre_chaque_indicateur_des_registres(terrain):
    cellules = reduce_parquet(terrain.estampillees, le=moteur.LE)

    releves = {r.indicateur: r for r in compute_releves(cellules, terrain.referentiel)}

    assert releves["I11"].valeur is not None


def test_measure_boucle_trouve_les_memes_reponses(terrain, monkeypatch):
    pytest.importorskip("pandas", reason="pandas ne s'installe que pour « qualepref bench »")
    monkeypatch.setattr(moteur, "LIGNES_BOUCLE", 300)

    mesure = moteur.measure_boucle(terrain)

    assert mesure.rapport > 1


def test_measure_pandas_trouve_les_memes_reponses(terrain):
    pytest.importorskip("pandas", reason="pandas ne s'installe que pour « qualepref bench »")

    usuel, regle = moteur.measure_pandas(terrain)

    assert (usuel.barre, regle.barre) == (moteur.BARRE_PANDAS, None)
