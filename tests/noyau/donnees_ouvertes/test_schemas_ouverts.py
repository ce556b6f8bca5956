from pathlib import Path

import pytest

from qualepref.noyau.calcul.cellules import MESURES
from qualepref.noyau.donnees_ouvertes.lecture import (
    CELLULES,
    INDICATEURS,
    DonneesOuvertesInvalidesError,
    load_schemas,
)


DOSSIER = Path(__file__).parents[3] / "donnees-ouvertes"


def test_les_schemas_livres_se_lisent():
    schemas = load_schemas(DOSSIER)

    assert len(schemas.indicateurs.champs) == 15
    assert set(MESURES) < set(schemas.cellules)


def test_une_mesure_sans_mots_est_une_faute(tmp_path):
    for nom in (INDICATEURS, CELLULES):
        texte = (DOSSIER / nom).read_text(encoding="utf-8")
        (tmp_path / nom).write_text(texte.replace("  echues:", "  echus:"), encoding="utf-8")

    with pytest.raises(DonneesOuvertesInvalidesError) as refus:
        load_schemas(tmp_path)

    assert [f.cle for f in refus.value.fautes] == ["mesures"]
