"""The interval of a mean of delays: published quantiles, exactness, and how often it is right."""

from collections import Counter
from fractions import Fraction
from math import sqrt
from random import Random
from statistics import mean, variance

import pytest
from hypothesis import assume, given, strategies as st

from qualepref.noyau.statistiques.moyennes import (
    SANS_DISPERSION,
    Dispersion,
    compute_hall,
    tells_cote,
)
from qualepref.noyau.statistiques.student import compute_probabilite, find_student


delais = st.dictionaries(st.integers(0, 60), st.integers(1, 40), min_size=2, max_size=20)


@pytest.mark.parametrize(
    ("ddl", "quantile"),
    # Abramowitz and Stegun, table 26.10, A = 0.95; beyond 120, the limit of the normal law.
    [(1, 12.706), (2, 4.303), (5, 2.571), (10, 2.228), (29, 2.045), (120, 1.980)],
)
def test_le_quantile_de_student_est_celui_des_tables(ddl, quantile):
    assert round(find_student(ddl), 3) == quantile
    assert compute_probabilite(find_student(ddl), ddl) == pytest.approx(0.95, abs=1e-12)


def test_student_sans_degre_de_liberte_est_refuse():
    with pytest.raises(ValueError, match="degrés de liberté impossibles"):
        find_student(0)


@given(delais)
def test_une_dispersion_a_les_moments_de_ses_valeurs(effectifs):
    d = Dispersion.of(effectifs)
    valeurs = list(Counter(effectifs).elements())

    assert (d.n, d.somme) == (len(valeurs), sum(valeurs))
    assert float(d.variance) == pytest.approx(variance(valeurs))


def test_sans_asymetrie_l_intervalle_est_celui_de_student():
    d = Dispersion.of({2: 10, 3: 20, 4: 10})
    marge = find_student(39) * sqrt(d.variance / 40)

    assert compute_hall(d) == pytest.approx((3 - marge, 3 + marge))


def test_quelques_tres_longs_delais_ecartent_la_borne_haute():
    d = Dispersion.of({1: 20, 2: 10, 3: 6, 20: 4})
    bas, haut = compute_hall(d)
    moyenne = float(d.moyenne)

    assert haut - moyenne > moyenne - bas


@given(delais, st.fractions(0, 60, max_denominator=8))
def test_le_verdict_exact_dit_ce_que_disent_les_bornes(effectifs, seuil):
    d = Dispersion.of(effectifs)
    assume(d.n >= 3)
    bas, haut = compute_hall(d)
    assume(min(abs(bas - seuil), abs(haut - seuil)) > 1e-9)
    assume(bas > 0)

    assert tells_cote(d, seuil) is not (bas <= seuil <= haut)


@pytest.mark.parametrize(
    "muette", [SANS_DISPERSION, Dispersion.of({4: 50}), Dispersion.of({1: 1, 9: 1})]
)
def test_rien_ne_se_conclut_de_rien_ni_de_ce_qui_ne_varie_pas(muette):
    assert compute_hall(muette) is None
    assert not tells_cote(muette, Fraction(10))


def test_l_intervalle_tient_sa_promesse_la_ou_celui_de_student_ne_la_tient_pas():
    """Each working day, one answer in five leaves: delays are geometric, their mean is 5."""
    hasard = Random(20221231)
    vrai, tirages, n = 5.0, 1200, 30
    hall = student = 0
    for _ in range(tirages):
        valeurs = [draw_delai(hasard) for _ in range(n)]
        bas, haut = compute_hall(Dispersion.of(Counter(valeurs)))
        hall += bas <= vrai <= haut
        marge = find_student(n - 1) * sqrt(variance(valeurs) / n)
        student += abs(mean(valeurs) - vrai) <= marge

    assert hall / tirages == pytest.approx(0.95, abs=0.015)
    assert student < hall


def draw_delai(hasard: Random) -> int:
    delai = 1
    while hasard.random() >= 0.2:
        delai += 1
    return delai
