"""The trainings of the demonstration: heads as the document printed them."""

import datetime as dt

import pytest
from django.conf import settings

from qualepref.amelioration.queries.formations import load_totaux
from qualepref.demonstration.formations import load_formations, write_formations
from usines import build_site


LE = dt.date(2023, 1, 31)


@pytest.mark.django_db
def test_la_loire_atlantique_retrouve_ses_agents_formes():
    nantes = build_site()
    lues = load_formations(settings.DEMONSTRATION / "formations")

    ecrites = write_formations(lues, le=LE)

    totaux = load_totaux(nantes, 2022, le=LE)
    assert {li.formation.titre: li.compte.formes for li in totaux.formations} == {
        "Accueil des publics difficiles": 9,
        "Accueil des publics étrangers": 6,
        "Site internet et comarquage": 4,
    }
    assert (ecrites, write_formations(lues, le=LE)) == (3, 0)
    assert (totaux.compte.formes, totaux.compte.participations) == (None, 19)
    assert all(publiee.hypotheses for publiee in lues)
