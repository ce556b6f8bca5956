import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from qualepref.noyau.figement.codec import ContenuIllisibleError, dump_objet, load_objet
from qualepref.noyau.figement.empreintes import (
    REFERENCE,
    abridge,
    compute_empreinte,
    dump_canonique,
)


class Couleur(StrEnum):
    ROUGE = "rouge"
    VERT = "vert"


@dataclass(frozen=True)
class Feuille:
    part: Fraction | None
    jour: dt.date
    couleur: Couleur = Couleur.VERT


@dataclass(frozen=True)
class Arbre:
    nom: str
    feuilles: tuple[Feuille, ...] = ()
    couple: tuple[str, int] | None = None
    libre: dict[str, object] = field(default_factory=dict)


FEUILLES = st.builds(
    Feuille,
    st.none() | st.fractions(),
    st.dates(),
    st.sampled_from(Couleur),
)
ARBRES = st.builds(
    Arbre,
    st.text(),
    st.lists(FEUILLES, max_size=3).map(tuple),
    st.none() | st.tuples(st.text(), st.integers()),
)


@settings(max_examples=60)
@given(ARBRES)
def test_ce_qui_est_fige_se_relit_pareil(arbre):
    assert load_objet(Arbre, dump_objet(arbre)) == arbre


def test_l_empreinte_ne_depend_que_du_contenu():
    un, deux = dump_canonique({"b": 1, "a": "é"}), dump_canonique({"a": "é", "b": 1})

    assert un == deux == '{"a":"é","b":1}'
    assert REFERENCE.fullmatch(abridge(compute_empreinte(un)))


@pytest.mark.parametrize(
    ("valeur", "lieu"),
    [
        ([], "contenu"),
        ({"nom": 3}, "contenu.nom"),
        ({"nom": "a", "autre": 1}, "contenu.autre"),
        ({}, "contenu"),
        (
            {"nom": "a", "feuilles": [{"part": "x", "jour": "2022-01-01"}]},
            "contenu.feuilles.0.part",
        ),
    ],
)
def test_un_contenu_d_une_autre_forme_est_refuse_avec_l_endroit(valeur, lieu):
    with pytest.raises(ContenuIllisibleError, match=f"« {lieu} »"):
        load_objet(Arbre, valeur)
