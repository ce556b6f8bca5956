import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from qualepref.amelioration.queries.reglages_formations import (
    ReglagesFormationsInvalidesError,
    get_reglages,
    load_reglages,
)
from qualepref.amelioration.rules.formations import (
    SeanceTenue,
    count_formes,
    is_eloigne,
    is_perimetre_connu,
)
from qualepref.noyau.agendas.plages import add_mois


LE = dt.date(2026, 11, 20)
SEUIL = dt.date(2023, 11, 20)
AGENTS = frozenset(range(10))


def tenue(*presents, effectif=0):
    return SeanceTenue(1, frozenset(presents), effectif)


def test_un_agent_present_a_deux_seances_compte_une_fois():
    compte = count_formes([tenue(1, 2), tenue(2, 3)], AGENTS)

    assert (compte.formes, compte.taux, compte.motif) == (3, Fraction(3, 10), "")


def test_des_agents_sans_nom_dans_une_seule_seance_se_comptent():
    compte = count_formes([tenue(1, effectif=4)], AGENTS)

    assert (compte.formes, compte.taux) == (5, Fraction(1, 2))


def test_des_agents_sans_nom_dans_deux_seances_ne_se_distinguent_pas():
    compte = count_formes([tenue(effectif=4), tenue(effectif=2)], AGENTS)

    assert (compte.formes, compte.taux, compte.participations) == (None, None, 6)
    assert "plusieurs séances" in compte.motif


@pytest.mark.parametrize(
    ("agents", "motif"),
    [(None, "ne sont plus connus"), (frozenset(), "aucun agent"), (frozenset({1}), "incomplète")],
)
def test_pas_de_taux_sans_la_liste_des_agents(agents, motif):
    compte = count_formes([tenue(effectif=4)], agents)

    assert compte.taux is None
    assert motif in compte.motif


def test_un_agent_hors_des_agents_concernes_ne_gonfle_pas_le_taux():
    compte = count_formes([tenue(1, 99)], AGENTS)

    assert (compte.nommes, compte.hors, compte.taux) == (1, 1, Fraction(1, 10))


@given(st.lists(st.tuples(st.frozensets(st.integers(0, 14)), st.integers(0, 3))))
def test_un_taux_tient_entre_zero_et_un(seances):
    compte = count_formes([tenue(*presents, effectif=n) for presents, n in seances], AGENTS)

    assert compte.taux is None or 0 <= compte.taux <= 1
    assert (compte.taux is None) == bool(compte.motif)


@pytest.mark.parametrize(
    ("derniere", "arrivee", "attendu"),
    [
        (None, None, True),
        (None, dt.date(2020, 1, 1), True),
        (None, SEUIL, False),
        (SEUIL, dt.date(2010, 1, 1), False),
        (dt.date(2023, 11, 19), None, True),
    ],
)
def test_eloigne_depuis_le_seuil(derniere, arrivee, attendu):
    assert is_eloigne(derniere, arrivee, seuil=SEUIL) is attendu


@pytest.mark.parametrize(
    ("jour", "mois", "attendu"),
    [
        (dt.date(2026, 11, 20), 36, dt.date(2023, 11, 20)),
        (dt.date(2026, 3, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2026, 1, 15), 1, dt.date(2025, 12, 15)),
    ],
)
def test_retirer_des_mois(jour, mois, attendu):
    assert add_mois(jour, -mois) == attendu


def test_le_perimetre_d_une_annee_effacee_n_est_plus_connu():
    assert is_perimetre_connu(2024, le=LE, conservation_mois=36)
    assert not is_perimetre_connu(2023, le=LE, conservation_mois=36)


def test_les_reglages_disent_leur_source():
    reglages = get_reglages()

    assert [e.numero for e in reglages.engagements] == [4, 28, 45]
    assert reglages.eloignement.source


def test_des_reglages_fautifs_sont_refuses(tmp_path):
    (tmp_path / "formations.yaml").write_text("engagements: []\neloignement: {mois: 0}\n")

    with pytest.raises(ReglagesFormationsInvalidesError, match="eloignement"):
        load_reglages(tmp_path)
