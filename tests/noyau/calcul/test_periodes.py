import datetime as dt

import pytest
from hypothesis import given, strategies as st

from qualepref.noyau.calcul.periodes import (
    Periode,
    format_mois,
    mois_of,
    next_mois,
    trimestre_of,
)


@pytest.mark.parametrize(("mois", "suivant"), [(202201, 202202), (202212, 202301)])
def test_next_mois(mois, suivant):
    assert next_mois(mois) == suivant


@pytest.mark.parametrize(
    ("mois", "trimestre"), [(202201, 20221), (202203, 20221), (202204, 20222), (202212, 20224)]
)
def test_trimestre_of(mois, trimestre):
    assert trimestre_of(mois) == trimestre


@given(jour=st.dates(dt.date(2000, 1, 1), dt.date(2050, 12, 31)))
def test_un_jour_est_dans_son_mois(jour):
    mois = Periode.un_mois(mois_of(jour))

    assert mois.debut <= jour <= mois.fin


def test_periode_enumere_ses_mois_bornes_comprises():
    assert list(Periode(202211, 202302)) == [202211, 202212, 202301, 202302]


@pytest.mark.parametrize(("mois", "dedans"), [(202201, True), (202212, True), (202301, False)])
def test_periode_contient(mois, dedans):
    assert (mois in Periode.annee(2022)) is dedans


def test_periode_finit_le_29_fevrier_d_une_annee_bissextile():
    assert Periode.un_mois(202402).fin == dt.date(2024, 2, 29)


def test_enclosing_rien_ne_donne_rien():
    assert Periode.enclosing([]) is None


def test_enclosing_va_du_premier_au_dernier():
    assert Periode.enclosing([202205, 202201]) == Periode(202201, 202205)


@pytest.mark.parametrize(
    ("periode", "texte"),
    [
        (Periode.annee(2022), "année 2022"),
        (Periode(202201, 202206), "janvier à juin 2022"),
        (Periode(202112, 202201), "décembre 2021 à janvier 2022"),
        (Periode.un_mois(202208), "août 2022"),
    ],
)
def test_periode_se_lit_en_francais(periode, texte):
    assert str(periode) == texte


def test_format_mois():
    assert format_mois(202204) == "avril 2022"
