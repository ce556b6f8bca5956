"""The days on which mystery tests may be drawn."""

import datetime as dt

import pytest

from enquetes.usines_mystere import build_mystere
from qualepref.enquetes.queries.tests_mystere import list_jours
from usines import CLERMONT, build_site


@pytest.mark.django_db
def test_les_jours_au_dela_des_calendriers_ne_se_tirent_pas():
    campagne = build_mystere(
        build_site(**CLERMONT), ouverte_le=dt.date(2050, 12, 26), fermee_le=dt.date(2999, 1, 1)
    )

    jours = list_jours(campagne, le=dt.date(2050, 12, 26))

    assert jours[-1] == dt.date(2050, 12, 30)
