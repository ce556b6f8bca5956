import pytest

from qualepref.mesures.resultats import Mesure, time_best


@pytest.mark.parametrize(
    ("mesure", "rapport", "tenue"),
    [
        (Mesure("a", 3, autre=2, barre=1.5), 1.5, True),
        (Mesure("a", 4, autre=2, barre=1.5), 2, False),
        (Mesure("a", 1, autre=20, barre=15, inverse=True), 20, True),
        (Mesure("a", 1, autre=10, barre=15, inverse=True), 10, False),
        (Mesure("a", 300, barre=1024), None, True),
        (Mesure("a", 2000, barre=1024), None, False),
        (Mesure("a", 3), None, None),
    ],
)
def test_mesure_dit_son_rapport_et_si_sa_barre_tient(mesure, rapport, tenue):
    assert (mesure.rapport, mesure.tenue) == (rapport, tenue)


def test_time_best_fait_passer_chaque_tache_a_son_tour():
    passages = []

    time_best(2, lambda: passages.append("a"), lambda: passages.append("b"))

    assert passages == ["a", "b", "a", "b"]
