"""Conditions: simplified without changing what they say, written and read as expressions."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from qualepref.noyau.questionnaires.conditions import is_remplie, iter_comparaisons, simplify
from qualepref.noyau.questionnaires.modele import (
    Combinaison,
    Comparaison,
    Libelle,
    Mode,
    Operateur,
    Question,
    TypeQuestion,
)
from qualepref.noyau.questionnaires.xlsform.expressions import (
    Bornes,
    ExpressionNonRepriseError,
    parse_bornes,
    parse_condition,
    render_condition,
)


TYPES = {"a": TypeQuestion.CHOIX, "b": TypeQuestion.CHOIX_MULTIPLE, "n": TypeQuestion.NOMBRE}
QUESTIONS = {c: Question(c, t, Libelle((("fr", c),))) for c, t in TYPES.items()}
CODES = ("x", "y", "z")
NUMERIQUES = [o for o in Operateur if o is not Operateur.PARMI]
TESTS = st.builds(
    Comparaison,
    st.sampled_from(["a", "b"]),
    st.just(Operateur.PARMI),
    st.lists(st.sampled_from(CODES), min_size=1, max_size=3).map(tuple),
) | st.builds(
    lambda operateur, nombre: Comparaison("n", operateur, nombre=nombre),
    st.sampled_from(NUMERIQUES),
    st.integers(-3, 3).map(lambda n: Decimal(n).normalize()),
)
CONDITIONS = st.recursive(
    TESTS,
    lambda c: st.builds(
        Combinaison, st.sampled_from(Mode), st.lists(c, min_size=2, max_size=3).map(tuple)
    ),
    max_leaves=8,
)
REPONSES = st.fixed_dictionaries(
    {},
    optional={
        "a": st.sampled_from(CODES),
        "b": st.lists(st.sampled_from(CODES), min_size=1).map(tuple),
        "n": st.integers(-3, 3).map(Decimal),
    },
)


def reference(condition, reponses):
    """Truth read from sets and integers, without the tables of the product."""
    if isinstance(condition, Combinaison):
        verites = [reference(c, reponses) for c in condition.conditions]
        return False not in verites if condition.mode is Mode.TOUTES else True in verites
    valeur = reponses.get(condition.question)
    if valeur is None:
        return False
    if condition.operateur is Operateur.PARMI:
        return bool({*valeur} & {*condition.options})
    ecart = int(valeur) - int(condition.nombre)
    return {
        "egal": ecart == 0,
        "superieur": ecart > 0,
        "superieur_ou_egal": ecart >= 0,
        "inferieur": ecart < 0,
        "inferieur_ou_egal": ecart <= 0,
    }[condition.operateur.value]


@given(CONDITIONS, REPONSES)
def test_is_remplie_egale_la_reference(condition, reponses):
    assert is_remplie(condition, reponses) is reference(condition, reponses)


@given(CONDITIONS, REPONSES)
def test_simplify_ne_change_pas_le_sens(condition, reponses):
    assert is_remplie(simplify(condition), reponses) is is_remplie(condition, reponses)


@given(CONDITIONS)
def test_simplify_n_a_plus_rien_a_simplifier(condition):
    simple = simplify(condition)

    assert simplify(simple) == simple


@given(CONDITIONS)
def test_parse_condition_relit_ce_qui_est_ecrit(condition):
    simple = simplify(condition)

    assert parse_condition(render_condition(simple, QUESTIONS)) == simple


def test_is_remplie_sans_condition():
    assert is_remplie(None, {})


def test_iter_comparaisons_descend_dans_les_combinaisons():
    condition = parse_condition("${a} = 'x' and (${n} > 1 or ${n} < 0)")

    assert [c.question for c in iter_comparaisons(condition)] == ["a", "n", "n"]


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("${a}='x'", Comparaison("a", Operateur.PARMI, ("x",))),
        ('"x" = ${a}', Comparaison("a", Operateur.PARMI, ("x",))),
        ("../a = 'x'", Comparaison("a", Operateur.PARMI, ("x",))),
        ("selected( ${b} , 'x' )", Comparaison("b", Operateur.PARMI, ("x",))),
        ("5 < ${n}", Comparaison("n", Operateur.SUPERIEUR, nombre=Decimal(5))),
        ("${n} <= -1.50", Comparaison("n", Operateur.INFERIEUR_OU_EGAL, nombre=Decimal("-1.5"))),
        ("((${a} = 'x'))", Comparaison("a", Operateur.PARMI, ("x",))),
        ("${a} = 'x' or ${a} = 'y'", Comparaison("a", Operateur.PARMI, ("x", "y"))),
    ],
)
def test_parse_condition_admet_les_ecritures_courantes(texte, attendu):
    assert parse_condition(texte) == attendu


def test_parse_condition_lie_and_plus_fort_que_or():
    condition = parse_condition("${n} = 1 or ${n} = 2 and ${a} = 'x'")

    assert [condition.mode, condition.conditions[1].mode] == [Mode.AU_MOINS_UNE, Mode.TOUTES]


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "${a} != 'x'",
        "not(${a} = 'x')",
        "${a} = ''",
        "${a} = ${b}",
        "${n} + 1 > 2",
        "count-selected(${b}) > 1",
        "${a} = 'x' and",
        "${a} = 'x')",
        "${a} > 'x'",
        "today() > ${a}",
        "${a} = 'x' ${b} = 'y'",
        "__import__('os')",
        "(" * 5000,
        "1e3 = ${n}",
    ],
)
def test_parse_condition_refuse_le_reste(texte):
    with pytest.raises(ExpressionNonRepriseError):
        parse_condition(texte)


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        (". >= 0 and . <= 30", Bornes(Decimal(0), Decimal(30).normalize())),
        (".<=2.5", Bornes(maximum=Decimal("2.5"))),
        ("string-length(.) <= 200", Bornes(longueur=200)),
    ],
)
def test_parse_bornes(texte, attendu):
    assert parse_bornes(texte) == attendu


@pytest.mark.parametrize(
    "texte",
    [
        ". > 0",
        "regex(., '[0-9]+')",
        ". >= 0 or . <= 3",
        ". >= 0 and . >= 1",
        ". >= date('2026-02-30')",
        ". <= today()",
        "string-length(.) >= 3",
        "string-length(.) <= 2.5",
        "",
    ],
)
def test_parse_bornes_refuse_le_reste(texte):
    with pytest.raises(ExpressionNonRepriseError):
        parse_bornes(texte)
