import pytest

from exemples import load_cas
from moteurs import reduce_duckdb, reduce_reference


CAS = load_cas()


@pytest.mark.parametrize("cas", CAS, ids=lambda cas: cas.nom)
def test_chaque_exemple_donne_le_releve_annonce(cas):
    cas.check(reduce_reference(cas.lignes, le=cas.exemple.le))


@pytest.mark.parametrize("cas", [c for c in CAS if c.exemple.lignes], ids=lambda cas: cas.nom)
def test_chaque_exemple_donne_le_meme_releve_par_duckdb(cas, tmp_path):
    cas.check(reduce_duckdb(cas.lignes, le=cas.exemple.le, dossier=tmp_path))
