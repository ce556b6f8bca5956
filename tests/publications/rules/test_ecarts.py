import dataclasses
import datetime as dt
from fractions import Fraction

import pytest
from django.conf import settings
from hypothesis import given, strategies as st

from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Etat, Releve, Source
from qualepref.noyau.referentiel.lecture import load_referentiel
from qualepref.noyau.referentiel.modele import Cible, Sens, Unite
from qualepref.publications.rules.ecarts import compute_exces, compute_manque, pair_delais


@pytest.fixture(scope="module")
def referentiel():
    return load_referentiel(settings.REFERENTIELS / "qual-e-pref" / "2019-02")


def releve(numerateur, denominateur):
    return Releve(
        indicateur="I23", version="v", site="pref-44", demandee=Periode.annee(2022),
        couverte=Periode.annee(2022), etat=Etat.VALEUR, source=Source.CALCULE,
        arrete_le=dt.date(2023, 1, 31), numerateur=Fraction(numerateur),
        denominateur=Fraction(denominateur),
    )  # fmt: skip


def cible(valeur, unite=Unite.POURCENT):
    return Cible(2022, Fraction(valeur), Fraction(valeur), unite, "test")


def test_compute_manque_explique_un_80_pour_cent_arrondi_qui_manque_la_cible():
    assert compute_manque(releve(577, 724), cible("4/5"), Sens.HAUSSE) == 3


def test_compute_manque_ne_dit_rien_sans_numerateur():
    seule = dataclasses.replace(releve(1, 2), numerateur=None, valeur_seule=Fraction(1, 2))

    assert compute_manque(seule, cible("4/5"), Sens.HAUSSE) is None


def test_compute_manque_ne_dit_rien_d_un_delai():
    assert compute_manque(releve(36, 3), cible(10, Unite.JOURS_OUVRES), Sens.BAISSE) is None


@given(n=st.integers(1, 300), data=st.data(), seuil=st.fractions(0, 1, max_denominator=50))
def test_compute_manque_est_le_plus_petit_complement_qui_atteint_la_cible(n, data, seuil):
    succes = data.draw(st.integers(0, n))

    naif = next(k for k in range(n + 1) if Fraction(succes + k, n) >= seuil)
    assert compute_manque(releve(succes, n), cible(seuil), Sens.HAUSSE) == naif


@given(n=st.integers(1, 300), data=st.data(), seuil=st.fractions(0, 1, max_denominator=50))
def test_compute_manque_est_le_plus_petit_retrait_quand_moins_vaut_mieux(n, data, seuil):
    cas = data.draw(st.integers(0, n))

    naif = next(k for k in range(cas + 1) if Fraction(cas - k, n) <= seuil)
    assert compute_manque(releve(cas, n), cible(seuil), Sens.BAISSE) == naif


@pytest.mark.parametrize(
    ("valeur", "sens", "attendu"),
    [(12, Sens.BAISSE, 2), (8, Sens.BAISSE, 0), (8, Sens.HAUSSE, 2), (12, Sens.HAUSSE, 0)],
)
def test_compute_exces_ne_compte_que_le_mauvais_cote(valeur, sens, attendu):
    assert compute_exces(Fraction(valeur), cible(10, Unite.JOURS_OUVRES), sens) == attendu


def codes(referentiel, *choisis):
    couples = pair_delais([referentiel.indicateur(c) for c in choisis])
    return [tuple(i.code for i in couple) for couple in couples]


def test_pair_delais_joint_un_taux_au_delai_des_memes_demandes(referentiel):
    assert codes(referentiel, "I6", "I7", "I8", "I9") == [("I6", "I8"), ("I7", "I9")]


def test_pair_delais_distingue_les_deux_delais_d_un_rendez_vous(referentiel):
    assert codes(referentiel, "I24", "I25", "I26", "I26B") == [("I24", "I26"), ("I25", "I26B")]


def test_pair_delais_laisse_seul_un_delai_sans_son_taux(referentiel):
    assert codes(referentiel, "I10", "I13") == [("I10",), ("I13",)]


def test_pair_delais_laisse_seul_ce_qui_ne_compte_pas_de_demandes(referentiel):
    assert codes(referentiel, "I1", "I27") == [("I1",), ("I27",)]


def test_pair_delais_n_oublie_aucun_indicateur(referentiel):
    rendus = [
        c
        for couple in codes(referentiel, *(i.code for i in referentiel.indicateurs))
        for c in couple
    ]

    assert sorted(rendus) == sorted(i.code for i in referentiel.indicateurs)
