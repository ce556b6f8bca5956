"""The plans made again: their rows give the printed table, cell for cell."""

import datetime as dt
from fractions import Fraction

import pytest
from django.conf import settings

from qualepref.amelioration.enums import EtatAction
from qualepref.amelioration.models import Action
from qualepref.amelioration.queries.plan import load_totaux, select_plan
from qualepref.amelioration.rules.plan import Compte
from qualepref.demonstration.operations import load_demonstration
from qualepref.demonstration.plans import build_actions, load_plans
from qualepref.indicateurs.queries.tableau import load_tableau
from qualepref.organisation.queries import get_site
from qualepref.publications.queries.bilan import is_demonstration


LE = dt.date(2023, 1, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture
def chargee(tmp_path, settings):
    settings.DONNEES = tmp_path
    return load_demonstration(le=LE, maintenant=dt.datetime(2023, 1, 31, 9, tzinfo=dt.UTC))


def test_le_plan_de_loire_atlantique_a_les_lignes_du_tableau_publie(chargee):
    site = get_site("pref-44")

    totaux = load_totaux(site, select_plan(site, 2022, le=LE))

    assert {x.code: x.compte for x in totaux.axes.lignes} == {
        "module-1": Compte(65, 14, 14),
        "module-2": Compte(4, 0, 0),
        "module-4": Compte(1, 0, 3),
        "pilotage": Compte(25, 4, 5),
    }
    assert totaux.total == Compte(95, 18, 22)
    sources = {x.code: x.compte.total for x in totaux.sources.lignes}
    assert sources["agents"] == 19
    assert "suggestions" not in sources
    audits = sources["audit_interne"] + sources["audit_externe"]
    assert round(100 * audits / totaux.total.total) == 57


def test_l_indicateur_du_plan_egale_la_table(chargee):
    site = get_site("pref-44")

    ligne = load_tableau(site, 2022, le=LE, codes=frozenset({"I28"})).ligne("I28")

    assert ligne.releve.valeur == Fraction(95, 135)
    details = {d.code: d.releve.valeur for d in ligne.details}
    assert details == {
        "module-1": Fraction(65, 93), "module-2": 1, "module-4": Fraction(1, 4),
        "pilotage": Fraction(25, 34),
    }  # fmt: skip


def test_le_plan_du_puy_de_dome_a_200_actions_sur_8_services(chargee):
    actions = Action.objects.filter(site="pref-63")

    assert actions.count() == 200
    assert not actions.filter(service=None).exists()
    assert actions.order_by().values("service").distinct().count() == 8
    assert {"2.1", "6.2", "8.4"} <= set(actions.values_list("sous_engagement", flat=True))
    assert is_demonstration(get_site("pref-63"))


def test_charger_deux_fois_n_ecrit_rien_de_plus(chargee):
    encore = load_demonstration(le=LE, maintenant=dt.datetime(2023, 1, 31, 9, tzinfo=dt.UTC))

    assert (chargee.actions, encore.actions) == (335, 0)


def test_un_plan_se_refait_a_l_identique():
    for plan in load_plans(settings.DEMONSTRATION / "plans"):
        services = {code: rang for rang, code in enumerate("abcdefgh")}
        noms = {code: code for code in services}

        deux = [
            list(build_actions(plan, services=services, noms=noms, agents={})) for _ in range(2)
        ]

        assert deux[0] == deux[1]
        assert all(a.terminee_le is not None for a in deux[0] if a.etat is EtatAction.FAIT)
