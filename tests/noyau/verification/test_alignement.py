"""Where two sequences part: exact on documents, bounded on anything."""

import time
from itertools import pairwise

from hypothesis import given, strategies as st

from qualepref.noyau.verification.alignement import align


SUITES = st.lists(st.sampled_from("abcde"), max_size=30)


def rebuild(a, b, ecarts):
    """Return the first sequence with each difference replaced by what the second holds there."""
    refaite, rang = [], 0
    for e in ecarts:
        refaite += [*a[rang : e.a1], *b[e.b1 : e.b2]]
        rang = e.a2
    return [*refaite, *a[rang:]]


@given(SUITES, SUITES, st.sampled_from([(1,), (3, 1)]))
def test_les_ecarts_suffisent_a_refaire_la_seconde(a, b, fenetres):
    ecarts = align(a, b, fenetres=fenetres)

    assert rebuild(a, b, ecarts) == b
    assert all(x.a2 <= y.a1 and x.b2 <= y.b1 for x, y in pairwise(ecarts))


@given(SUITES)
def test_deux_suites_pareilles_n_ont_aucun_ecart(a):
    assert align(a, a) == []


def test_un_mot_change_est_le_seul_ecart():
    mots = [f"mot{n % 50}" for n in range(500)]
    faux = [*mots[:123], "autre", *mots[124:]]

    (ecart,) = align(mots, faux, fenetres=(3, 1))

    assert (ecart.a1, ecart.a2, ecart.b1, ecart.b2) == (123, 124, 123, 124)


def test_un_document_fait_pour_durer_ne_dure_pas():
    a = ["x"] * 200 + [f"mot{n % 20}" for n in range(5_000)]
    b = ["x", "y"] * 50_000
    debut = time.process_time()

    assert align(a, b)
    assert time.process_time() - debut < 10
