"""Everything due on a site, told by each storey, and who may read it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amelioration.usines_formations import build_formation, build_seance
from amelioration.usines_plan import build_action
from comites.usines import build_comite, build_reunion
from demarche.usines import build_cycle, date_jalon
from enquetes.usines import build_campagne
from qualepref.demarche.models import Cycle
from qualepref.noyau.agendas.plages import Plage
from qualepref.organisation.echeances import load_echeances
from qualepref.organisation.models import Label
from usines import build_agent, build_site


pytestmark = pytest.mark.django_db
LE, DEMAIN = dt.date(2022, 6, 29), dt.date(2022, 6, 30)
VUES_DE_TOUS = {"Démarche", "Comité", "Enquête", "Label"}


@pytest.fixture
def nantes(db):
    """One thing due of each kind, tomorrow or later; one step and one action late."""
    site = build_site()
    cycle = build_cycle(site, debut=dt.date(2022, 1, 1))
    cycle.jalons.exclude(code__in=("copil", "audit-interne")).delete()
    date_jalon(cycle, "copil", Plage.mois(dt.date(2022, 5, 1), dt.date(2022, 5, 31)))
    jalon = date_jalon(cycle, "audit-interne", Plage.jour(DEMAIN))
    jalon.qui = "Jeanne Petit"
    jalon.save()
    build_action(site, reference="A1", echeance=dt.date(2022, 3, 1))
    build_action(site, reference="A2", echeance=DEMAIN)
    build_seance(build_formation(site), debut_le=DEMAIN, le=LE)
    build_reunion(build_comite(site))
    build_campagne(site, fermee_le=DEMAIN)
    Label.objects.create(
        site=site, decision_le=dt.date(2019, 7, 1), organisme="SOCOTEC", duree_annees=3,
        fin_le=DEMAIN,
    )  # fmt: skip
    return site


def lire(site, agent, *, limite=10):
    return load_echeances(site, pour=agent, le=LE, limite=limite)


def test_le_referent_lit_ce_que_chaque_etage_attend(nantes):
    lues = lire(nantes, build_agent("referent", nantes))

    assert {x.genre for x in lues.prochaines} == VUES_DE_TOUS | {
        "Plan d’amélioration", "Formation",
    }  # fmt: skip
    assert [x.echeance.plage.fin for x in lues.retards] == [
        dt.date(2020, 7, 1), dt.date(2021, 7, 1), dt.date(2022, 3, 1), dt.date(2022, 5, 31),
    ]  # fmt: skip
    assert {x.genre for x in lues.retards} == {"Démarche", "Plan d’amélioration", "Label"}


@pytest.mark.parametrize("role", ["national", "enqueteur"])
def test_qui_ne_lit_aucune_ligne_ne_lit_ni_le_plan_ni_les_seances_ni_un_nom(nantes, role):
    agent = build_agent(role, None if role == "national" else nantes)

    lues = lire(nantes, agent)

    assert {x.genre for x in (*lues.retards, *lues.prochaines)} == VUES_DE_TOUS
    assert "Jeanne" not in str(lues)
    assert "Jeanne" in str(lire(nantes, build_agent("lecteur", nantes)))


def test_une_longue_liste_n_en_cache_aucune_autre_et_ne_coute_pas_une_requete_de_plus(nantes):
    agent = build_agent("lecteur", nantes)
    with CaptureQueriesContext(
        connection,
    ) as avant:
        lire(nantes, agent)
    for n in range(30):
        build_action(nantes, reference=f"B{n}", echeance=dt.date(2022, 2, 1))

    with CaptureQueriesContext(connection) as apres:
        lues = lire(nantes, agent, limite=3)

    assert {x.genre for x in lues.retards} == {"Démarche", "Plan d’amélioration", "Label"}
    assert (len(lues.retards), len(lues.prochaines)) == (3, 3)
    assert len(apres) <= len(avant)


def test_un_site_sans_rien_n_a_aucune_echeance_et_un_calendrier_passe_ne_compte_plus(nantes):
    vide = build_site(code="pref-63", departement="63")
    agent = build_agent("referent", vide)
    assert not lire(vide, agent)

    build_cycle(nantes, nom="Renouvellement", debut=dt.date(2022, 6, 1))
    Cycle.objects.get(nom="Renouvellement").jalons.all().delete()

    genres = {x.genre for x in lire(nantes, build_agent("referent", nantes)).retards}
    assert "Démarche" not in genres
