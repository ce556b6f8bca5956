"""The drawing of a calendar: bars within the frame, what is done, today."""

import datetime as dt

import pytest

from demarche.usines import build_cycle, date_jalon
from qualepref.demarche.queries.calendrier import load_calendrier
from qualepref.demarche.rendering.frise import LARGEUR, build_frise
from usines import build_site


pytestmark = pytest.mark.django_db


def test_la_frise_tient_dans_son_cadre_et_dit_ce_qui_est_fait():
    cycle = build_cycle(build_site())
    for code in ("copil", "correspondants", "perimetre"):
        date_jalon(cycle, code, fait_le=dt.date(2020, 7, 1))

    frise = build_frise(load_calendrier(cycle, le=dt.date(2020, 12, 1)))

    premiere = frise.barres[0]
    assert (premiere.x, premiere.faite) == (0, round(premiere.largeur / 2))
    assert all(b.x + b.largeur <= LARGEUR for b in frise.barres)
    assert 0 < frise.jour < LARGEUR
    assert "Organiser, de juin à août 2020, 3 sur 6" in frise.description.replace("\xa0", " ")


def test_sans_date_il_n_y_a_pas_de_frise():
    cycle = build_cycle(build_site())
    cycle.jalons.exclude(code="communication-agents").delete()

    assert build_frise(load_calendrier(cycle, le=dt.date(2020, 12, 1))) is None
