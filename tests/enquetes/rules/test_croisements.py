from collections import Counter

import pytest

from qualepref.enquetes.queries.formulaires import find_questionnaire
from qualepref.enquetes.rules.croisements import Modalite, build_croisements, find_ecarts
from qualepref.enquetes.rules.resultats import Bareme, EtatResultat
from qualepref.noyau.questionnaires.depouillement import POSEE, REPONDUE


BAREME = Bareme(seuil=30, plafond=1000)
MYSTERE = Bareme(seuil=30, plafond=1000, minimum=3)
MODALITES = tuple(Modalite(code, code) for code in "abcd")


def cross(par_modalite, *, bareme=BAREME, **options):
    """Return « courtoisie » told apart; each modality gives (satisfied, others)."""
    question = find_questionnaire("pan").find_question("courtoisie")
    marques = {
        code: Counter(
            {
                ("courtoisie", "tres_satisfaisant"): satisfaits,
                ("courtoisie", "pas_satisfaisant"): autres,
                ("courtoisie", REPONDUE): satisfaits + autres,
                ("courtoisie", POSEE): satisfaits + autres,
            }
        )
        for code, (satisfaits, autres) in par_modalite.items()
    }
    return build_croisements([question], marques, modalites=MODALITES, bareme=bareme, **options)


def states(croisement):
    return {modalite.code: lu.etat for modalite, lu in croisement.resultats}


def test_build_croisements_suit_l_ordre_des_modalites_vides_comprises():
    (croisement,) = cross({"c": (40, 0), "a": (20, 20)})

    assert list(states(croisement)) == ["a", "b", "c", "d"]
    assert states(croisement)["b"] is EtatResultat.PERSONNE


def test_build_croisements_lit_chaque_modalite_avec_son_seuil():
    (croisement,) = cross(
        {"a": (40, 0), "b": (40, 0)}, baremes={"b": Bareme(seuil=50, plafond=1000)}
    )

    lus = states(croisement)
    assert (lus["a"], lus["b"]) == (EtatResultat.SIGNIFICATIF, EtatResultat.NON_SIGNIFICATIF)


@pytest.mark.parametrize(
    ("par_modalite", "caches"),
    [
        ({"a": (10, 0), "b": (5, 0)}, ""),
        # Alone, b would be the whole less the others.
        ({"a": (10, 0), "b": (2, 0), "c": (4, 0)}, "bc"),
        ({"a": (10, 0), "b": (2, 0), "c": (1, 0)}, "bc"),
        ({"a": (10, 0), "b": (1, 0), "c": (1, 0)}, "abc"),
        ({"a": (2, 0)}, "a"),
        ({"a": (5, 0), "b": (0, 0)}, ""),
    ],
)
def test_build_croisements_cache_ce_qu_une_soustraction_dirait(par_modalite, caches):
    (croisement,) = cross(par_modalite, bareme=MYSTERE)

    masques = [code for code, etat in states(croisement).items() if etat is EtatResultat.MASQUE]
    assert "".join(masques) == caches


def test_find_ecarts_nomme_le_plus_large():
    ecarts = find_ecarts(cross({"a": (95, 5), "b": (50, 50), "c": (70, 30)}))

    assert [(e.haut[0].code, e.bas[0].code) for e in ecarts] == [("a", "b")]


def test_find_ecarts_ne_compare_pas_ce_qui_n_est_pas_significatif():
    assert find_ecarts(cross({"a": (95, 5), "b": (0, 29)})) == ()


def test_find_ecarts_demande_plus_quand_il_compare_plus():
    # 90 % and 80 % of 100: barely distinct alone, no longer among six comparisons.
    deux = {"a": (90, 10), "b": (79, 21)}

    assert find_ecarts(cross(deux))
    assert not find_ecarts(cross(deux | {"c": (85, 15), "d": (85, 15)}))


def test_find_ecarts_sans_rien_a_comparer():
    assert find_ecarts(cross({"a": (40, 0)})) == ()
