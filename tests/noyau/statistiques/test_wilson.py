from fractions import Fraction

import pytest
from hypothesis import assume, given, strategies as st

from qualepref.noyau.statistiques.wilson import (
    compute_manquantes,
    compute_wilson,
    contains_seuil,
)


PLAFOND = 400
seuils = st.integers(0, 100).map(lambda pourcent: Fraction(pourcent, 100))


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


@given(n=st.integers(1, 3000), part=st.fractions(0, 1), seuil=seuils)
def test_contains_seuil_dit_ce_que_disent_les_bornes(n, part, seuil):
    succes = int(part * n)
    bas, haut = compute_wilson(succes, n)
    assume(min(abs(bas - seuil), abs(haut - seuil)) > 1e-9)

    assert contains_seuil(Fraction(succes, n), n, seuil) is (bas < seuil <= haut)


@pytest.mark.parametrize(
    ("succes", "seuil", "dedans"), [(30, 1, True), (29, 1, False), (0, 0, False), (1, 0, False)]
)
def test_contains_seuil_aux_extremes(succes, seuil, dedans):
    assert contains_seuil(Fraction(succes, 30), 30, Fraction(seuil)) is dedans


@given(n=st.integers(1, 300), part=st.fractions(0, 1), seuil=seuils)
def test_compute_manquantes_est_le_premier_effectif_qui_tranche(n, part, seuil):
    observee = Fraction(int(part * n), n)

    attendu = None
    if contains_seuil(observee, n, seuil):
        un_par_un = range(1, PLAFOND + 1)
        attendu = next((m for m in un_par_un if not contains_seuil(observee, n + m, seuil)), None)

    assert compute_manquantes(observee, n, seuil, plafond=PLAFOND) == attendu


def test_compute_manquantes_exemple():
    # 46 of 48 against 90 %: 95.8 %, interval 86.0 to 98.8 %.
    manquantes = compute_manquantes(Fraction(46, 48), 48, Fraction(9, 10), plafond=1000)

    assert manquantes == 54


def test_compute_manquantes_sans_reponse_quand_le_taux_est_la_cible():
    assert compute_manquantes(Fraction(9, 10), 40, Fraction(9, 10), plafond=10**9) is None
