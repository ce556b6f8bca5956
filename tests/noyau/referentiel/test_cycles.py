"""Circular references, against the standard library's topological sort."""

import graphlib
import itertools

from hypothesis import given, strategies as st

from qualepref.noyau.referentiel.controles_indicateurs import find_cycles


CODES = st.sampled_from(["I1", "I2", "I3", "I4", "I5"])
RENVOIS = st.dictionaries(CODES, st.lists(CODES, max_size=4, unique=True))


def is_circular(renvois):
    try:
        graphlib.TopologicalSorter(renvois).prepare()
    except graphlib.CycleError:
        return True
    return False


@given(renvois=RENVOIS)
def test_find_cycles_en_trouve_si_et_seulement_s_il_y_en_a(renvois):
    assert bool(find_cycles(renvois)) == is_circular(renvois)


@given(renvois=RENVOIS)
def test_chaque_cycle_suit_des_renvois_et_revient_a_son_depart(renvois):
    for chemin in find_cycles(renvois):
        assert chemin[0] == chemin[-1] == min(chemin)
        assert all(b in renvois[a] for a, b in itertools.pairwise(chemin))
