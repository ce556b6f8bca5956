"""The questionnaires of the project: complete, short, translated, without personal data."""

import re
import unicodedata

import pytest

from qualepref.noyau.questionnaires.liens import check_liens
from qualepref.noyau.questionnaires.modele import A_OPTIONS, Genre, TypeQuestion
from qualepref.noyau.referentiel.lecture import load_referentiel


CODES = {
    "accueil-physique", "pan", "telephone", "courriers-courriels", "collectivites",
    "mystere-appels", "mystere-courriels",
}  # fmt: skip
# What each mystery grid measures.
APPELS = {
    "svi", "decroche", "sonneries", "salutation", "courtoisie", "telephone-transfert",
    "identification-bureau", "prise-de-conge", "reponse",
}  # fmt: skip
COURRIELS = {"ecrit-recu", "ecrit-delai", "ecrit-mentions", "ecrit-clarte", "ecrit-signature"}
LONGUEUR_QUESTION = 90


@pytest.fixture(scope="module")
def par_code(questionnaires):
    return {q.code: q for q in questionnaires}


@pytest.fixture(scope="module")
def questions(questionnaires):
    return [(f"{q.code}/{x.code}", x) for q in questionnaires for x in q.questions]


def criteres(questionnaire):
    return {q.critere for q in questionnaire.questions}


def test_les_sept_questionnaires_sont_la(par_code):
    assert par_code.keys() >= CODES


def test_chaque_critere_est_demande_quelque_part(questionnaires, vocabulaire):
    demandes = set().union(*(criteres(q) for q in questionnaires))

    assert [c.code for c in vocabulaire.criteres if c.code not in demandes] == []


def test_les_criteres_renvoient_a_des_engagements_du_referentiel(questionnaires, racine):
    referentiel = load_referentiel(racine.parent / "referentiels" / "qual-e-pref" / "2019-02")

    assert list(check_liens(questionnaires, referentiel)) == []


def test_check_liens_nomme_l_engagement_absent(essai, racine):
    referentiel = load_referentiel(racine.parent / "referentiels" / "exemple-mairie" / "2024-01")

    assert [(f.fichier, f.cle) for f in check_liens([essai], referentiel)] == [
        ("essai", "question accueil")
    ]


def test_chaque_question_evaluee_a_un_critere_et_un_engagement(questions):
    evaluees = [(nom, q) for nom, q in questions if q.evaluee]

    assert [nom for nom, q in evaluees if not q.critere or not q.engagements] == []


def test_les_grilles_mystere_ont_tous_leurs_criteres(par_code):
    assert criteres(par_code["mystere-appels"]) >= APPELS
    assert criteres(par_code["mystere-courriels"]) >= COURRIELS


def test_les_grilles_mystere_exigent_toutes_leurs_mesures(par_code):
    grilles = [q for q in par_code.values() if q.genre is Genre.MYSTERE]

    facultatives = [
        q.code for g in grilles for q in g.questions if not q.obligatoire
    ]  # fmt: skip

    assert facultatives == ["remarques", "remarques"]


def test_une_enquete_de_satisfaction_n_oblige_a_rien(questionnaires):
    satisfaction = [q for q in questionnaires if q.genre is Genre.SATISFACTION]

    assert [x.code for q in satisfaction for x in q.questions if x.obligatoire] == []


def test_une_question_tient_en_une_ligne_et_une_idee(questions):
    assert [
        nom
        for nom, q in questions
        if len(str(q.libelle)) > LONGUEUR_QUESTION or str(q.libelle).count("?") != 1
    ] == []


def test_aucune_question_ne_demande_de_donnee_personnelle(questions):
    assert [nom for nom, q in questions if q.personnel] == []


def test_le_francais_a_ses_apostrophes_et_ses_espaces(questions):
    textes = [(nom, str(q.libelle)) for nom, q in questions]
    textes += [(nom, str(o.libelle)) for nom, q in questions for o in q.options]

    assert [nom for nom, texte in textes if "'" in texte or re.search(r"\S[?!:;]", texte)] == []


def test_le_pan_parle_trois_langues_dont_une_de_droite_a_gauche(par_code, vocabulaire):
    langues = par_code["pan"].langues

    assert langues == ("fr", "en", "ar")
    assert [c for c in langues if vocabulaire.find_langue(c).droite_a_gauche] == ["ar"]


def test_l_arabe_est_ecrit_en_arabe(par_code):
    questions = par_code["pan"].questions
    textes = [q.libelle.get("ar") for q in questions]
    textes += [o.libelle.get("ar") for q in questions for o in q.options]

    assert [t for t in textes if "AL" not in {unicodedata.bidirectional(c) for c in t}] == []


def test_les_traductions_different_du_francais(par_code):
    questions = par_code["pan"].questions

    assert [q.code for q in questions if len({t for _, t in q.libelle.textes}) != 3] == []


def test_une_meme_question_garde_le_meme_critere_partout(questions):
    # A criterion compares from one survey to another only if its code means one thing.
    par_libelle = {}
    for _, question in questions:
        par_libelle.setdefault(str(question.libelle), set()).add(question.critere)

    assert [libelle for libelle, lus in par_libelle.items() if len(lus) > 1] == []


@pytest.mark.parametrize(
    ("echelle", "satisfaits", "comptes"),
    [
        ("satisfaction-4", 2, 4),
        ("satisfaction-4-so", 2, 4),
        ("satisfaction-5", 2, 5),
        ("oui-non", 1, 2),
        ("oui-non-so", 1, 2),
    ],
)
def test_les_echelles_disent_ce_qui_compte(vocabulaire, echelle, satisfaits, comptes):
    options = vocabulaire.find_echelle(echelle).options

    assert sum(o.satisfait is True for o in options) == satisfaits
    assert sum(not o.sans_objet for o in options) == comptes


def test_seules_les_questions_a_options_s_evaluent(questions):
    assert [nom for nom, q in questions if q.evaluee and q.type not in A_OPTIONS] == []


def test_les_paliers_de_l_accord_sont_ceux_de_landis_et_koch(vocabulaire):
    maxima = [p.maximum for p in vocabulaire.paliers]

    assert [str(m) for m in maxima] == ["0", "0.2", "0.4", "0.6", "0.8", "None"]


def test_les_dates_ne_servent_qu_aux_grilles_mystere(questionnaires):
    # A day asked of a user brings the answer closer to a person.
    dates = {q.genre for q in questionnaires for x in q.questions if x.type is TypeQuestion.DATE}

    assert dates == {Genre.MYSTERE}
