"""One key per answer: the same on paper and on the keyboard."""

import datetime as dt
from decimal import Decimal

import pytest

from qualepref.enquetes.queries.formulaires import list_questionnaires
from qualepref.enquetes.rules.touches import (
    TOUCHES,
    ToucheRefuseeError,
    list_touches,
    read_frappe,
    write_frappe,
)
from qualepref.noyau.questionnaires.modele import Libelle, Option, Question, TypeQuestion


def question(type_question, nombre=4):
    options = tuple(
        Option(f"o{i}", Libelle((("fr", f"Option {i}"),))) for i in range(1, nombre + 1)
    )
    return Question("q", type_question, Libelle((("fr", "Question"),)), options=options)


CHOIX = question(TypeQuestion.CHOIX)
PLUSIEURS = question(TypeQuestion.CHOIX_MULTIPLE, 12)


def test_touches_chiffres_puis_lettres():
    touches = [touche for touche, _ in list_touches(question(TypeQuestion.CHOIX, 12))]

    assert touches == list("123456789abc")


def test_touches_sans_lettre_qui_ressemble_a_un_chiffre():
    assert set("0ilos").isdisjoint(TOUCHES)


@pytest.mark.parametrize(
    ("frappe", "attendu"), [("1", "o1"), (" 4 ", "o4"), ("0", None), ("", None), ("  ", None)]
)
def test_frappe_d_un_choix(frappe, attendu):
    assert read_frappe(CHOIX, frappe) == attendu


@pytest.mark.parametrize(
    ("frappe", "attendu"),
    [
        ("13", ["o1", "o3"]),
        ("3 1, 1", ["o3", "o1"]),
        ("9B", ["o9", "o11"]),
        ("0", None),
        (" ", None),
    ],
)
def test_frappe_de_plusieurs_choix(frappe, attendu):
    assert read_frappe(PLUSIEURS, frappe) == attendu


@pytest.mark.parametrize(("question_", "frappe"), [(CHOIX, "5"), (CHOIX, "12"), (PLUSIEURS, "1z")])
def test_touche_inconnue_refusee(question_, frappe):
    with pytest.raises(ToucheRefuseeError, match="n’est pas une touche"):
        read_frappe(question_, frappe)


def test_au_dela_de_la_derniere_touche_on_tape_le_code():
    longue = question(TypeQuestion.CHOIX_MULTIPLE, len(TOUCHES) + 2)
    derniere = f"o{len(TOUCHES) + 2}"

    assert read_frappe(longue, f"12 {derniere}") == ["o1", "o2", derniere]


@pytest.mark.parametrize(
    ("frappe", "attendu"), [("0", Decimal(0)), ("3,5", Decimal("3.5")), (" ", None)]
)
def test_frappe_d_un_nombre_zero_compris(frappe, attendu):
    assert read_frappe(question(TypeQuestion.NOMBRE), frappe) == attendu


@pytest.mark.parametrize("frappe", ["060522", "06052022", "6/5/22", "06/05/2022"])
def test_frappe_d_un_jour(frappe):
    assert read_frappe(question(TypeQuestion.DATE), frappe) == dt.date(2022, 5, 6)


@pytest.mark.parametrize(
    ("type_question", "frappe"), [(TypeQuestion.DATE, "310222"), (TypeQuestion.NOMBRE, "trois")]
)
def test_frappe_illisible_refusee(type_question, frappe):
    with pytest.raises(ToucheRefuseeError):
        read_frappe(question(type_question), frappe)


def test_texte_rendu_tel_quel():
    assert read_frappe(question(TypeQuestion.TEXTE), " 0 attente ") == "0 attente"


@pytest.mark.parametrize("questionnaire", list_questionnaires(), ids=lambda q: q.code)
def test_chaque_reponse_possible_se_retape(questionnaire):
    for q in questionnaire.iter_questions():
        for _, option in list_touches(q):
            valeur = [option.code] if q.type is TypeQuestion.CHOIX_MULTIPLE else option.code

            assert read_frappe(q, write_frappe(q, valeur)) == valeur


@pytest.mark.parametrize(
    ("type_question", "valeur", "frappe"),
    [
        (TypeQuestion.NOMBRE, Decimal("3.50"), "3,5"),
        (TypeQuestion.DATE, dt.date(2022, 5, 6), "06/05/2022"),
        (TypeQuestion.CHOIX, None, ""),
        (TypeQuestion.TEXTE, "Trop d’attente", "Trop d’attente"),
    ],
)
def test_une_reponse_gardee_se_remontre_comme_on_la_tape(type_question, valeur, frappe):
    assert write_frappe(question(type_question), valeur) == frappe
