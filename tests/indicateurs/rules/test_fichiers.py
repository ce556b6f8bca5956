"""A row of the files of values and targets."""

import datetime as dt
from decimal import Decimal

import pytest

from chiffres import give
from qualepref.indicateurs.rules import refus
from qualepref.indicateurs.rules.fichiers import (
    CHAMPS_VALEURS,
    build_cible,
    build_valeur,
    list_cellules_valeur,
)
from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.tableurs.vocabulaire import Absence


JANVIER = dt.date(2022, 1, 1)


def row(**autres):
    return {"indicateur": "I1", "premier_mois": JANVIER, "source": "Outil", **autres}


def test_build_valeur_lit_le_taux_et_son_unite(perimetre):
    donnee, fautes = build_valeur(row(valeur="94 %"), perimetre)

    assert (donnee.valeur, donnee.premier_mois, donnee.dernier_mois, fautes) == (
        94,
        202201,
        202201,
        [],
    )


def test_build_valeur_refuse_l_unite_d_un_autre_indicateur(perimetre):
    _, fautes = build_valeur(row(valeur="9,4 ‰"), perimetre)

    assert [(type(f), f.champ) for f in fautes] == [(refus.UniteInadapteeError, "valeur")]


@pytest.mark.parametrize(
    ("marque", "etat"),
    [
        (Absence.SANS_OBJET, Etat.SANS_OBJET),
        (Absence.NON_COMMUNIQUE, Etat.NON_COLLECTE),
        (Absence.NEANT, Etat.RIEN_RECU),
        ("n.s.", Etat.NON_SIGNIFICATIF),
        (Absence.VIDE, Etat.VALEUR),
    ],
)
def test_build_valeur_distingue_ce_que_dit_la_marque(perimetre, marque, etat):
    donnee, fautes = build_valeur(row(valeur=marque), perimetre)

    assert (donnee.etat, donnee.valeur, fautes) == (etat, None, [])


def test_build_valeur_refuse_un_etat_que_la_marque_contredit(perimetre):
    _, fautes = build_valeur(row(etat="rien_recu", valeur=Absence.SANS_OBJET), perimetre)

    assert [type(f) for f in fautes] == [refus.EtatContreditError]


def test_build_valeur_d_un_indicateur_inconnu_ne_donne_rien(perimetre):
    donnee, fautes = build_valeur(row(indicateur="I99"), perimetre)

    assert donnee is None
    assert [type(f) for f in fautes] == [refus.IndicateurAbsentError]


def test_list_cellules_valeur_a_une_cellule_par_colonne():
    assert len(list_cellules_valeur(give(valeur="94"), "Libellé")) == len(CHAMPS_VALEURS)


@pytest.mark.parametrize("ecrite", [{"minimum": "90", "unite": "%"}, {"minimum": "90 %"}])
def test_build_cible_trouve_l_unite_dans_sa_colonne_ou_pres_du_nombre(ecrite):
    donnee, fautes = build_cible({"indicateur": "I1", "annee": 2022, "source": "COPIL", **ecrite})

    assert (donnee.minimum, bool(donnee.unite), fautes) == (Decimal(90), True, [])


def test_build_cible_refuse_deux_unites_qui_se_contredisent():
    brut = {"indicateur": "I1", "annee": 2022, "minimum": "90 %", "unite": "jours", "source": "C"}

    donnee, fautes = build_cible(brut)

    assert donnee is None
    assert [type(f) for f in fautes] == [refus.UnitesMeleesError]


def test_build_cible_sans_unite_la_laisse_vide_pour_qu_elle_soit_refusee():
    brut = {"indicateur": "I1", "annee": 2022, "minimum": "90", "source": "C"}

    assert build_cible(brut)[0].unite == ""
