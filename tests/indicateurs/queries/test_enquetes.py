"""Figures read from the answers of surveys, and the way back to their campaigns."""

import datetime as dt
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chiffres import count, create_site, store
from enquetes.usines import build_campagne, build_retour
from qualepref.enquetes.enums import Mode
from qualepref.enquetes.operations.cellules import merge_retours
from qualepref.indicateurs.queries.annees import list_annees_chiffrees
from qualepref.indicateurs.queries.enquetes import list_enquetes
from qualepref.indicateurs.queries.tableau import load_tableau
from qualepref.indicateurs.queries.valeurs import list_valeurs_montrees
from qualepref.indicateurs.rendering.donnees import render_ligne
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Etat, Source, Tracage
from qualepref.organisation.queries import get_referentiel


LE = dt.date(2023, 1, 31)
ANNEE = Periode.annee(2022)


@pytest.fixture
def nantes(db):
    return create_site("pref-44")


def answer(campagne, question, satisfaits, decus, *, mode=Mode.PAPIER, **valeurs):
    """Give back forms with one question answered, summed up but for the last."""
    niveaux = ["satisfaisant"] * satisfaits + ["pas_satisfaisant"] * decus
    for rang, niveau in enumerate(niveaux):
        if rang == len(niveaux) - 1:
            merge_retours(campagne)
        build_retour(campagne, {question: niveau}, mode=mode, **valeurs)


def line(site, code="I15"):
    return load_tableau(site, 2022, le=LE).ligne(code)


def test_le_taux_vient_des_reponses(nantes):
    answer(build_campagne(nantes), "globale", 3, 1)

    releve = line(nantes).releve

    assert (releve.numerateur, releve.denominateur) == (3, 4)
    assert (releve.source, releve.tracage) == (Source.CALCULE, Tracage.ENQUETE)
    assert releve.couverte == Periode(202205, 202205)


def test_un_site_peut_retenir_une_autre_question(site):
    campagne = build_campagne(site)
    answer(campagne, "globale", 5, 0)
    answer(campagne, "confidentialite", 1, 1)

    assert line(site).releve.valeur == Fraction(1, 2)


def test_le_detail_suit_le_mode_et_le_service(nantes):
    service = nantes.services.create(code="pan", nom="Point numérique de Nantes")
    campagne = build_campagne(nantes)
    answer(campagne, "globale", 3, 1)
    answer(campagne, "globale", 2, 0, mode=Mode.TABLETTE, service=service)

    details = {
        (d.dimension, d.libelle): (d.releve.numerateur, d.releve.denominateur)
        for d in line(nantes).details
    }

    assert details == {
        ("service", "Point numérique de Nantes"): (2, 2),
        ("mode", "papier"): (3, 4),
        ("mode", "tablette, avec un médiateur"): (2, 2),
    }


def test_une_valeur_declaree_cede_la_place_aux_reponses(nantes):
    valeur = store(nantes, "I15", premier=202201, dernier=202212, valeur=99, source="CLU")
    seule = line(nantes).releve
    answer(build_campagne(nantes), "globale", 1, 1)

    assert (seule.source, seule.valeur) == (Source.IMPORTE, Fraction(99, 100))
    assert line(nantes).releve.valeur == Fraction(1, 2)
    (montree,) = list_valeurs_montrees(nantes, annee=2022, le=LE)
    assert (montree.valeur, montree.calcule.valeur) == (valeur, Fraction(1, 2))


def test_sans_enquete_le_taux_est_non_collecte(nantes):
    count(nantes, "usagers_pan", 202205, 9)

    assert line(nantes).releve.etat is Etat.NON_COLLECTE


def test_le_tableau_lit_les_enquetes_en_trois_requetes_de_plus(nantes):
    def count_queries():
        load_tableau(nantes, 2022, le=LE)
        with CaptureQueriesContext(connection) as requetes:
            load_tableau(nantes, 2022, le=LE)
        return len(requetes)

    sans = count_queries()
    for _ in range(3):
        answer(build_campagne(nantes), "globale", 2, 1)

    # One of the three, the campaigns, is asked in any case.
    assert count_queries() == sans + 2


def test_les_annees_chiffrees_comprennent_celles_des_reponses(nantes):
    assert list_annees_chiffrees(nantes) == []

    campagne = build_campagne(nantes, fermee_le=None)
    answer(campagne, "globale", 2, 0)
    answer(campagne, "globale", 1, 0, jour=dt.date(2023, 2, 1))
    answer(
        build_campagne(nantes, questionnaire="telephone"), "attente", 1, 0, jour=dt.date(2020, 1, 2)
    )

    assert list_annees_chiffrees(nantes) == [2023, 2022]


def test_list_enquetes_mene_aux_campagnes_du_chiffre(nantes):
    petite = build_campagne(nantes, titre="Printemps", ouverte_le=dt.date(2022, 3, 1))
    grande = build_campagne(nantes, titre="Été", ouverte_le=dt.date(2022, 6, 1))
    answer(petite, "globale", 2, 1)
    answer(grande, "globale", 30, 10)
    build_retour(grande, {"courtoisie": "satisfaisant"})
    build_retour(grande, {"globale": "satisfaisant"}, suspect=True)
    build_campagne(nantes, titre="Sans retour")

    enquetes = list_enquetes(nantes, get_referentiel(nantes).indicateur("I15"), ANNEE, le=LE)

    assert [(e.campagne.titre, e.retours) for e in enquetes] == [("Été", 41), ("Printemps", 3)]
    assert [(e.releve.numerateur, e.releve.denominateur) for e in enquetes] == [(30, 40), (2, 3)]
    assert [e.releve.etat for e in enquetes] == [Etat.VALEUR, Etat.NON_SIGNIFICATIF]
    assert sum(e.releve.numerateur for e in enquetes) == line(nantes).releve.numerateur


def test_un_indicateur_de_registre_ne_mene_a_aucune_enquete(nantes):
    answer(build_campagne(nantes), "globale", 1, 0)

    assert list_enquetes(nantes, get_referentiel(nantes).indicateur("I11"), ANNEE, le=LE) == []


def test_le_json_porte_les_deux_sommes_et_l_origine(nantes):
    answer(build_campagne(nantes), "globale", 30, 10)

    donnees = render_ligne(line(nantes))

    assert (donnees["numerateur"], donnees["denominateur"], donnees["valeur"]) == (30, 40, 75)
    assert (donnees["tracage"], donnees["source"]) == ("enquete", "calcule")
    assert [d["dimension"] for d in donnees["detail"]] == ["mode"]
