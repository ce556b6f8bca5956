"""How declared values become readings: pooled, never averaged, no month twice."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given, strategies as st

from qualepref.indicateurs.rules import (
    Declaree,
    build_releve_declare,
    compute_moyenne_des_mois,
)
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Etat, Source
from qualepref.noyau.referentiel.modele import Unite


ANNEE = Periode.annee(2022)
LE = dt.date(2023, 1, 31)
NON_CALCULABLE = Etat.NON_CALCULABLE


def indicator(unite=Unite.POURCENT):
    return SimpleNamespace(code="T1", version="v", unite=unite)


def declared(premier, dernier=None, *, etat=Etat.VALEUR, source=Source.IMPORTE, **parties):
    """A declared value, numbers as text."""
    nombres = {c: Decimal(n) for c, n in parties.items()}
    return Declaree(
        periode=Periode(premier, dernier or premier),
        etat=etat,
        source=source,
        provenance="Outil",
        **nombres,
    )


def read(declarees, *, periode=ANNEE, unite=Unite.POURCENT, stock=False):
    return build_releve_declare(
        indicator(unite), declarees, periode, site="pref-63", le=LE, stock=stock
    )


def test_build_releve_declare_sans_valeur_ne_donne_rien():
    assert read([declared(202101, valeur="94")]) is None


def test_build_releve_declare_prend_la_valeur_de_la_periode_exacte():
    mois = declared(202201, numerateur="1", denominateur="2")
    annee = declared(202201, 202212, valeur="94")

    assert read([mois, annee]).valeur == Fraction(94, 100)


def test_build_releve_declare_d_un_taux_seul_le_ramene_a_son_echelle():
    releve = read([declared(202201, 202212, valeur="2.37")], unite=Unite.POUR_MILLE)

    assert releve.valeur == Fraction(237, 100_000)


def test_build_releve_declare_fait_le_rapport_des_sommes_jamais_la_moyenne_des_taux():
    mois = [
        declared(202201, numerateur="1", denominateur="1"),
        declared(202202, numerateur="0", denominateur="9"),
    ]

    assert read(mois).valeur == Fraction(1, 10)


def test_build_releve_declare_ne_tire_rien_de_taux_seuls():
    releve = read([declared(202201, valeur="90"), declared(202202, valeur="92")])

    assert (releve.etat, releve.valeur) == (NON_CALCULABLE, None)
    assert "sans numérateur ni dénominateur" in releve.provenance


def test_build_releve_declare_ne_melange_pas_taux_seul_et_parties():
    releve = read(
        [
            declared(202201, valeur="90"),
            declared(202202, numerateur="1", denominateur="2"),
        ]
    )

    assert releve.etat is NON_CALCULABLE


def test_build_releve_declare_additionne_les_nombres_simples():
    mois = [declared(202201, valeur="10"), declared(202202, numerateur="5")]

    assert read(mois, unite=Unite.NOMBRE).valeur == 15


def test_build_releve_declare_prend_une_valeur_isolee_et_dit_ce_qu_elle_couvre():
    releve = read([declared(202203, valeur="90"), declared(202204, etat=Etat.RIEN_RECU)])

    assert releve.valeur == Fraction(9, 10)
    assert releve.couverte == Periode.un_mois(202203)


def test_build_releve_declare_ne_compte_pas_deux_fois_un_mois_du_trimestre():
    releve = read(
        [
            declared(202201, numerateur="5", denominateur="10"),
            declared(202201, 202203, numerateur="20", denominateur="40"),
            declared(202204, numerateur="0", denominateur="10"),
        ]
    )

    assert (releve.numerateur, releve.denominateur) == (20, 50)


def test_build_releve_declare_prefere_les_mois_a_un_trimestre_sans_parties():
    mois = [declared(m, numerateur="1", denominateur="2") for m in (202201, 202202, 202203)]

    releve = read([*mois, declared(202201, 202203, valeur="55")])

    assert (releve.numerateur, releve.denominateur) == (3, 6)


def test_build_releve_declare_refuse_des_periodes_qui_se_chevauchent():
    releve = read(
        [
            declared(202201, 202203, numerateur="1", denominateur="2"),
            declared(202203, 202205, numerateur="1", denominateur="2"),
        ]
    )

    assert releve.etat is NON_CALCULABLE
    assert "se chevauchent" in releve.provenance


def test_build_releve_declare_garde_le_dernier_etat_connu_d_un_stock():
    releve = read(
        [
            declared(202206, numerateur="10", denominateur="20"),
            declared(202212, numerateur="15", denominateur="20"),
        ],
        stock=True,
    )

    assert releve.valeur == Fraction(3, 4)


@pytest.mark.parametrize("etat", [Etat.RIEN_RECU, Etat.SANS_OBJET, Etat.NON_COLLECTE])
def test_build_releve_declare_garde_l_etat_commun(etat):
    releve = read([declared(202201, etat=etat), declared(202202, etat=etat)])

    assert (releve.etat, releve.couverte) == (etat, None)


def test_build_releve_declare_d_etats_differents_dit_non_collecte():
    releve = read([declared(202201, etat=Etat.RIEN_RECU), declared(202202, etat=Etat.SANS_OBJET)])

    assert releve.etat is Etat.NON_COLLECTE


def test_build_releve_declare_additionne_aussi_ce_qui_seul_n_est_pas_significatif():
    releve = read(
        [
            declared(202201, etat=Etat.NON_SIGNIFICATIF, numerateur="1", denominateur="3"),
            declared(202202, numerateur="9", denominateur="27"),
        ]
    )

    assert (releve.etat, releve.denominateur) == (Etat.VALEUR, 30)


def test_build_releve_declare_reste_non_significatif_si_rien_ne_l_est():
    mois = [
        declared(m, etat=Etat.NON_SIGNIFICATIF, numerateur="1", denominateur="3")
        for m in (202201, 202202)
    ]

    assert read(mois).etat is Etat.NON_SIGNIFICATIF


def test_build_releve_declare_de_sources_melees_se_dit_importe():
    releve = read(
        [
            declared(202201, numerateur="1", denominateur="2", source=Source.SAISI),
            declared(202202, numerateur="1", denominateur="2", source=Source.IMPORTE),
        ]
    )

    assert releve.source is Source.IMPORTE


def test_build_releve_declare_saisi_de_bout_en_bout_le_reste():
    mois = [
        declared(m, numerateur="1", denominateur="2", source=Source.SAISI) for m in (202201, 202202)
    ]

    assert read(mois).source is Source.SAISI


parts = st.tuples(st.integers(0, 500), st.integers(1, 500))


@given(st.dictionaries(st.sampled_from(list(ANNEE)), parts, min_size=1))
def test_build_releve_declare_egale_la_somme_ecrite_a_la_main(parties):
    mois = [declared(m, numerateur=n, denominateur=d) for m, (n, d) in parties.items()]

    releve = read(mois)

    attendu = Fraction(sum(n for n, _ in parties.values()), sum(d for _, d in parties.values()))
    assert releve.valeur == attendu
    assert releve.couverte == Periode(min(parties), max(parties))


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 5), parts), min_size=1, max_size=6))
def test_build_releve_declare_ne_compte_jamais_un_mois_deux_fois(tirees):
    """Whatever the periods: pooled denominators never exceed what disjoint months can hold."""
    declarees = {}
    for premier, duree, _ in tirees:
        periode = (202200 + premier, 202200 + min(premier + duree, 12))
        mois = periode[1] - periode[0] + 1
        declarees[periode] = declared(*periode, numerateur=0, denominateur=mois)

    releve = read(declarees.values())

    couverts = {m for premier, dernier in declarees for m in Periode(premier, dernier)}
    assert releve.etat is NON_CALCULABLE or releve.denominateur == len(couverts)


def test_compute_moyenne_des_mois_demande_deux_chiffres():
    assert (
        compute_moyenne_des_mois(
            [SimpleNamespace(valeur=Fraction(1)), SimpleNamespace(valeur=None)]
        )
        is None
    )


def test_compute_moyenne_des_mois_ne_pondere_pas():
    moyenne = compute_moyenne_des_mois(
        SimpleNamespace(valeur=v) for v in (Fraction(1), None, Fraction(0), Fraction(1, 2))
    )

    assert (moyenne.valeur, moyenne.mois) == (Fraction(1, 2), 3)
