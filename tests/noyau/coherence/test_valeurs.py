"""Values as printed: never a crash, never a zero for what is missing."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from qualepref.noyau.coherence.periodes import Grain, parse_periode
from qualepref.noyau.coherence.valeurs import parse_imprime


@pytest.mark.parametrize(
    ("texte", "valeur", "decimales", "unite"),
    [
        ("48 %", "48", 0, "pourcent"),
        ("99,6%", "99.6", 1, "pourcent"),
        ("99.6 %", "99.6", 1, "pourcent"),
        ("32,00 %", "32", 2, "pourcent"),
        ("0,5‰", "0.5", 1, "pour_mille"),
        ("1,2 %o", "1.2", 1, "pour_mille"),
        ("0,05 /1000", "0.05", 2, "pour_mille"),
        ("0,05 pour mille", "0.05", 2, "pour_mille"),
        ("36 / mois", "36", 0, "par_mois"),
        ("en moyenne 49 200 appels par mois", "49200", 0, "par_mois"),
        ("19\u202f523 fois", "19523", 0, ""),
        ("1\u00a0234\u00a0567", "1234567", 0, ""),
        ("3 795", "3795", 0, ""),
        ("1,234,567", "1234567", 0, ""),
        ("1.234,5", "1234.5", 1, ""),
        ("12 JOURS", "12", 0, "jours"),
        ("5 jours ouvrés", "5", 0, "jours_ouvres"),
        ("5j.o.", "5", 0, "jours_ouvres"),
        ("3j", "3", 0, "jours"),
        ("deux", "2", 0, ""),
        ("Sept boîtes fonctionnelles", "7", 0, ""),
        ("−3", "-3", 0, ""),
        ("+12 %", "12", 0, "pourcent"),
    ],
)
def test_les_ecritures_se_lisent(texte, valeur, decimales, unite):
    lu = parse_imprime(texte)

    assert (lu.valeur, lu.decimales, lu.unite) == (Fraction(valeur), decimales, unite)
    assert lu.exact


def test_les_millions_gardent_leur_precision():
    lu = parse_imprime("3,9 millions")

    assert (lu.valeur, lu.pas) == (3_900_000, 100_000)


@pytest.mark.parametrize(
    "texte",
    ["", " ", "/", "-", "n.c", "n.c.", "NC", "Sans objet", "sans", "aucun", "Pas d'obj.", "s.o.",
     "aucune réclamation reçue", "pas de courriers reçus", "non significatif", "xyz", "%"],
)  # fmt: skip
def test_ce_qui_manque_n_est_jamais_zero(texte):
    assert parse_imprime(texte).valeur is None


@pytest.mark.parametrize(
    "texte",
    ["< 5 j", "environ 40 %", "plus de 200", "près de 3 000", "moins d'une heure", "75 à 80%"],
)
def test_une_borne_ou_un_intervalle_ne_se_calcule_pas(texte):
    assert not parse_imprime(texte).exact


def test_un_point_devant_trois_chiffres_suit_la_valeur_connue():
    assert parse_imprime("1.234").valeur == 1234
    assert parse_imprime("1.234", attendu=Fraction("1.234")).valeur == Fraction("1.234")
    assert parse_imprime("1,234", attendu=Fraction(1234)).valeur == 1234


@given(st.text(max_size=40))
def test_aucun_texte_ne_fait_tomber_la_lecture(texte):
    lu = parse_imprime(texte)

    assert lu.valeur is None or lu.absence is None
    parse_periode(texte, annee=2022)


@pytest.mark.parametrize(
    ("texte", "debut", "fin", "grain"),
    [
        ("janvier 2022", "2022-01-01", "2022-01-31", Grain.MOIS),
        ("sept. 2022", "2022-09-01", "2022-09-30", Grain.MOIS),
        ("nov. 21 - sept. 22", "2021-11-01", "2022-09-30", Grain.MOIS),
        ("janvier - octobre 2022", "2022-01-01", "2022-10-31", Grain.MOIS),
        ("1er trimestre 2022", "2022-01-01", "2022-03-31", Grain.TRIMESTRE),
        ("T4 2021", "2021-10-01", "2021-12-31", Grain.TRIMESTRE),
        ("1er semestre 2022", "2022-01-01", "2022-06-30", Grain.SEMESTRE),
        ("annuel 2022 (suivi trimestriel)", "2022-01-01", "2022-12-31", Grain.ANNEE),
        ("2021-2022", "2021-01-01", "2022-12-31", Grain.ANNEE),
        ("06/05/2022 - 17/08/2022", "2022-05-06", "2022-08-17", Grain.JOUR),
        ("du 24 janvier au 23 février 2022", "2022-01-24", "2022-02-23", Grain.JOUR),
        ("entre le mardi 11 juin et le vendredi 21 juin 2019", "2019-06-11", "2019-06-21", Grain.JOUR),
        ("18 avril", "2022-04-18", "2022-04-18", Grain.JOUR),
        ("du 3 au 14 juin 2024", "2024-06-03", "2024-06-14", Grain.JOUR),
        ("les 1er et 2 mars", "2022-03-01", "2022-03-02", Grain.JOUR),
    ],
)  # fmt: skip
def test_les_periodes_se_lisent(texte, debut, fin, grain):
    lue = parse_periode(texte, annee=2022)

    assert lue is not None
    assert (str(lue.debut), str(lue.fin), lue.grain) == (debut, fin, grain)


@pytest.mark.parametrize("texte", ["", "sur la période", "32/13/2022", "31 février 2022", "depuis"])
def test_une_periode_illisible_est_absente(texte):
    lue = parse_periode(texte)

    assert lue is None or lue.debut <= lue.fin
