"""What results say in words, on charts and in files, without the base."""

from decimal import Decimal
from fractions import Fraction

import pytest

from qualepref.enquetes.models import ResultatSeul
from qualepref.enquetes.queries.formulaires import find_questionnaire
from qualepref.enquetes.queries.resultats import Retours
from qualepref.enquetes.rendering.resultats_graphiques import build_graphique_question
from qualepref.enquetes.rendering.resultats_textes import (
    say_base,
    say_base_seul,
    say_cible,
    say_cote,
    say_etat,
    say_etat_autre,
    say_intervalle,
    say_manquantes,
    say_moyenne,
    say_retours,
    say_seul,
    say_taux,
    say_verdict,
)
from qualepref.enquetes.rules.resultats import Bareme, Marques, Taux, build_resultats
from qualepref.noyau.questionnaires.depouillement import POSEE, REPONDUE


BAREME = Bareme(seuil=30, plafond=1000)


def read(code, options, *, posees=None, repondues=None, cible=None, questionnaire="pan"):
    """Return the result of a question, answered by as many as its options add up to."""
    total = sum(options.values()) if repondues is None else repondues
    marques = Marques({(code, option): n for option, n in options.items()})
    marques[code, REPONDUE], marques[code, POSEE] = total, total if posees is None else posees
    lus = build_resultats(
        find_questionnaire(questionnaire), marques, bareme=BAREME,
        cibles={code: cible} if cible is not None else {},
    )  # fmt: skip
    return next(lu for lu in lus if lu.question.code == code)


def plain(texte):
    return texte.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("bons", "mauvais", "cible", "phrase"),
    [
        (300, 12, "9/10", "Cible atteinte (90 %)."),
        (200, 100, "9/10", "Cible non atteinte (90 %)."),
        (
            46, 2, "9/10",
            "On ne peut pas conclure (90 %). "
            "54 réponses de plus, semblables, permettraient de conclure.",
        ),
        (90, 10, "9/10", "On ne peut pas conclure (90 %). Le taux observé est la cible elle-même."),
        (
            91, 10, "9/10",
            "On ne peut pas conclure (90 %). "
            "Le taux est trop près de la cible pour que des réponses de plus suffisent.",
        ),
        (0, 29, "9/10", "On ne peut pas conclure (90 %). Une réponse de plus, semblable aux autres, permettrait de conclure."),
    ],
)  # fmt: skip
def test_say_verdict(bons, mauvais, cible, phrase):
    options = {"tres_satisfaisant": bons, "pas_satisfaisant": mauvais}

    lu = read("courtoisie", options, cible=Fraction(cible))

    assert plain(say_verdict(lu)) == phrase


def test_say_manquantes_se_tait_quand_c_est_dit():
    lu = read("courtoisie", {"tres_satisfaisant": 300}, cible=Fraction(1, 2))

    assert say_manquantes(lu) == ""
    assert say_verdict(read("courtoisie", {"tres_satisfaisant": 300})) == ""


def test_say_taux_n_imprime_pas_une_cible_manquee_comme_atteinte():
    manquee = Taux(89_970, 100_000, 0, 1)

    assert plain(say_taux(manquee)) == "90,0 %"
    assert plain(say_taux(manquee, Fraction(9, 10))) == "89,97 %"


def test_say_intervalle_donne_une_decimale():
    assert plain(say_intervalle(Taux(81, 263, 0.25525, 0.36618))) == "25,5 à 36,6 %"


@pytest.mark.parametrize(
    ("cible", "texte"), [("9/10", "90 %"), ("3333/10000", "33,33 %"), ("181/200", "90,5 %")]
)
def test_say_cible_donne_les_decimales_qu_il_faut(cible, texte):
    assert plain(say_cible(Fraction(cible))) == texte


def test_say_base_dit_qui_n_a_pas_repondu_et_qui_n_est_pas_concerne():
    lu = read("donnees", {"tres_satisfaisant": 1000, "non_concerne": 298}, posees=1312)

    assert plain(say_base(lu)) == "1 298 réponses, question posée 1 312 fois, dont 298 sans objet"
    assert say_base(read("courtoisie", {"tres_satisfaisant": 1})) == "1 réponse"


@pytest.mark.parametrize(
    ("options", "posees", "etat"),
    [
        ({}, 0, "question posée à personne"),
        ({}, 5, "aucune réponse"),
        ({"non_concerne": 5}, 5, "personne n’était concerné"),
        ({"tres_satisfaisant": 5}, 5, "nombre de réponses non significatif"),
    ],
)
def test_say_etat(options, posees, etat):
    assert say_etat(read("donnees", options, posees=posees)) == etat


def test_say_etat_autre_ne_juge_pas_un_texte_libre():
    assert say_etat_autre(read("suggestions", {}, posees=40, repondues=3)) == ""
    assert say_etat_autre(read("demarche", {"sejour": 3})) != ""


def test_say_moyenne():
    lu = read("sonneries", {"2": 3, "4": 2, "10": 1}, questionnaire="mystere-appels")

    assert say_moyenne(lu) == "4,0 en moyenne, médiane 3, de 2 à 10"


@pytest.mark.parametrize(
    ("total", "attendus", "texte"),
    [
        (300, 400, "300 retours sur 400 attendus (75 %)"),
        (1, None, "1 retour"),
        (3, 0, "3 retours sur 0 attendu"),
    ],
)
def test_say_retours(total, attendus, texte):
    assert plain(say_retours(Retours(total, attendus, (), (), 0, 0))) == texte


@pytest.mark.parametrize(
    ("ecartes", "incomplets", "texte"),
    [
        (0, 0, ""),
        (1, 0, "Hors compte : 1 retour écarté"),
        (2, 3, "Hors compte : 2 retours écartés et 3 retours abandonnés"),
    ],
)
def test_say_cote(ecartes, incomplets, texte):
    assert say_cote(Retours(5, None, (), (), ecartes, incomplets)) == texte


@pytest.mark.parametrize(
    ("champs", "publie", "base"),
    [
        ({"pourcentage": Decimal("95.0000"), "repondants": 44}, "95 %", "sur 44 réponses"),
        ({"numerateur": 43, "repondants": 44}, "97,7 %", "43 / 44"),
    ],
)
def test_say_seul_garde_ce_qui_fut_publie(champs, publie, base):
    seul = ResultatSeul(libelle="Courtoisie", **champs)

    assert (plain(say_seul(seul)), say_base_seul(seul)) == (publie, base)


def test_build_graphique_question_se_tait_sans_reponse_et_quand_les_nombres_foisonnent():
    beaucoup = {str(n): 1 for n in range(25)}

    assert build_graphique_question(read("demarche", {})) is None
    lu = read("sonneries", beaucoup, questionnaire="mystere-appels")
    assert build_graphique_question(lu) is None


def test_build_graphique_question_compte_par_repondant():
    lu = read("demarche", {"sejour": 30, "identite": 20}, repondues=40)

    graphique = build_graphique_question(lu)

    sejour = graphique.etiquettes.index("Titre de séjour, asile ou titre de voyage")
    assert graphique.series[0].valeurs[sejour] == Fraction(3, 4)
    assert graphique.n[sejour] == 30
