import pytest
from hypothesis import given, strategies as st

from qualepref.noyau.statistiques.newcombe import are_distinct, compute_newcombe


parts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("premier", "second", "attendu"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), table II, method 10.
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((10, 10), (0, 20), (0.6791, 1.0)),
    ],
)
def test_compute_newcombe_valeurs_publiees(premier, second, attendu):
    assert compute_newcombe(premier, second) == pytest.approx(attendu, abs=5e-5)


@given(premier=parts, second=parts)
def test_compute_newcombe_entoure_l_ecart(premier, second):
    bas, haut = compute_newcombe(premier, second)

    ecart = premier[0] / premier[1] - second[0] / second[1]
    assert bas - 1e-9 <= ecart <= haut + 1e-9


@given(premier=parts, second=parts)
def test_are_distinct_ne_depend_pas_de_l_ordre(premier, second):
    assert are_distinct(premier, second) is are_distinct(second, premier)


@given(part=parts)
def test_are_distinct_ne_distingue_pas_une_part_d_elle_meme(part):
    assert not are_distinct(part, part)


def test_are_distinct_demande_plus_a_un_niveau_plus_haut():
    assert are_distinct((56, 70), (48, 80))
    assert not are_distinct((56, 70), (48, 80), 0.995)
