import pytest
from hypothesis import given, strategies as st

from qualepref.noyau.statistiques.wilson import compute_wilson


def test_compute_wilson_valeur_publiee():
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81/263.
    bas, haut = compute_wilson(81, 263)

    assert (round(bas, 4), round(haut, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(("succes", "n", "borne", "valeur"), [(0, 20, 0, 0.0), (29, 29, 1, 1.0)])
def test_compute_wilson_aux_extremes(succes, n, borne, valeur):
    assert compute_wilson(succes, n)[borne] == pytest.approx(valeur, abs=1e-12)


@given(n=st.integers(1, 5000), part=st.fractions(0, 1))
def test_compute_wilson_entoure_la_proportion(n, part):
    succes = int(part * n)

    bas, haut = compute_wilson(succes, n)

    assert 0 <= bas <= succes / n + 1e-12
    assert succes / n - 1e-12 <= haut <= 1


@given(n=st.integers(1, 500), part=st.fractions(0, 1))
def test_compute_wilson_est_symetrique(n, part):
    succes = int(part * n)

    bas, haut = compute_wilson(succes, n)

    assert compute_wilson(n - succes, n) == pytest.approx((1 - haut, 1 - bas))


@given(succes=st.integers(0, 50))
def test_compute_wilson_se_resserre_quand_l_effectif_grandit(succes):
    large, etroit = compute_wilson(succes, 50), compute_wilson(succes * 10, 500)

    assert etroit[1] - etroit[0] < large[1] - large[0]


@pytest.mark.parametrize(("succes", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_compute_wilson_refuse_une_proportion_impossible(succes, n):
    with pytest.raises(ValueError, match="proportion impossible"):
        compute_wilson(succes, n)
