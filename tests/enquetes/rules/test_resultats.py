from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from qualepref.enquetes.queries.formulaires import find_questionnaire
from qualepref.enquetes.rules.resultats import (
    Bareme,
    EtatResultat,
    Precedente,
    are_comparables,
    build_resultat,
    build_resultats,
    publish,
)
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.questionnaires.depouillement import POSEE, REPONDUE


BAREME = Bareme(seuil=30, plafond=1000)
MYSTERE = Bareme(seuil=30, plafond=1000, minimum=3)
CIBLE = Fraction(9, 10)


def question(code="courtoisie", questionnaire="pan"):
    return find_questionnaire(questionnaire).find_question(code)


def count(code="courtoisie", *, posees=None, repondues=None, **options):
    """Return the marks of one question, answered by as many as its options add up to."""
    total = sum(options.values()) if repondues is None else repondues
    marques = {(code, option): n for option, n in options.items()}
    asked = total if posees is None else posees
    return Counter(marques | {(code, REPONDUE): total, (code, POSEE): asked})


def read(marques, *, bareme=BAREME, cibles=None, avant=None, questionnaire="pan"):
    """Return the results by code of question."""
    lus = build_resultats(
        find_questionnaire(questionnaire), marques, bareme=bareme, cibles=cibles or {}, avant=avant
    )
    return {lu.question.code: lu for lu in lus}


def test_build_resultats_suit_l_ordre_du_questionnaire():
    lus = read(Counter())

    assert list(lus) == [q.code for q in find_questionnaire("pan").questions]
    assert {lu.etat for lu in lus.values()} == {EtatResultat.PERSONNE}


def test_build_resultat_compte_sur_ceux_qui_ont_repondu():
    lu = build_resultat(
        question(), count(posees=95, tres_satisfaisant=70, satisfaisant=20), bareme=BAREME
    )

    assert (lu.posees, lu.repondues, lu.exprimes) == (95, 90, 90)
    assert [(o.code, o.n, o.part) for o in lu.options][:2] == [
        ("tres_satisfaisant", 70, Fraction(7, 9)),
        ("satisfaisant", 20, Fraction(2, 9)),
    ]
    assert lu.taux.valeur == 1


def test_build_resultat_sort_les_sans_objet_du_denominateur():
    marques = count("donnees", tres_satisfaisant=30, peu_satisfaisant=10, non_concerne=55)

    lu = build_resultat(question("donnees"), marques, bareme=BAREME)

    assert (lu.repondues, lu.taux.satisfaits, lu.taux.exprimes) == (95, 30, 40)
    assert lu.options[-1].part == Fraction(55, 95)


def test_build_resultat_ne_dit_rien_quand_personne_n_est_concerne():
    lu = build_resultat(question("donnees"), count("donnees", non_concerne=12), bareme=BAREME)

    assert (lu.taux, lu.etat, lu.verdict) == (None, EtatResultat.PERSONNE, Verdict.SANS_VALEUR)


def test_build_resultat_juge_le_seuil_sur_les_exprimes():
    marques = count("donnees", tres_satisfaisant=29, non_concerne=60)

    assert (
        build_resultat(question("donnees"), marques, bareme=BAREME).etat
        is EtatResultat.NON_SIGNIFICATIF
    )


def test_build_resultat_a_choix_multiple_prend_les_repondants_pour_base():
    marques = count("demarche", repondues=40, sejour=30, identite=25)

    lu = build_resultat(question("demarche"), marques, bareme=BAREME)

    assert lu.multiple
    assert lu.taux is None
    assert sum(o.part for o in lu.options) == Fraction(55, 40)


def test_build_resultat_d_un_nombre_donne_moyenne_mediane_et_valeurs_en_ordre():
    marques = count("sonneries", repondues=6, **{"10": 1, "2": 3, "4": 2})

    lu = build_resultat(question("sonneries", "mystere-appels"), marques, bareme=MYSTERE)

    assert (lu.moyenne, lu.mediane) == (Fraction(24, 6), 3)
    assert [(o.code, o.n) for o in lu.options] == [("2", 3), ("4", 2), ("10", 1)]


@pytest.mark.parametrize(("tests", "montre"), [(2, False), (3, True)])
def test_build_resultat_ne_montre_rien_sous_trois_tests_mystere(tests, montre):
    lu = build_resultat(question("courtoisie", "mystere-appels"), count(oui=tests), bareme=MYSTERE)

    assert (lu.taux is not None, bool(lu.options)) == (montre, montre)
    assert (lu.etat is EtatResultat.MASQUE, lu.repondues) == (not montre, tests)


def test_build_resultat_ne_montre_pas_deux_sans_objet():
    marques = count("communication", sans_objet=2)

    lu = build_resultat(question("communication", "mystere-appels"), marques, bareme=MYSTERE)

    assert (lu.etat, lu.options) == (EtatResultat.MASQUE, ())


@pytest.mark.parametrize(
    ("satisfaits", "autres", "verdict", "manquantes"),
    [
        (300, 12, Verdict.ATTEINTE, None),
        (200, 100, Verdict.NON_ATTEINTE, None),
        (46, 2, Verdict.INDECIDABLE, 54),
        # The interval tells, the threshold does not: 30 answers, and nothing else, are needed.
        (0, 20, Verdict.INDECIDABLE, 10),
        # Neither does: the longer wait wins.
        (19, 1, Verdict.INDECIDABLE, 119),
        # The rate is the target itself.
        (90, 10, Verdict.INDECIDABLE, None),
    ],
)
def test_build_resultats_juge_et_dit_ce_qui_manque(satisfaits, autres, verdict, manquantes):
    marques = count(tres_satisfaisant=satisfaits, pas_satisfaisant=autres)

    lu = read(marques, cibles={"courtoisie": CIBLE})["courtoisie"]

    assert (lu.verdict, lu.manquantes) == (verdict, manquantes)


def test_build_resultats_ne_compte_pas_au_dela_du_plafond():
    marques = count(tres_satisfaisant=91, pas_satisfaisant=10)

    lu = read(marques, cibles={"courtoisie": CIBLE})["courtoisie"]

    assert (lu.verdict, lu.manquantes) == (Verdict.INDECIDABLE, None)


def test_build_resultats_ne_donne_pas_de_cible_a_une_question_sans_jugement():
    lu = read(count("demarche", sejour=40), cibles={"demarche": CIBLE})["demarche"]

    assert (lu.cible, lu.verdict) == (None, Verdict.SANS_VALEUR)


def precedente(**options):
    return Precedente(find_questionnaire("pan"), count(**options), BAREME)


@pytest.mark.parametrize(
    ("avant", "distinct"),
    [
        ({"tres_satisfaisant": 60, "pas_satisfaisant": 60}, True),
        ({"tres_satisfaisant": 90, "pas_satisfaisant": 11}, False),
        ({"tres_satisfaisant": 10, "pas_satisfaisant": 10}, None),
    ],
)
def test_build_resultats_compare_avec_la_campagne_precedente(avant, distinct):
    marques = count(tres_satisfaisant=90, pas_satisfaisant=10)

    lu = read(marques, avant=precedente(**avant))["courtoisie"]

    assert lu.evolution.distinct is distinct
    assert lu.evolution.avant.exprimes == sum(avant.values())


def test_build_resultats_ne_compare_pas_une_question_qui_a_change_de_sens():
    pan = find_questionnaire("pan")
    autre = replace(question(), critere="langage")
    groupes = tuple(
        replace(g, questions=tuple(autre if q.code == "courtoisie" else q for q in g.questions))
        for g in pan.groupes
    )
    avant = Precedente(replace(pan, groupes=groupes), count(tres_satisfaisant=90), BAREME)

    assert read(count(tres_satisfaisant=90), avant=avant)["courtoisie"].evolution is None


def test_are_comparables_regarde_les_reponses_possibles():
    quatre = question()

    assert are_comparables(quatre, replace(quatre))
    assert not are_comparables(quatre, replace(quatre, options=quatre.options[:3]))
    assert not are_comparables(
        quatre,
        replace(quatre, options=(*quatre.options[:3], replace(quatre.options[3], satisfait=True))),
    )


def test_publish_ne_garde_sous_le_seuil_que_combien_ont_repondu():
    lu = build_resultat(question(), count(tres_satisfaisant=20, peu_satisfaisant=9), bareme=BAREME)

    publie = publish(lu, mystere=False)

    assert (publie.etat, publie.repondues, publie.exprimes) == (lu.etat, 29, 29)
    assert (publie.taux, publie.options, publie.satisfaits) == (None, (), None)


def test_publish_compte_encore_les_tests_mystere_sans_en_tirer_de_part():
    lu = build_resultat(
        question("salutation", "mystere-appels"), count("salutation", oui=12, non=6), bareme=MYSTERE
    )

    publie = publish(lu, mystere=True)

    assert (publie.taux, publie.satisfaits, publie.exprimes) == (None, 12, 18)
    assert {o.part for o in publie.options} == {None}


@pytest.mark.parametrize("nombre", [30, 0])
def test_publish_laisse_ce_qui_est_significatif_ou_vide(nombre):
    lu = build_resultat(question(), count(satisfaisant=nombre), bareme=BAREME)

    assert publish(lu, mystere=False) == lu
