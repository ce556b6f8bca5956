from pathlib import Path

import pytest

from qualepref.noyau.portail.lecture import FICHIER, PortailInvalideError, load_regles


PORTAIL = Path(__file__).parents[3] / "portail"


def test_les_regles_livrees_se_lisent():
    regles = load_regles(PORTAIL)

    assert regles.message.natures == ["suggestion", "reclamation"]
    assert regles.page.cache_secondes > 0


def test_chaque_faute_est_dite(tmp_path):
    texte = (PORTAIL / FICHIER).read_text(encoding="utf-8")
    faux = texte.replace("jeton_heures: 24", "jeton_heures: 0").replace(
        "enquetes: 12", "enquete: 12"
    )
    (tmp_path / FICHIER).write_text(faux, encoding="utf-8")

    with pytest.raises(PortailInvalideError) as refus:
        load_regles(tmp_path)

    assert {f.cle for f in refus.value.fautes} == {
        "message.jeton_heures", "page.enquete", "page.enquetes",
    }  # fmt: skip
