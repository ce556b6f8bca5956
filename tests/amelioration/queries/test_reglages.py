import pytest

from qualepref.amelioration.queries.reglages import (
    ReglagesInvalidesError,
    get_reglages,
    load_reglages,
)


def test_les_reglages_du_depot_ont_chacun_leur_source():
    reglages = get_reglages()

    assert all((reglages.doublons.source, reglages.effet.source, reglages.rappels.source))
    assert reglages.effet.mois_au_moins <= reglages.effet.mois_au_plus


def test_un_reglage_impossible_est_refuse_avec_ses_fautes(tmp_path):
    (tmp_path / "plan.yaml").write_text(
        "doublons: {ressemblance: 140, propositions: 5, source: x}\nrappels: {jours: 0}\n"
    )

    with pytest.raises(ReglagesInvalidesError) as refus:
        load_reglages(tmp_path)

    for cle in ("doublons.ressemblance", "effet", "rappels.jours", "rappels.source"):
        assert cle in str(refus.value)


def test_un_fichier_absent_est_dit(tmp_path):
    with pytest.raises(ReglagesInvalidesError, match="le fichier manque"):
        load_reglages(tmp_path)
