from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from qualepref.noyau.calcul.rendu import format_nombre, format_valeur, round_half_up
from qualepref.noyau.referentiel.modele import Unite


@given(
    numerateur=st.integers(-(10**9), 10**9),
    puissance=st.integers(0, 7),
    decimales=st.integers(0, 4),
)
def test_round_half_up_egale_decimal(numerateur, puissance, decimales):
    # Denominators that decimals write exactly, so that ties are met.
    valeur = Fraction(numerateur, 2**puissance * 5**puissance)

    with localcontext() as contexte:
        contexte.prec = 60
        attendu = Decimal(numerateur).scaleb(-puissance)
        attendu = attendu.quantize(Decimal(1).scaleb(-decimales), rounding=ROUND_HALF_UP)

    assert round_half_up(valeur, decimales) == Fraction(attendu)


@given(valeur=st.fractions(), decimales=st.integers(0, 4))
def test_round_half_up_reste_a_moins_d_une_demi_unite(valeur, decimales):
    ecart = abs(round_half_up(valeur, decimales) - valeur)

    assert ecart <= Fraction(1, 2 * 10**decimales)


@pytest.mark.parametrize(
    ("valeur", "decimales", "attendu"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(-1, 3), 0, "0"),
        (Fraction(3795), 0, "3\N{NO-BREAK SPACE}795"),
        (Fraction(1234567), 0, "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"),
        (Fraction(9962, 100), 2, "99,62"),
        (Fraction(5, 100), 1, "0,1"),
        (Fraction(201, 100), 1, "2,0"),
        (0, 0, "0"),
    ],
)
def test_format_nombre_a_la_francaise(valeur, decimales, attendu):
    assert format_nombre(valeur, decimales) == attendu


@pytest.mark.parametrize(
    ("valeur", "unite", "decimales", "attendu"),
    [
        (Fraction(719, 786), Unite.POURCENT, 1, "91,5 %"),
        (Fraction(237, 100_000), Unite.POUR_MILLE, 2, "2,37 ‰"),
        (Fraction(4), Unite.JOURS_OUVRES, 0, "4 j.o."),
        (Fraction(4), Unite.JOURS, 0, "4 j"),
        (Fraction(36), Unite.PAR_MOIS, 0, "36 / mois"),
        (Fraction(7, 2), Unite.PAR_JOUR, 1, "3,5 / jour"),
        (Fraction(12), Unite.NOMBRE, 0, "12"),
    ],
)
def test_format_valeur_avec_son_unite(valeur, unite, decimales, attendu):
    texte = format_valeur(valeur, unite, decimales)

    assert texte == attendu.replace(" ", "\N{NO-BREAK SPACE}", 1)
