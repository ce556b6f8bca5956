"""Readings in French words."""

from dataclasses import replace
from fractions import Fraction

import pytest

from qualepref.indicateurs.rendering import textes
from qualepref.noyau.calcul.releves import Etat, Tracage
from qualepref.noyau.referentiel.modele import Unite


INSECABLE = "\N{NO-BREAK SPACE}"


def test_say_valeur_arrondit_a_l_affichage_seulement(tableau):
    ligne = tableau.ligne("I1")

    assert textes.say_valeur(ligne.releve, ligne.indicateur).startswith("100")
    assert ligne.releve.valeur < 1


@pytest.mark.parametrize("etat", [e for e in Etat if e not in (Etat.VALEUR, Etat.NON_SIGNIFICATIF)])
def test_say_valeur_sans_chiffre_dit_l_etat(tableau, etat):
    ligne = tableau.ligne("I11")

    assert textes.say_valeur(replace(ligne.releve, etat=etat), ligne.indicateur) == etat.libelle


def test_say_valeur_courte_distingue_chaque_etat_sans_chiffre(tableau):
    ligne = tableau.ligne("I11")
    etats = [e for e in Etat if e not in (Etat.VALEUR, Etat.NON_SIGNIFICATIF)]

    courts = {
        textes.say_valeur_courte(replace(ligne.releve, etat=e), ligne.indicateur) for e in etats
    }

    assert len(courts) == len(etats)


def test_say_valeur_non_significative_le_dit(tableau):
    ligne = tableau.ligne("I11")
    releve = replace(ligne.releve, etat=Etat.NON_SIGNIFICATIF)

    assert textes.say_valeur(releve, ligne.indicateur).endswith("(non significatif)")


def test_say_fraction_ecrit_les_milliers(tableau):
    assert textes.say_fraction(tableau.ligne("I1").releve) == (f"3{INSECABLE}780 / 3{INSECABLE}795")


def test_say_fraction_sans_parties_se_tait(tableau):
    assert textes.say_fraction(tableau.ligne("I4").releve) == ""


def test_say_cible_d_un_intervalle(tableau):
    ligne = tableau.ligne("I11")

    assert textes.say_cible(ligne.cible, ligne.indicateur) == f"75 à 80{INSECABLE}%"


def test_say_cible_ne_montre_que_les_decimales_utiles(tableau):
    ligne = tableau.ligne("I11")
    cible = replace(
        ligne.cible,
        minimum=Fraction(5, 10_000),
        maximum=Fraction(5, 10_000),
        unite=Unite.POUR_MILLE,
    )

    assert textes.say_cible(cible, ligne.indicateur) == f"0,5{INSECABLE}‰"


def test_say_cible_sans_cible_se_tait(tableau):
    assert textes.say_cible(None, tableau.ligne("I11").indicateur) == ""


def test_say_source_nomme_l_outil(tableau):
    assert textes.say_source(tableau.ligne("I4").releve) == "valeur importée : Outil national"
    assert textes.say_source(tableau.ligne("I18").releve).startswith("valeur saisie")


def test_say_periode_dit_ce_qui_est_couvert(tableau):
    releve = tableau.ligne("I11").releve

    assert textes.say_periode(releve) == "janvier à mars 2022"
    assert textes.is_partielle(releve)


def test_say_periode_sans_mois(tableau):
    assert textes.say_periode(tableau.ligne("I3").releve) == "aucun mois"


def test_say_moyenne_se_nomme_comparaison(tableau):
    assert "moyenne simple de 3 mois, pour comparaison" in textes.say_moyenne(tableau.ligne("I11"))


def test_say_intervalle_d_un_tracage_exhaustif_se_tait(tableau):
    ligne = tableau.ligne("I11")
    releve = replace(ligne.releve, tracage=Tracage.EXHAUSTIF)

    assert textes.say_intervalle(releve, ligne.indicateur) == ""


@pytest.mark.parametrize(("unite", "suffixe"), [(Unite.POURCENT, "%"), (Unite.POUR_MILLE, "‰")])
def test_say_intervalle_d_un_echantillon_dans_son_unite(tableau, unite, suffixe):
    ligne = tableau.ligne("I11")
    releve = replace(ligne.releve, tracage=Tracage.ECHANTILLON)

    texte = textes.say_intervalle(releve, replace(ligne.indicateur, unite=unite))

    assert texte.endswith(f"{INSECABLE}{suffixe} (intervalle à 95{INSECABLE}%)")


def test_say_tendance_dit_si_la_hausse_est_un_mieux(tableau):
    assert textes.say_tendance(tableau.ligne("I11")) == "en hausse, mieux"


def test_say_tendance_d_un_delai_qui_monte_est_moins_bien(tableau):
    ligne = tableau.ligne("I13")
    mois = (
        replace(ligne.mois[0], numerateur=Fraction(1), denominateur=Fraction(1)),
        replace(ligne.mois[1], numerateur=Fraction(5), denominateur=Fraction(1)),
    )

    assert textes.say_tendance(replace(ligne, mois=mois)) == "en hausse, moins bien"


def test_say_tendance_d_un_seul_mois_se_tait(tableau):
    assert textes.say_tendance(tableau.ligne("I1")) == ""
