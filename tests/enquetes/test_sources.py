"""The cells offered to the engine: whatever is done to forms, they equal a recount."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings, strategies as st

from enquetes.usines import build_campagne, build_retour
from enquetes.usines_mystere import APPEL, build_mystere
from qualepref.enquetes.enums import Mode
from qualepref.enquetes.models import CelluleCroisee, CelluleReponse, ResultatSeul, Retour
from qualepref.enquetes.operations.cellules import merge_retours
from qualepref.enquetes.operations.retours import set_aside_retour
from qualepref.enquetes.queries.depouillement import CHAMPS_PLACE, iter_places, load_depouillement
from qualepref.enquetes.queries.formulaires import (
    find_questionnaire,
    get_profils,
    get_questionnaire,
)
from qualepref.enquetes.sources import list_mois, load_par_campagne, load_reponses
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.reponses import MESURES_REPONSES, POSITION_REPONSES
from qualepref.noyau.questionnaires.cellules import Comptee, build_cellules
from qualepref.noyau.questionnaires.depouillement import Depouillement, count_retours
from tirages import draw_reponses
from usines import build_service, build_site


pytestmark = pytest.mark.django_db

ANNEE = Periode.annee(2022)
SATISFAIT, DECU = {"globale": "satisfaisant"}, {"globale": "peu_satisfaisant"}
GLOBALE = (("question", ("globale",)), ("questionnaire", ("pan",)))
# Asked of those who did not complete what they came for: its base depends on another answer.
RAISON = (("question", ("raison",)), ("questionnaire", ("pan",)))


@pytest.fixture
def site():
    return build_site()


def recount(campagne):
    """Count every form that counts, one by one, as if there were no cells."""
    valables = Retour.objects.filter(campagne=campagne, suspect=False, complet=True)
    lignes = valables.values_list(*CHAMPS_PLACE, "valeurs")
    questionnaire = get_questionnaire(campagne)
    return count_retours(questionnaire, iter_places(lignes), profils=get_profils(campagne))


def keep_positifs(depouillement):
    return Depouillement(*({c: n for c, n in comptes.items() if n} for comptes in depouillement))


def gestes(questionnaire):
    """What may happen to a campaign, in any order; a rank names one of the forms given so far."""
    formulaire = st.tuples(
        st.just("donner"),
        draw_reponses(questionnaire),
        st.sampled_from((dt.date(2022, 5, 6), dt.date(2022, 6, 1), dt.date(2023, 1, 2))),
        st.sampled_from((Mode.PAPIER, Mode.TABLETTE)),
        st.booleans(),
        st.booleans(),
    )
    sort = st.tuples(st.sampled_from(("ecarter", "reprendre", "renvoyer")), st.integers(0, 9))
    return st.lists(formulaire | sort | st.just(("additionner",)), max_size=9)


def play(campagne, suite, service):
    donnes = []
    for geste, *reste in suite:
        if geste == "donner":
            reponses, jour, mode, au_service, complet = reste
            retour = build_retour(
                campagne, reponses, jour=jour, mode=mode, complet=complet,
                service=service if au_service else None,
            )  # fmt: skip
            donnes.append((retour, reponses))
        elif geste == "additionner":
            merge_retours(campagne)
        elif donnes:
            retour, reponses = donnes[reste[0] % len(donnes)]
            retour.refresh_from_db()
            if geste == "renvoyer":
                build_retour(campagne, reponses, cle=retour.cle)
            elif retour.complet:
                set_aside_retour(retour, suspect=geste == "ecarter", par="referent")


@pytest.mark.parametrize("code", ["pan", "mystere-appels"])
@given(data=st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_les_cellules_egalent_un_recomptage_quoi_qu_il_arrive(code, data, site):
    suite = data.draw(gestes(find_questionnaire(code)))

    with transaction.atomic():
        campagne = build_campagne(site, questionnaire=code)
        play(campagne, suite, build_service(site))
        avant = load_depouillement(campagne)
        merge_retours(campagne)
        apres, attendu = load_depouillement(campagne), recount(campagne)
        negatives = [m.objects.filter(n__lt=0).exists() for m in (CelluleReponse, CelluleCroisee)]
        transaction.set_rollback(True)

    assert keep_positifs(avant) == keep_positifs(apres) == keep_positifs(attendu)
    assert negatives == [False, False]


@given(data=st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_load_reponses_egale_un_recomptage_quoi_qu_il_arrive(data, site):
    suite = data.draw(gestes(find_questionnaire("pan")))

    with transaction.atomic():
        campagne, service = build_campagne(site), build_service(site)
        play(campagne, suite, service)
        lues = load_reponses(site, ANNEE)
        restreintes = load_reponses(site, ANNEE, filtres=[RAISON])
        codes = {0: "", service.pk: service.code}
        comptees = [
            Comptee(codes[place.service], place.mois, place.mode, question, marque, n)
            for (place, question, marque), n in recount(campagne).cellules.items()
            if place.mois in ANNEE
        ]
        attendu = build_cellules(get_questionnaire(campagne), comptees, site=site.pk)
        transaction.set_rollback(True)

    assert lues == attendu
    assert restreintes == [c for c in attendu if c.question == "raison"]


def measure(cellules, mesure):
    return sum(c.mesures[POSITION_REPONSES[mesure]] for c in cellules)


def test_deux_campagnes_s_additionnent(site):
    for reponses in (SATISFAIT, DECU):
        campagne = build_campagne(site)
        build_retour(campagne, reponses)
        merge_retours(campagne)
        build_retour(campagne, {})

    (cellule,) = load_reponses(site, ANNEE, filtres=[GLOBALE])

    assert dict(zip(MESURES_REPONSES, cellule.mesures, strict=True)) == {
        "posees": 4, "repondues": 2, "exprimees": 2, "satisfaites": 1, "insatisfaites": 1,
        "somme": 0, "nombres": 0,
    }  # fmt: skip


def test_chaque_site_ne_lit_que_ses_reponses(site):
    etampes = build_site(code="sp-91-etampes", nom="Étampes", departement="91")
    campagne = build_campagne(site, etampes)
    build_retour(campagne, SATISFAIT)
    build_retour(campagne, DECU, site=etampes)
    build_retour(campagne, DECU, site=etampes)

    assert measure(load_reponses(site, ANNEE, filtres=[GLOBALE]), "posees") == 1
    assert measure(load_reponses(etampes, ANNEE, filtres=[GLOBALE]), "posees") == 2


def test_une_campagne_en_preparation_ne_compte_pas(site):
    build_retour(build_campagne(site, validee_le=None), SATISFAIT)

    assert load_reponses(site, ANNEE) == []


def test_un_resultat_publie_sans_ses_reponses_ne_fait_pas_de_cellule(site):
    campagne = build_campagne(site)
    ResultatSeul.objects.create(
        campagne=campagne, site=site, question="globale", libelle="Satisfaits",
        numerateur=262, repondants=263,
    )  # fmt: skip

    assert load_reponses(site, ANNEE) == []


def test_une_enquete_mystere_de_trop_peu_de_tests_ne_donne_rien_a_lire(site):
    ailleurs = build_site(code="sp-91-etampes", nom="Étampes", departement="91")
    campagne = build_mystere(site, ailleurs)
    for lieu, suspect in ((site, False), (site, False), (site, True), (ailleurs, False)):
        build_retour(campagne, APPEL, site=lieu, suspect=suspect)
    avant = load_reponses(site, ANNEE), load_par_campagne(site, ANNEE, filtres=[()])
    mois = list_mois(site, filtres=[()])

    build_retour(campagne, APPEL)

    assert avant == ([], {})
    assert mois == set()
    svi = [(("question", ("svi",)),)]
    assert measure(load_reponses(site, ANNEE, filtres=svi), "repondues") == 3
    assert load_reponses(ailleurs, ANNEE) == []


def test_un_critere_se_lit_dans_tous_les_questionnaires(site):
    build_retour(build_campagne(site), {"courtoisie": "satisfaisant"})
    telephone = build_campagne(site, questionnaire="telephone", theme="telephone")
    build_retour(telephone, {"agent_joint": "oui", "courtoisie": "satisfaisant"})

    cellules = load_reponses(site, ANNEE, filtres=[(("critere", ("courtoisie",)),)])

    assert {c.questionnaire for c in cellules} == {"pan", "telephone"}
    assert {c.critere for c in cellules} == {"courtoisie"}


def test_le_nombre_de_requetes_ne_depend_pas_du_nombre_de_campagnes(site):
    def count_requetes():
        with CaptureQueriesContext(connection) as requetes:
            load_reponses(site, ANNEE)
        return len(requetes)

    build_retour(build_campagne(site), SATISFAIT)
    load_reponses(site, ANNEE)
    une = count_requetes()
    for _ in range(4):
        campagne = build_campagne(site)
        build_retour(campagne, SATISFAIT, cle=uuid4())
        merge_retours(campagne)

    assert count_requetes() == une == 3
