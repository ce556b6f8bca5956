"""What makes a declared value impossible, and what only makes it odd."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from chiffres import give
from qualepref.indicateurs.rules import refus
from qualepref.indicateurs.rules.valeurs import (
    check_valeur,
    settle_valeur,
    strip_zeros,
    tell_reserves,
)
from qualepref.noyau.calcul.releves import Etat


LE = dt.date(2023, 1, 31)
FRACTION = {"numerateur": "719", "denominateur": "786"}


def refusals(perimetre, donnee):
    return [type(r) for r in check_valeur(donnee, perimetre, le=LE)]


@pytest.mark.parametrize(
    "autres",
    [
        FRACTION,
        {"valeur": "94"},
        {"etat": Etat.RIEN_RECU},
        {"etat": Etat.SANS_OBJET},
        {"etat": Etat.NON_COLLECTE},
        {"etat": Etat.NON_SIGNIFICATIF},
        {"etat": Etat.NON_SIGNIFICATIF, "numerateur": "2", "denominateur": "3"},
        {"numerateur": "0", "denominateur": "786"},
        {**FRACTION, "valeur": "91.48"},
        {**FRACTION, "valeur": "91"},
        {"indicateur": "N1", "numerateur": "12"},
        {"indicateur": "N1", "valeur": "12"},
        {"indicateur": "taux d'appels aboutis", "valeur": "94"},
        {"indicateur": "I11", "dimension": "boite", "code_detail": "elections", "valeur": "94"},
        {"indicateur": "I1", "dimension": "dimension", "code_detail": "standard", "valeur": "94"},
        {"premier": 202301, "valeur": "94"},
        {"premier": 202111, "dernier": 202209, "valeur": "94"},
    ],
)
def test_check_valeur_accepte(perimetre, autres):
    assert refusals(perimetre, give(**autres)) == []


@pytest.mark.parametrize(
    ("autres", "attendu"),
    [
        ({"indicateur": "I99", "valeur": "1"}, refus.IndicateurAbsentError),
        ({"indicateur": "I24", "valeur": "1"}, refus.IndicateurHorsPerimetreError),
        (
            {"dimension": "boite", "code_detail": "elections", "valeur": "1"},
            refus.DetailInconnuError,
        ),
        (
            {"indicateur": "I11", "dimension": "boite", "code_detail": "x", "valeur": "1"},
            refus.DetailInconnuError,
        ),
        (
            {"indicateur": "I11", "dimension": "mois", "code_detail": "202201", "valeur": "1"},
            refus.DetailInconnuError,
        ),
        (
            {"indicateur": "I1", "dimension": "dimension", "code_detail": "twitter", "valeur": "1"},
            refus.DetailInconnuError,
        ),
        ({"premier": 202213, "valeur": "1"}, refus.MoisImpossibleError),
        ({"premier": 190001, "valeur": "1"}, refus.MoisImpossibleError),
        ({"premier": 202203, "dernier": 202201, "valeur": "1"}, refus.PeriodeRenverseeError),
        ({"premier": 202201, "dernier": 202302, "valeur": "1"}, refus.PeriodeAVenirError),
        ({"valeur": "-1"}, refus.NombreNegatifError),
        ({"valeur": "1000000000000"}, refus.NombreDemesureError),
        ({"numerateur": "0.00001", "denominateur": "1"}, refus.NombreDemesureError),
        ({"numerateur": "1", "denominateur": "0"}, refus.DenominateurNulError),
        ({"numerateur": "1"}, refus.DenominateurManquantError),
        ({"denominateur": "1"}, refus.NumerateurManquantError),
        (
            {"indicateur": "N1", "numerateur": "1", "denominateur": "2"},
            refus.DenominateurSuperfluError,
        ),
        ({**FRACTION, "valeur": "94"}, refus.ValeursContradictoiresError),
        ({"indicateur": "N1", "numerateur": "1", "valeur": "2"}, refus.ValeursContradictoiresError),
        ({"etat": Etat.RIEN_RECU, "valeur": "0"}, refus.EtatContreditError),
        ({"etat": Etat.SANS_OBJET, **FRACTION}, refus.EtatContreditError),
        ({"etat": Etat.PAS_ENCORE_DU}, refus.EtatInconnuError),
        ({"etat": Etat.NON_CALCULABLE}, refus.EtatInconnuError),
        ({}, refus.ValeurManquanteError),
        ({"valeur": "1", "source": " "}, refus.SourceManquanteError),
        ({"valeur": "1", "source": "n.c."}, refus.SourceManquanteError),
        ({"valeur": "1", "source": "x" * 301}, refus.TexteTropLongError),
        ({"valeur": "1", "imprimee": "x" * 61}, refus.TexteTropLongError),
    ],
)
def test_check_valeur_refuse(perimetre, autres, attendu):
    assert refusals(perimetre, give(**autres)) == [attendu]


def test_check_valeur_dit_toutes_les_fautes_a_la_fois(perimetre):
    donnee = give(premier=202203, dernier=202201, numerateur="1", denominateur="0", source="")

    assert refusals(perimetre, donnee) == [
        refus.PeriodeRenverseeError,
        refus.DenominateurNulError,
        refus.SourceManquanteError,
    ]


def test_check_valeur_contredite_dit_le_calcul(perimetre):
    (faute,) = check_valeur(give(**FRACTION, valeur="94"), perimetre, le=LE)

    assert faute.champ == "valeur"
    assert str(faute).startswith(
        "719 / 786 font 91,48\N{NO-BREAK SPACE}%, et la valeur donnée est 94. "
    )


def test_check_valeur_inconnue_propose_le_libelle_voisin(perimetre):
    (faute,) = check_valeur(give("Taux d'appels abouttis", valeur="1"), perimetre, le=LE)

    assert "Vouliez-vous écrire I1, " in str(faute)


def test_check_valeur_hors_perimetre_nomme_le_module(perimetre):
    (faute,) = check_valeur(give("I24", valeur="1"), perimetre, le=LE)

    assert "module 4" in str(faute)


@pytest.mark.parametrize("rien", ["renversée", "nul", "manque"])
def test_chaque_refus_dit_quoi_faire(perimetre, rien):
    donnee = give(premier=202203, dernier=202201, numerateur="1", denominateur="0", source="")

    (faute,) = [f for f in check_valeur(donnee, perimetre, le=LE) if rien in f.motif]

    assert faute.remede


def test_settle_valeur_garde_les_parties_plutot_que_leur_quotient(perimetre):
    retenue = settle_valeur(give(**FRACTION, valeur="91.48"), perimetre)

    assert (retenue.numerateur, retenue.denominateur, retenue.valeur) == (719, 786, None)


def test_settle_valeur_arrondit_au_millionieme_la_moitie_vers_le_haut(perimetre):
    assert settle_valeur(give(valeur="91.4758265"), perimetre).valeur == Decimal("91.475827")


def test_settle_valeur_ecrit_le_code_et_ote_les_espaces(perimetre):
    retenue = settle_valeur(
        give("taux d'appels aboutis", valeur="1", source=" Outil ", imprimee=" 1% "), perimetre
    )

    assert (retenue.indicateur, retenue.source, retenue.imprimee) == ("I1", "Outil", "1%")


@pytest.mark.parametrize(
    "autres",
    [{"numerateur": "120", "denominateur": "100"}, {"valeur": "120"}],
)
def test_tell_reserves_d_un_taux_au_dela_de_cent_avertit_sans_refuser(perimetre, autres):
    donnee = give("I1", **autres)

    assert refusals(perimetre, donnee) == []
    assert "120\N{NO-BREAK SPACE}%" in tell_reserves(donnee, perimetre)[0]


def test_tell_reserves_d_une_periode_sur_deux_annees(perimetre):
    reserves = tell_reserves(give(premier=202111, dernier=202209, valeur="1"), perimetre)

    assert "deux années" in reserves[0]


def test_tell_reserves_d_une_valeur_ordinaire_se_tait(perimetre):
    assert tell_reserves(give("I1", **FRACTION), perimetre) == []


def test_tell_reserves_d_un_delai_ne_le_prend_pas_pour_un_taux(perimetre):
    assert tell_reserves(give("I17", valeur="17"), perimetre) == []


@given(st.decimals(min_value=0, max_value=10**11, places=6))
def test_strip_zeros_ne_change_pas_le_nombre(nombre):
    court = strip_zeros(nombre)

    assert court == nombre
    assert "E" not in str(court) or court < 1
