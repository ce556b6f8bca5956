import datetime as dt
from fractions import Fraction

import pytest

from enquetes.usines import build_campagne
from enquetes.usines_mystere import (
    FIN,
    LUNDI,
    MATIN,
    build_mystere,
    build_reglages,
    build_scenario,
    build_test,
    fill,
)
from qualepref.enquetes.models import TestMystere
from qualepref.enquetes.operations.mystere import (
    ChangementRefuseError,
    TirageRefuseError,
    assign_test,
    cancel_test,
    draw_tests,
    reopen_test,
)
from qualepref.enquetes.rules.tirage import TirageImpossibleError
from qualepref.organisation.models import FermetureSite
from qualepref.socle.models import Evenement
from usines import CLERMONT, build_agent, build_service, build_site


pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db):
    site = build_site(**CLERMONT)
    for titre in ("Permis perdu", "Horaires"):
        build_scenario(site, titre=titre)
    build_scenario(site, "courriel", "Un courriel")
    build_scenario(site, titre="Mis de côté", actif=False)
    return site


@pytest.fixture
def campagne(site):
    return build_mystere(site)


@pytest.fixture
def agents(site):
    return [build_agent("enqueteur", site, first_name=nom) for nom in ("Yann", "Claire", "Anne")]


def draw(campagne, *agents, graine=7, le=LUNDI, **reglages):
    return draw_tests(
        campagne, reglages=build_reglages(*agents, **reglages), graine=graine, par="r", le=le
    )


def read(campagne):
    return list(
        campagne.tests.values_list("numero", "jour", "debut", "scenario", "enqueteur", "second")
    )


def test_le_tirage_suit_les_dates_et_les_jours_ouvres(site, campagne, agents):
    FermetureSite.objects.create(
        site=site, debut=dt.date(2022, 5, 27), fin=dt.date(2022, 5, 27), libelle="Pont", type="pont"
    )

    assert draw(campagne, *agents, tests=40) == 40

    jours = {test.jour for test in campagne.tests.all()}
    assert min(jours) >= LUNDI
    assert max(jours) <= FIN
    assert not jours & {dt.date(2022, 5, 26), dt.date(2022, 5, 27), dt.date(2022, 5, 8)}
    assert all(jour.weekday() < 5 for jour in jours)
    assert len(jours) == 20


def test_le_tirage_ne_prend_que_les_scenarios_actifs_du_canal(campagne, agents):
    draw(campagne, *agents)

    titres = set(campagne.tests.values_list("scenario__titre", flat=True))
    assert titres == {"Permis perdu", "Horaires"}


def test_la_graine_est_gardee_et_le_tirage_se_refait(campagne, agents):
    draw(campagne, *agents, part_double=Fraction(1, 4))
    avant = read(campagne)

    draw(campagne, *agents, graine=8, part_double=Fraction(1, 4))
    autre = read(campagne)
    draw(campagne, *agents, part_double=Fraction(1, 4))

    campagne.refresh_from_db()
    assert campagne.graine == 7
    assert read(campagne) == avant != autre
    assert sum(second is not None for *_, second in avant) == 2
    trace = Evenement.objects.filter(action="tests mystère tirés").latest("pk")
    assert (trace.apres["graine"], trace.apres["tests"]) == (7, 8)


def test_le_tirage_ne_revient_pas_sur_les_jours_passes(campagne, agents):
    milieu = dt.date(2022, 5, 16)

    draw(campagne, *agents, le=milieu)

    assert min(test.jour for test in campagne.tests.all()) >= milieu


def test_les_services_sont_testes_autant_que_le_standard(site, campagne, agents):
    services = (build_service(site), build_service(site, "dcl", "DCL"))

    draw(campagne, *agents, tests=9, services=services)

    comptes = [campagne.tests.filter(service=s).count() for s in (None, *services)]
    assert comptes == [3, 3, 3]


def test_un_correspondant_ne_teste_pas_son_service(site, campagne):
    service = build_service(site)
    correspondant = build_agent("correspondant", site, service=service)
    autre = build_agent("enqueteur", site)

    draw(campagne, correspondant, autre, services=(service,), tests=10)

    assert set(campagne.tests.filter(service=service).values_list("enqueteur", flat=True)) == {
        autre.pk
    }


@pytest.mark.parametrize(
    ("valeurs", "motif"),
    [({"fermee_le": None}, "date de fin"), ({"genre": "satisfaction"}, "Seule une enquête")],
)
def test_une_campagne_qui_ne_se_tire_pas_dit_pourquoi(site, agents, valeurs, motif):
    with pytest.raises(TirageRefuseError, match=motif):
        draw(build_mystere(site, **valeurs), *agents)


def test_une_enquete_de_satisfaction_n_a_pas_de_tests(site, agents):
    with pytest.raises(TirageRefuseError, match="enquête mystère"):
        draw(build_campagne(site), *agents)


def test_qui_n_a_pas_de_role_n_est_pas_tire(campagne):
    with pytest.raises(TirageImpossibleError, match="aucun enquêteur"):
        draw(campagne, build_agent())


def test_une_grille_remplie_fige_le_calendrier(campagne, agents):
    draw(campagne, *agents)
    test = campagne.tests.first()
    fill(test, test.enqueteur, le=test.jour)

    with pytest.raises(TirageRefuseError, match="déjà remplie"):
        draw(campagne, *agents, graine=9)

    assert campagne.tests.count() == 8


def assign(test, enqueteur, second=None):
    assign_test(test, enqueteur=enqueteur, second=second, par="r", le=LUNDI)
    test.refresh_from_db()


def test_un_test_s_attribue_a_quelqu_un_d_autre(campagne, agents):
    yann, claire, anne = agents
    test = build_test(campagne, yann)

    assign(test, claire, anne)

    assert (test.enqueteur, test.second) == (claire, anne)
    assert Evenement.objects.latest("pk").avant == {"enqueteur": yann.username, "second": ""}


@pytest.mark.parametrize(
    ("cas", "motif"),
    [
        ("meme", "deux personnes différentes"),
        ("sans role", "pas de rôle"),
        ("occupe", "déjà un test"),
        ("son service", "nul ne teste le sien"),
        ("fait", "a déjà rempli sa grille"),
        ("second fait", "a déjà rempli sa grille"),
        ("abandonne", "reprenez-le"),
    ],
)
def test_une_attribution_impossible_dit_pourquoi(site, campagne, agents, cas, motif):
    yann, claire, anne = agents
    service = build_service(site)
    test = build_test(campagne, yann, second=anne, service=service)
    qui, second = claire, anne
    match cas:
        case "meme":
            second = claire
        case "sans role":
            qui = build_agent()
        case "occupe":
            build_test(campagne, claire, numero=2, debut=dt.time(10), fin=dt.time(11))
        case "son service":
            qui = build_agent("correspondant", site, service=service)
        case "fait":
            fill(test, yann)
        case "second fait":
            fill(test, anne)
            qui, second = yann, None
        case "abandonne":
            cancel_test(test, motif="Pont", par="r")

    with pytest.raises(ChangementRefuseError, match=motif):
        assign(test, qui, second)


def test_abandonner_dit_pourquoi_et_se_defait(campagne, agents):
    test = build_test(campagne, agents[0])

    cancel_test(test, motif="Standard en panne", par="r")
    test.refresh_from_db()
    assert test.abandonne
    assert Evenement.objects.latest("pk").apres == {"motif": "Standard en panne"}

    reopen_test(test, par="r")
    test.refresh_from_db()
    assert not test.abandonne


def test_un_test_deja_rempli_ne_s_abandonne_plus(campagne, agents):
    test = build_test(campagne, agents[0], second=agents[1])
    fill(test, agents[1])

    with pytest.raises(ChangementRefuseError, match="déjà remplie"):
        cancel_test(test, motif="Trop tard", par="r")


def test_reprendre_un_test_dont_l_heure_est_prise_le_dit(campagne, agents):
    test = build_test(campagne, agents[0])
    cancel_test(test, motif="Congé", par="r")
    build_test(campagne, agents[0], numero=2, debut=MATIN.debut, fin=MATIN.fin)

    with pytest.raises(ChangementRefuseError, match="déjà un test"):
        reopen_test(test, par="r")

    assert TestMystere.objects.get(pk=test.pk).abandonne
