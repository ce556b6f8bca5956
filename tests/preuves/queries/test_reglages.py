"""The living evidence as data: checked, and about what exists."""

import pytest

from qualepref.noyau.referentiel.lecture import load_referentiel
from qualepref.preuves.queries.reglages import (
    ReglagesPreuvesInvalidesError,
    get_reglages,
    load_reglages,
)
from qualepref.preuves.queries.vivantes.constats import REQUETES


ENTETE = "echantillon: {nombre: 2, mois: 12, source: x}\nvivantes:\n"


def test_chaque_preuve_vivante_parle_de_ce_qui_existe(settings):
    referentiel = load_referentiel(settings.REFERENTIELS / "qual-e-pref" / "2019-02")
    numeros = {e.numero for e in referentiel.engagements}
    indicateurs = {i.code for i in referentiel.indicateurs}
    natures = {n.code for n in referentiel.natures}
    grandeurs = {g.code for g in referentiel.grandeurs}

    for vivante in get_reglages().vivantes:
        assert vivante.numeros <= numeros, vivante.code
        assert vivante.indicateur is None or vivante.indicateur in indicateurs, vivante.code
        assert set(vivante.natures or ()) <= natures, vivante.code
        assert set(vivante.grandeurs or ()) <= grandeurs, vivante.code
        assert vivante.requete in REQUETES


@pytest.mark.parametrize(
    ("ligne", "dit"),
    [
        ("requete: inconnue", "n’est pas admis"),
        ("requete: dernieres_demandes", "en a besoin"),
        ("requete: svi, genre: mystere", "ne s’en sert pas"),
        ("requete: derniere_enquete, genre: sondage", "n’est pas admis"),
    ],
)
def test_un_fichier_fautif_est_refuse_avec_ses_fautes(tmp_path, ligne, dit):
    commun = "code: a, libelle: A, engagements: ['3'], renouveler_apres_mois: 12, source: x"
    (tmp_path / "preuves.yaml").write_text(f"{ENTETE}  - {{{commun}, {ligne}}}\n", encoding="utf-8")

    with pytest.raises(ReglagesPreuvesInvalidesError) as refus:
        load_reglages(tmp_path)

    assert dit in str(refus.value).replace("\xa0", " ")
