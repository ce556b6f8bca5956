from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from qualepref.noyau.statistiques.kappa import Palier, compute_kappa, find_palier


CATEGORIES = ["oui", "non", "sans_objet"]
PAIRES = st.lists(st.tuples(st.sampled_from(CATEGORIES), st.sampled_from(CATEGORIES)), max_size=60)
PALIERS = (Palier(Decimal(0), "aucun"), Palier(Decimal("0.20"), "faible"), Palier(None, "fort"))


def reference(paires):
    """The contingency table, cell by cell, as the 1960 article lays it out."""
    n = len(paires)
    table = {(a, b): paires.count((a, b)) for a in CATEGORIES for b in CATEGORIES}
    observe = Fraction(sum(table[c, c] for c in CATEGORIES), n)
    attendu = sum(
        Fraction(sum(table[c, b] for b in CATEGORIES), n)
        * Fraction(sum(table[a, c] for a in CATEGORIES), n)
        for c in CATEGORIES
    )
    return None if attendu == 1 else (observe - attendu) / (1 - attendu)


def test_compute_kappa_exemple_calcule_a_la_main():
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed 0.7, expected 0.5.
    paires = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15

    accord = compute_kappa(paires)

    assert (accord.n, accord.observe, accord.attendu, accord.kappa) == (
        50, Fraction(7, 10), Fraction(1, 2), Fraction(2, 5),
    )  # fmt: skip


def test_compute_kappa_sans_cas_ne_dit_rien():
    accord = compute_kappa([])

    assert (accord.n, accord.observe, accord.attendu, accord.kappa) == (0, None, None, None)


def test_compute_kappa_indefini_quand_une_seule_categorie_sert():
    accord = compute_kappa([("oui", "oui")] * 12)

    assert (accord.observe, accord.kappa) == (1, None)


@given(PAIRES.filter(bool))
def test_compute_kappa_egale_la_table_de_contingence(paires):
    assert compute_kappa(paires).kappa == reference(paires)


@given(PAIRES)
def test_compute_kappa_est_symetrique(paires):
    assert compute_kappa(paires) == compute_kappa([(b, a) for a, b in paires])


@given(st.lists(st.sampled_from(CATEGORIES), min_size=2).filter(lambda c: len(set(c)) > 1))
def test_compute_kappa_vaut_un_quand_tout_concorde(categories):
    assert compute_kappa([(c, c) for c in categories]).kappa == 1


@given(PAIRES)
def test_compute_kappa_reste_entre_moins_un_et_un(paires):
    kappa = compute_kappa(paires).kappa

    assert kappa is None or -1 <= kappa <= 1


@pytest.mark.parametrize(
    ("kappa", "libelle"),
    [
        (Fraction(-1, 2), "aucun"),
        (Fraction(0), "aucun"),
        (Fraction(1, 1000), "faible"),
        (Fraction(1, 5), "faible"),
        (Fraction(201, 1000), "fort"),
    ],
)
def test_find_palier_inclut_le_maximum(kappa, libelle):
    assert find_palier(kappa, PALIERS).libelle == libelle


def test_find_palier_refuse_une_valeur_hors_des_paliers():
    with pytest.raises(ValueError, match="aucun palier"):
        find_palier(Fraction(1), PALIERS[:1])
