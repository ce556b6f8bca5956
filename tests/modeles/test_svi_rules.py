import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from modeles.usines_svi import build_etapes, etape
from qualepref.modeles.queries.departs import get_modeles
from qualepref.modeles.queries.svi import get_regles_svi
from qualepref.modeles.rules.svi import (
    build_arbre,
    check_etapes,
    compute_duree,
    find_sans_issue,
    list_branche,
    list_chemins,
    walk,
)
from qualepref.modeles.rules.svi_verification import check_actualisation, check_svi
from qualepref.noyau.agendas.plages import add_mois


REGLES = get_regles_svi()


def constats(etapes):
    arbre = build_arbre(etapes, regles=REGLES)
    return check_svi(arbre, regles=REGLES, langage=get_modeles().regles)


def genres(etapes):
    return {(c.genre, c.code) for c in constats(etapes)}


def fautes(etapes):
    return {(f.code, f.champ) for f in check_etapes(etapes, regles=REGLES)}


def test_un_arbre_sain_n_a_ni_faute_ni_point_a_revoir():
    assert fautes(build_etapes()) == set()
    assert constats(build_etapes()) == ()


def test_l_arbre_suit_l_ordre_des_touches_et_compte_les_niveaux():
    arbre = build_arbre(build_etapes()[::-1], regles=REGLES)

    assert [(n.etape.code, n.niveau) for n in walk(arbre)] == [
        ("accueil", 0), ("titres", 1), ("guichet", 2), ("revenir", 2), ("permis", 1),
    ]  # fmt: skip
    assert list_branche(build_etapes(), "titres") == {"titres", "guichet", "revenir"}


def test_un_parcours_dure_ce_que_durent_ses_paroles():
    titres, permis = list_chemins(build_arbre(build_etapes(), regles=REGLES), langue="fr")

    assert (titres.touches, titres.fin.code, titres.mots) == (("1", "1"), "guichet", 22)
    assert (permis.touches, permis.mots) == (("2",), 15)
    assert compute_duree(titres.mots, regles=REGLES) == Fraction(44, 5)


@pytest.mark.parametrize(
    ("changee", "attendue"),
    [
        (etape("accueil"), ("accueil", "code")),
        (etape("autre"), ("autre", "parent")),
        (etape("autre", "nulle-part", "4"), ("autre", "parent")),
        (etape("autre", "permis", "4"), ("autre", "parent")),
        (etape("autre", "accueil", "1"), ("autre", "touche")),
        (etape("autre", "accueil", ""), ("autre", "touche")),
        (etape("autre", "accueil", "A"), ("autre", "touche")),
        (etape("été", "accueil", "4"), ("été", "code")),
        (etape("autre", "accueil", "4", "retour", vers="permis"), ("autre", "vers")),
        (etape("autre", "accueil", "4", "numero", vers="le standard"), ("autre", "vers")),
        (etape("autre", "accueil", "4", "annonce", vers="34 00"), ("autre", "vers")),
    ],
)
def test_ce_qui_ne_fait_pas_un_arbre_est_refuse(changee, attendue):
    assert attendue in fautes([*build_etapes(), changee])


def test_un_menu_ne_depend_pas_de_lui_meme():
    boucle = [etape("a", "b", "1", "menu"), etape("b", "a", "1", "menu")]

    assert {("a", "parent"), ("b", "parent")} <= fautes([*build_etapes(), *boucle])


def test_une_boucle_sans_issue_et_un_menu_sans_choix_bloquent():
    tourne = [
        etape("ici", "accueil", "3", "menu", "Tapez 1."),
        etape("encore", "ici", "1", "retour", "", vers="ici"),
        etape("vide", "accueil", "4", "menu"),
    ]
    etapes = [*build_etapes(), *tourne]

    assert find_sans_issue(etapes) == {"ici", "encore", "vide"}
    assert {(c.genre, c.code) for c in constats(etapes) if c.bloquant} == {
        ("boucle", "ici"), ("impasse", "vide"),
    }  # fmt: skip


def test_les_limites_du_8_4_sont_pointees():
    profonds = [
        etape("n1", "accueil", "3", "menu"), etape("n2", "n1", "1", "menu"),
        etape("n3", "n2", "1", "menu"), etape("fin", "n3", "1"),
    ]  # fmt: skip
    larges = [etape(f"choix{t}", "titres", t) for t in "23456"]

    trouves = genres([*build_etapes(), *profonds, *larges])

    assert ("niveaux", "n3") in trouves
    assert ("niveaux", "n2") not in trouves
    assert ("choix", "titres") in trouves


def test_un_arbre_sans_questions_frequentes_est_pointe():
    sans_rang = [replace(e, rang=None) for e in build_etapes()]

    assert ("questions", "") in genres(sans_rang)
    assert "8.4" in next(c.message for c in constats(sans_rang) if c.genre == "questions")
    assert ("questions", "") not in genres(build_etapes())


def test_les_questions_les_plus_frequentes_viennent_d_abord():
    inverse = [replace(e, rang={"permis": 1, "guichet": 2}.get(e.code)) for e in build_etapes()]

    (ordre,) = [c for c in constats(inverse) if c.genre == "ordre"]

    assert ordre.code == "accueil"
    assert ordre.message == (
        "« Permis » mène à la question fréquente n°\u00a01, et vient après « Titres », n°\u00a02. "
        "Échangez leurs touches."
    )


@pytest.mark.parametrize("rang", [0, -1, 21])
def test_un_rang_impossible_est_refuse(rang):
    assert ("permis", "rang") in fautes(
        [replace(e, rang=rang) if e.code == "permis" else e for e in build_etapes()]
    )


def test_sans_agent_l_engagement_n_est_pas_tenu():
    assert ("agent", "") in genres([etape("accueil", paroles="La préfecture est fermée.")])
    assert ("service", "accueil") in genres([etape("accueil", sorte="agent")])
    assert [c.genre for c in constats([])] == ["vide"]


def test_les_paroles_disent_les_touches_et_elles_seules():
    muet = etape("accueil", sorte="menu", paroles="Pour tout, tapez 9. Appelez aussi le 34 00.")

    messages = [c.message for c in constats([muet, *build_etapes()[1:]]) if c.genre == "touche"]

    assert messages == [
        "Les paroles ne disent pas de taper 1.",
        "Les paroles ne disent pas de taper 2.",
        "Les paroles disent de taper 9, qui ne mène nulle part.",
    ]


def test_des_paroles_absentes_longues_ou_obscures_sont_pointees():
    sans, longue = etape("accueil", paroles=""), etape("accueil", paroles="mot " * 80 + ".")

    assert ("paroles", "accueil") in genres([sans])
    assert {("duree", "accueil"), ("phrase", "accueil")} <= genres([longue])
    assert ("sigle", "accueil") in genres([etape("accueil", paroles="Voyez le PAN.")])


def test_une_version_vieillit_le_lendemain_du_delai():
    vue = dt.date(2022, 8, 31)

    assert add_mois(vue, 6) == dt.date(2023, 2, 28)
    assert check_actualisation(vue, regles=REGLES, le=dt.date(2023, 2, 28)) == ()
    assert len(check_actualisation(vue, regles=REGLES, le=dt.date(2023, 3, 1))) == 1
