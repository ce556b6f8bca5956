import datetime as dt
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from qualepref.enquetes.rules.tirage import (
    Creneau,
    DonneesTirage,
    Enqueteur,
    Lieu,
    TirageImpossibleError,
    count_doubles,
    draw,
)


JOURS = tuple(dt.date(2022, 5, 2) + dt.timedelta(days=n) for n in range(12))
CRENEAUX = tuple(Creneau(dt.time(h), dt.time(h + 1)) for h in (9, 10, 11, 14, 15))
LIEUX = tuple(Lieu("pref-63", n or None) for n in range(5))


def build_donnees(**valeurs):
    base = {
        "jours": JOURS,
        "creneaux": CRENEAUX[:2],
        "lieux": LIEUX[:1],
        "scenarios": (1, 2, 3),
        "enqueteurs": tuple(Enqueteur(n) for n in range(1, 4)),
        "tests": 23,
    }
    return DonneesTirage(**(base | valeurs))


@st.composite
def donnees_tenables(draw):
    """Data that hold: as many tests as the callers can make, none at a place of their own."""
    jours, creneaux, gens = (draw(st.integers(1, n)) for n in (12, 5, 4))
    tests = draw(st.integers(1, jours * creneaux * gens))
    return build_donnees(
        jours=JOURS[:jours],
        creneaux=CRENEAUX[:creneaux],
        lieux=LIEUX[: draw(st.integers(1, 5))],
        scenarios=tuple(range(draw(st.integers(1, 7)))),
        enqueteurs=tuple(Enqueteur(n) for n in range(gens)),
        tests=tests,
    )


def spread(valeurs, possibles):
    """Return by how much the counts of these values differ, those never met included."""
    comptes = Counter(valeurs)
    nombres = [comptes[p] for p in possibles]
    return max(nombres) - min(nombres)


def callers(test):
    return [c for c in (test.enqueteur, test.second) if c is not None]


@given(donnees=donnees_tenables(), graine=st.integers(0, 2**31))
def test_tout_est_reparti_a_un_pres(donnees, graine):
    tests = draw(donnees, graine=graine)

    assert len(tests) == donnees.tests
    assert spread((t.jour for t in tests), donnees.jours) <= 1
    assert spread((t.creneau for t in tests), donnees.creneaux) <= 1
    assert spread((t.lieu for t in tests), donnees.lieux) <= 1
    assert spread((t.scenario for t in tests), donnees.scenarios) <= 1
    assert spread(((t.lieu, t.scenario) for t in tests),
                  [(lieu, s) for lieu in donnees.lieux for s in donnees.scenarios]) <= 1  # fmt: skip
    moments = [(j, c) for j in donnees.jours for c in donnees.creneaux]
    assert spread(((t.jour, t.creneau) for t in tests), moments) <= 1


@given(donnees=donnees_tenables(), graine=st.integers(0, 2**31), part=st.fractions(0, 1))
def test_personne_n_a_deux_tests_a_la_fois_et_chacun_en_a_sa_part(donnees, graine, part):
    try:
        tests = draw(build_donnees(**as_dict(donnees) | {"part_double": part}), graine=graine)
    except TirageImpossibleError:
        return  # too few callers for so many tests made by two

    places = [(c, t.jour, t.creneau) for t in tests for c in callers(t)]
    assert len(places) == len(set(places))
    assert spread((c for c, *_ in places), [e.cle for e in donnees.enqueteurs]) <= 1
    assert sum(t.second is not None for t in tests) == count_doubles(len(tests), part)


def as_dict(donnees):
    return {champ: getattr(donnees, champ) for champ in DonneesTirage.__dataclass_fields__}


@given(graine=st.integers(0, 2**31))
def test_une_graine_donne_toujours_le_meme_tirage(graine):
    donnees = build_donnees(part_double=Fraction(1, 4))

    assert draw(donnees, graine=graine) == draw(donnees, graine=graine)


def test_un_tirage_connu_ne_change_pas():
    """The same draw on every machine and version: a campaign's schedule can be checked years on."""
    tests = draw(build_donnees(tests=3), graine=2022)

    assert [(t.jour.day, t.creneau.debut.hour, t.scenario, t.enqueteur) for t in tests] == [
        (4, 10, 1, 1), (5, 10, 2, 3), (13, 9, 3, 2),
    ]  # fmt: skip


def test_deux_graines_donnent_deux_tirages():
    donnees = build_donnees()

    assert draw(donnees, graine=1) != draw(donnees, graine=2)


def test_les_tests_sont_numerotes_dans_l_ordre_du_temps():
    tests = draw(build_donnees(), graine=7)

    assert [t.numero for t in tests] == list(range(1, 24))
    moments = [(t.jour, t.creneau) for t in tests]
    assert moments == sorted(moments)


@given(graine=st.integers(0, 2**31))
def test_nul_ne_teste_son_propre_service(graine):
    gens = (Enqueteur(1, frozenset({1})), Enqueteur(2, frozenset({2})), Enqueteur(3), Enqueteur(4))
    donnees = build_donnees(lieux=LIEUX[:4], enqueteurs=gens, part_double=Fraction(1, 5))

    tests = draw(donnees, graine=graine)

    propres = {1: 1, 2: 2}
    assert not any(propres.get(c) == t.lieu.service for t in tests for c in callers(t)
                   if t.lieu.service is not None)  # fmt: skip


@pytest.mark.parametrize(
    ("tests", "part", "attendu"), [(23, "1/5", 5), (10, "1/4", 3), (9, "0", 0), (9, "1", 9)]
)
def test_la_part_des_tests_a_deux_s_arrondit_au_plus_pres(tests, part, attendu):
    assert count_doubles(tests, Fraction(part)) == attendu


@pytest.mark.parametrize(
    ("valeurs", "motif"),
    [
        ({"jours": ()}, "aucun jour ouvré"),
        ({"creneaux": ()}, "aucun créneau"),
        ({"lieux": ()}, "aucun service ni standard"),
        ({"scenarios": ()}, "aucun scénario actif"),
        ({"enqueteurs": ()}, "aucun enquêteur"),
        ({"tests": 0}, "aucun test demandé"),
        ({"tests": 73}, "en permettent 72"),
        ({"part_double": Fraction(3, 2)}, "de 0 à 100"),
        ({"enqueteurs": (Enqueteur(1),), "part_double": Fraction(1, 2)}, "faits à deux"),
        (
            {"lieux": LIEUX[1:2], "enqueteurs": (Enqueteur(1, frozenset({1})),)},
            "son propre service",
        ),
    ],
)
def test_un_tirage_impossible_dit_pourquoi(valeurs, motif):
    with pytest.raises(TirageImpossibleError, match=motif):
        draw(build_donnees(**valeurs), graine=1)
