import datetime as dt
from fractions import Fraction
from types import SimpleNamespace

import pytest

from qualepref.amelioration.rules.effet import (
    Conclusion,
    compare,
    find_fenetres,
    say_ecart,
    say_intervalle,
    shorten,
)
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Etat, Releve, Source
from qualepref.noyau.referentiel.modele import Sens, Unite


AVANT, APRES = Periode(202201, 202206), Periode(202208, 202301)


def indicateur(unite=Unite.POURCENT, sens=Sens.HAUSSE):
    return SimpleNamespace(unite=unite, sens=sens, libelle="Courriels à temps")


def releve(periode, numerateur=None, denominateur=None, couverte=None, etat=Etat.VALEUR):
    return Releve(
        indicateur="I11",
        version="1",
        site="pref-44",
        demandee=periode,
        couverte=couverte or periode,
        etat=etat,
        source=Source.CALCULE,
        arrete_le=dt.date(2023, 6, 1),
        numerateur=None if numerateur is None else Fraction(numerateur),
        denominateur=None if denominateur is None else Fraction(denominateur),
    )


def judge(avant, apres, **options):
    return compare(indicateur(**options), avant, apres, effectif=30, mois_au_moins=3)


def test_autant_de_mois_de_chaque_cote_et_le_mois_de_l_action_d_aucun():
    avant, apres = find_fenetres(dt.date(2022, 7, 14), le=dt.date(2023, 2, 3), mois_au_plus=12)

    assert (avant, apres) == (AVANT, APRES)


def test_douze_mois_au_plus():
    avant, apres = find_fenetres(dt.date(2020, 1, 5), le=dt.date(2026, 1, 1), mois_au_plus=12)

    assert (avant, apres) == (Periode(201901, 201912), Periode(202002, 202101))


@pytest.mark.parametrize("le", [dt.date(2022, 7, 31), dt.date(2022, 8, 31)])
def test_aucun_mois_entier_ecoule_ne_donne_rien(le):
    assert find_fenetres(dt.date(2022, 7, 1), le=le, mois_au_plus=12) is None


def test_un_ecart_net_va_mieux():
    effet = judge(releve(AVANT, 600, 1000), releve(APRES, 800, 1000))

    assert effet.conclusion is Conclusion.MIEUX
    assert say_ecart(effet) == "de +16,0 à +23,9\N{NO-BREAK SPACE}points"
    assert (
        say_intervalle(effet.avant, Unite.POURCENT)
        == "56,9\N{NO-BREAK SPACE}% à 63,0\N{NO-BREAK SPACE}%"
    )


def test_le_sens_de_l_indicateur_decide():
    effet = judge(releve(AVANT, 600, 1000), releve(APRES, 800, 1000), sens=Sens.BAISSE)

    assert effet.conclusion is Conclusion.MOINS_BIEN


def test_un_indicateur_d_information_a_seulement_change():
    effet = judge(releve(AVANT, 600, 1000), releve(APRES, 800, 1000), sens=Sens.INFORMATION)

    assert effet.conclusion is Conclusion.CHANGE


@pytest.mark.parametrize(
    ("avant", "apres", "raison"),
    [
        (releve(AVANT, 60, 100), releve(APRES, 65, 100), "hasard"),
        (releve(AVANT, 6, 10), releve(APRES, 100, 100), "moins de 30 cas avant (10)"),
        (releve(AVANT), releve(APRES, 100, 100), "pas de résultat avant"),
        (
            releve(AVANT, 60, 100),
            releve(APRES, 90, 100, couverte=Periode(202208, 202210)),
            "pas renseignés après",
        ),
        (
            releve(Periode(202205, 202206), 60, 100),
            releve(Periode(202208, 202209), 90, 100),
            "moins de 3 mois",
        ),
    ],
)
def test_sans_preuve_on_ne_peut_pas_conclure(avant, apres, raison):
    effet = judge(avant, apres)

    assert effet.conclusion is Conclusion.INCERTAIN
    assert raison in effet.raison


def test_une_moyenne_n_a_pas_d_intervalle():
    effet = judge(releve(AVANT, 600, 100), releve(APRES, 300, 100), unite=Unite.JOURS_OUVRES)

    assert effet.conclusion is Conclusion.INCERTAIN
    assert "pas une proportion" in effet.raison


@pytest.mark.parametrize(
    ("connus", "attendu"),
    [
        (range(202201, 202302), (AVANT, APRES)),
        ([202205, 202206, 202208, 202209, 202210], (Periode(202205, 202206), Periode(202208, 202209))),
        ([202206, 202209], None),
        ([], None),
    ],
)  # fmt: skip
def test_la_fenetre_s_arrete_au_premier_mois_inconnu_d_un_cote(connus, attendu):
    assert shorten(AVANT, APRES, set(connus)) == attendu
