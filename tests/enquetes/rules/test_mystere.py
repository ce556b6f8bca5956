import datetime as dt

import pytest

from qualepref.enquetes.rules.mystere import EtatTest, tell_etat


JOUR, LIMITE = dt.date(2022, 5, 10), dt.date(2022, 5, 24)


@pytest.mark.parametrize(
    ("le", "fait", "abandonne", "etat"),
    [
        (dt.date(2022, 5, 9), False, False, EtatTest.A_VENIR),
        (JOUR, False, False, EtatTest.A_FAIRE),
        (LIMITE, False, False, EtatTest.A_FAIRE),
        (dt.date(2022, 5, 25), False, False, EtatTest.EN_RETARD),
        (dt.date(2022, 5, 25), True, False, EtatTest.FAIT),
        (dt.date(2022, 5, 9), False, True, EtatTest.ABANDONNE),
    ],
)
def test_l_etat_d_un_test_suit_le_calendrier(le, fait, abandonne, etat):
    assert tell_etat(jour=JOUR, limite=LIMITE, le=le, fait=fait, abandonne=abandonne) is etat


def test_chaque_etat_se_dit_en_francais():
    assert [etat.libelle for etat in EtatTest] == [
        "à venir", "à faire", "en retard", "fait", "abandonné",
    ]  # fmt: skip
