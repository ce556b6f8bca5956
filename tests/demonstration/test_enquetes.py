"""The surveys of the demonstration once loaded: each published percentage comes out of rows."""

import datetime as dt
from fractions import Fraction

import pytest
from django.core.management import call_command
from django.test import override_settings

from qualepref.demonstration.operations import load_demonstration
from qualepref.enquetes.enums import EtatCampagne, EtatVerbatim
from qualepref.enquetes.models import (
    Campagne,
    ResultatSeul,
    Retour,
    SecondeLecture,
    TestMystere,
    Verbatim,
)
from qualepref.enquetes.queries.depouillement import load_depouillement
from qualepref.enquetes.queries.formulaires import get_questionnaire
from qualepref.enquetes.queries.mystere import load_mystere
from qualepref.indicateurs.queries.tableau import load_tableau
from qualepref.noyau.calcul.rendu import round_half_up
from qualepref.noyau.questionnaires.depouillement import POSEE, REPONDUE
from qualepref.organisation.models import Site


LE = dt.date(2023, 1, 31)
MAINTENANT = dt.datetime(2023, 1, 31, 9, tzinfo=dt.UTC)
pytestmark = pytest.mark.usefixtures("installee", "db")


@pytest.fixture(scope="module")
def installee(django_db_setup, django_db_blocker, tmp_path_factory):
    donnees = tmp_path_factory.mktemp("demonstration")
    with django_db_blocker.unblock(), override_settings(DONNEES=donnees):
        yield load_demonstration(le=LE, maintenant=MAINTENANT)
        call_command("flush", verbosity=0, interactive=False)


def count(titre, question, site="pref-44"):
    """Return how many times each mark of a question was met in a campaign."""
    campagne = Campagne.objects.get(pilote=site, titre=titre)
    comptes = {}
    for (_, code, marque), n in load_depouillement(campagne).cellules.items():
        if code == question:
            comptes[marque] = comptes.get(marque, 0) + n
    return comptes


# Printed in the documents, written here a second time on purpose: percentage, decimals, answers,
# respondents expected.
IMPRIMES = [
    ("Point d’accueil numérique 2022", "globale", "99,6", ["tres_satisfaisant", "satisfaisant"], 263),
    ("Point d’accueil numérique 2022", "aboutissement", "86", ["oui"], 263),
    ("Accueil physique 2022", "repondant", "96", ["particulier"], 312),
    ("Accueil physique 2022", "transport", "46", ["transports_en_commun"], 312),
    ("Accueil physique 2022", "orientation", "96", ["oui"], 312),
    ("Accueil physique 2022", "acces_guichet", "92", ["oui"], 312),
    ("Accueil physique 2022", "amenagement", "82", ["tres_satisfaisant", "satisfaisant"], 312),
    ("Accueil physique 2022", "amenagement", "9", ["insatisfaisant", "tres_insatisfaisant"], 312),
    ("Accueil physique 2022", "frequence", "36", ["plusieurs_fois_par_an"], 312),
    ("Accueil physique 2022", "frequence", "30", ["rarement"], 312),
    ("Accueil physique 2022", "frequence", "34", ["une_fois_par_an"], 312),
    ("Accueil physique 2022", "demarche", "83", ["sejour"], 312),
    ("Accueil physique 2022", "proprete", "83", ["tres_satisfaisant", "satisfaisant"], 312),
    ("Accueil physique 2022", "proprete", "6", ["insatisfaisant", "tres_insatisfaisant"], 312),
    ("Accueil physique 2022", "horaires", "87", ["oui"], 312),
    ("Accueil physique 2022", "attente", "83", ["tres_satisfaisant", "satisfaisant"], 312),
    ("Courriers et courriels 2022", "canal", "83", ["courriel", "formulaire"], 98),
    ("Courriers et courriels 2022", "canal", "17", ["courrier"], 98),
    ("Courriers et courriels 2022", "demarche", "49", ["sejour"], 98),
    ("Courriers et courriels 2022", "reponse", "42", ["tres_satisfaisant", "satisfaisant"], 98),
    ("Courriers et courriels 2022", "delai", "28", ["tres_satisfaisant", "satisfaisant"], 98),
    ("Accueil téléphonique 2022", "demarche", "64", ["sejour"], 44),
    ("Accueil téléphonique 2022", "creneau", "69", ["avant_9h", "matin", "midi"], 42),
    ("Accueil téléphonique 2022", "courtoisie", "58", ["non"], 43),
    ("Accueil téléphonique 2022", "globale", "71", ["peu_satisfaisant", "pas_satisfaisant"], 42),
    ("Accueil téléphonique 2022", "raison", "53", ["reponse"], 30),
    ("Collectivités territoriales 2022", "observation_satisfaction", "97", ["oui"], 33),
    ("Collectivités territoriales 2022", "conseil_demande", "47", ["oui"], 88),
    ("Collectivités territoriales 2022", "rendez_vous_demande", "9", ["oui"], 88),
    ("Collectivités territoriales 2022", "globale", "95", ["tres_satisfaisant", "satisfaisant"], 88),
]  # fmt: skip


@pytest.mark.parametrize(("titre", "question", "imprime", "options", "repondants"), IMPRIMES)
def test_chaque_pourcentage_imprime_sort_des_retours(titre, question, imprime, options, repondants):
    comptes = count(titre, question)

    taux = Fraction(100 * sum(comptes.get(o, 0) for o in options), comptes[REPONDUE])
    decimales = len(imprime.partition(",")[2])

    assert comptes[REPONDUE] == repondants
    assert round_half_up(taux, decimales) == Fraction(imprime.replace(",", "."))


def test_les_filtres_des_collectivites_ont_leur_propre_base():
    comptes = count("Collectivités territoriales 2022", "observation_telephone")

    assert (comptes[POSEE], comptes["oui"], comptes["non"]) == (33, 23, 1)


@pytest.mark.parametrize(
    ("site", "titre", "retours"),
    [
        ("pref-44", "Point d’accueil numérique 2022", 263),
        ("pref-44", "Accueil physique 2022", 312),
        ("pref-44", "Courriers et courriels 2022", 98),
        ("pref-44", "Accueil téléphonique 2022", 44),
        ("pref-44", "Collectivités territoriales 2022", 88),
        ("pref-63", "Accueil physique 2022", 207),
        ("pref-63", "Point d’accueil numérique 2022", 95),
        ("pref-63", "Accueil téléphonique 2022", 44),
        ("pref-63", "Appels mystère de mai 2022", 23),
        ("pref-63", "Courriels mystère de mai et juin 2022", 23),
    ],
)
def test_chaque_enquete_a_le_nombre_publie_de_retours(site, titre, retours):
    campagne = Campagne.objects.get(pilote=site, titre=titre)

    assert campagne.retours.count() == retours


def test_l_enquete_de_l_essonne_est_une_seule_campagne_sur_trois_sites():
    campagne = Campagne.objects.get(pilote="pref-91")
    par_site = {pk: campagne.retours.filter(site=pk).count() for pk in (
        "pref-91", "sp-91-etampes", "sp-91-palaiseau",
    )}  # fmt: skip

    assert list(par_site.values()) == [141, 43, 270]
    assert set(campagne.sites.values_list("pk", flat=True)) == set(par_site)


def test_les_retours_publies_disent_qu_ils_sont_reconstitues():
    publiees = Retour.objects.exclude(campagne__titre__contains="démonstration")

    assert set(publiees.order_by().values_list("provenance").distinct()) == {("reconstitution",)}


def test_les_retours_sont_des_jours_ouvres_de_leur_campagne():
    for campagne in Campagne.objects.exclude(titre__contains="démonstration"):
        jours = set(campagne.retours.values_list("jour", flat=True))
        assert all(campagne.ouverte_le <= j <= campagne.fermee_le for j in jours)
        assert all(j.weekday() < 5 for j in jours)


def test_l_indicateur_du_puy_de_dome_redonne_99_pour_cent_en_janvier():
    tableau = load_tableau(Site.objects.get(pk="pref-63"), 2022, le=LE)
    mois = tableau.ligne("I15").mois

    assert (mois[0].numerateur, mois[0].denominateur) == (70, 71)
    assert [m.valeur for m in mois[1:6]] == [None] * 5


def test_les_appels_mystere_ont_quatre_sonneries_en_moyenne():
    resultats = load_mystere(Campagne.objects.get(titre="Appels mystère de mai 2022"))

    assert resultats.sonneries.valeur == 4
    assert resultats.tests == 23


def test_quatre_courriels_mystere_restent_sans_reponse():
    campagne = Campagne.objects.get(titre="Courriels mystère de mai et juin 2022")

    courriels = load_mystere(campagne).courriels
    mois = [campagne.retours.filter(mois=m).count() for m in (202205, 202206)]

    assert (courriels.envoyes, courriels.sans_reponse, mois) == (23, 4, [19, 4])


def test_les_vingt_cinq_remarques_du_puy_de_dome_gardent_leurs_categories():
    remarques = Verbatim.objects.filter(site="pref-63", etat=EtatVerbatim.PUBLIABLE)

    nombres = {
        c: remarques.filter(categorie=c).count()
        for c in ("attente", "orientation", "courtoisie", "delais", "confidentialite", "")
    }

    assert nombres == {
        "attente": 1, "orientation": 4, "courtoisie": 8, "delais": 6, "confidentialite": 4, "": 2,
    }  # fmt: skip


def test_un_pourcentage_sans_question_est_repris_tel_que_publie():
    resultat = ResultatSeul.objects.get(libelle="Usagers qui ont attendu moins de 5 minutes")

    assert (resultat.pourcentage, resultat.numerateur, resultat.repondants) == (44, None, 312)


def test_une_enquete_est_ouverte_le_jour_du_chargement():
    campagne = Campagne.objects.get(titre__startswith="Accueil physique, enquête en cours")

    assert campagne.etat(LE) == EtatCampagne.OUVERTE
    assert campagne.collecteurs.count() == 3
    assert campagne.retours.filter(mode="papier").count() == 12
    assert campagne.verbatims.filter(etat=EtatVerbatim.A_RELIRE).count() == 6
    assert not campagne.retours.filter(jour__gte=LE).exists()


def test_un_lot_de_feuilles_est_en_partie_saisi_deux_fois():
    campagne = Campagne.objects.get(titre__startswith="Accueil physique, enquête en cours")

    secondes = SecondeLecture.objects.filter(campagne=campagne)
    saisies = {r.fiche: r.valeurs for r in campagne.retours.exclude(fiche="")}
    ecarts = [s.fiche for s in secondes if saisies[s.fiche] != s.valeurs]

    assert secondes.count() == 4
    assert len(ecarts) == 1


def test_l_enqueteur_a_des_tests_mystere_a_faire():
    tests = TestMystere.objects.filter(campagne__pilote="pref-44")

    assert tests.count() == 12
    assert tests.filter(enqueteur__username="enqueteur.44").exists()
    assert tests.exclude(second=None).count() == 3


def test_un_questionnaire_adapte_garde_les_codes_du_modele():
    campagne = Campagne.objects.get(pilote="pref-44", titre="Accueil téléphonique 2022")

    questionnaire = get_questionnaire(campagne)

    assert (questionnaire.code, questionnaire.version) == ("telephone", "2022-bilan")
    assert [q.code for q in questionnaire.questions] == [
        "demarche", "creneau", "courtoisie", "globale", "raison",
    ]  # fmt: skip
