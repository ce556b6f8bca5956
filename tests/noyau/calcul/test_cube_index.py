"""The index of the cells gives what reading every cell for every filter would."""

import hashlib

from hypothesis import given, strategies as st

from qualepref.noyau.calcul.cellules import MESURES, Cellule
from qualepref.noyau.calcul.cube import ZERO, Cube


CODES = {
    "service": ("", "dcl", "dmi"),
    "boite": ("", "b1", "b2"),
    "nature": ("information", "autre"),
    "canal": ("courriel", "courrier"),
}

cellules = st.lists(
    st.builds(
        Cellule,
        site=st.just("pref-63"),
        service=st.sampled_from(CODES["service"]),
        boite=st.sampled_from(CODES["boite"]),
        mois=st.sampled_from((202201, 202202)),
        nature=st.sampled_from(CODES["nature"]),
        canal=st.sampled_from(CODES["canal"]),
        portee=st.just(""),
        tracage=st.sampled_from(("exhaustif", "echantillon")),
        mesures=st.tuples(*[st.integers(0, 3)] * len(MESURES)),
    ),
    max_size=12,
)


@st.composite
def filtres(draw):
    cles = draw(st.lists(st.sampled_from(sorted(CODES)), unique=True, max_size=3))
    return tuple(
        (cle, tuple(draw(st.lists(st.sampled_from((*CODES[cle], "absent")), min_size=1))))
        for cle in cles
    )


def keep(cellules, filtre):
    """Read every cell: the plain reference."""
    return [c for c in sorted(cellules) if all(getattr(c, cle) in v for cle, v in filtre)]


@given(cellules, filtres())
def test_sums_egale_la_lecture_de_chaque_cellule(cellules, filtre):
    gardees = keep(cellules, filtre)

    sommes = Cube(cellules=cellules).sums(filtre)

    attendu = {}
    for c in gardees:
        avant = attendu.get(c.mois, ZERO)
        attendu[c.mois] = tuple(a + b for a, b in zip(avant, c.mesures, strict=True))
    texte = "".join(map(repr, gardees)).encode()
    assert sommes.par_mois == attendu
    assert sommes.empreinte == hashlib.sha256(texte).hexdigest()[:12]


@given(cellules, filtres(), st.sampled_from(sorted(CODES)))
def test_values_of_egale_la_lecture_de_chaque_cellule(cellules, filtre, dimension):
    codes = {getattr(c, dimension) for c in keep(cellules, filtre)} - {""}

    assert Cube(cellules=cellules).values_of(dimension, filtre) == sorted(codes)
