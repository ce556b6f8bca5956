import datetime as dt
from fractions import Fraction

import pytest

from enquetes.usines import build_retour
from enquetes.usines_mystere import (
    APPEL,
    COURRIEL,
    LUNDI,
    SANS_REPONSE,
    build_mystere,
    build_test,
    fill,
)
from qualepref.enquetes.enums import Mode
from qualepref.enquetes.operations.cellules import merge_retours
from qualepref.enquetes.operations.retours import set_aside_retour
from qualepref.enquetes.queries.mystere import load_mystere
from qualepref.organisation.models import FermetureSite
from usines import CLERMONT, build_agent, build_site


pytestmark = pytest.mark.django_db
# A sum of 92 rings over 23 calls: « 4 sonneries en moyenne », Puy-de-Dôme, May 2022.
SONNERIES = [2, 3, 4, 5, 6] * 4 + [4, 4, 4]


@pytest.fixture
def site(db):
    return build_site(**CLERMONT)


@pytest.fixture
def appels(site):
    return build_mystere(site)


@pytest.fixture
def courriels(site):
    return build_mystere(site, questionnaire="mystere-courriels", theme="courriers-courriels")


def give(campagne, reponses, **valeurs):
    return build_retour(campagne, reponses, **({"jour": LUNDI, "mode": Mode.TELEPHONE} | valeurs))


def critere(resultats, code):
    return next(c for c in resultats.criteres if c.question.code == code)


def test_les_appels_publies_se_retrouvent(appels):
    """23 calls in May 2022, four rings on average (Puy-de-Dôme, CLU of 30 June 2022)."""
    for n in SONNERIES:
        give(appels, APPEL | {"sonneries": n, "moins_de_cinq": "oui" if n < 5 else "non"})

    resultats = load_mystere(appels)

    assert resultats.tests == 23
    assert (resultats.sonneries.somme, resultats.sonneries.n) == (92, 23)
    assert resultats.sonneries.valeur == 4
    assert critere(resultats, "moins_de_cinq").taux == Fraction(15, 23)


def test_les_courriels_publies_se_retrouvent(courriels):
    """19 e-mails in May and 4 in June 2022, 4 of them without reply."""
    jours = [dt.date(2022, 5, 2 + n % 5) for n in range(19)] + [dt.date(2022, 6, 1)] * 4
    for n, jour in enumerate(jours):
        suite = {"envoye_le": jour, "recue_le": jour + dt.timedelta(days=1)}
        reponses = (SANS_REPONSE | {"envoye_le": jour}) if n % 6 == 0 else COURRIEL | suite
        give(courriels, reponses, mode=Mode.EN_LIGNE)

    resultats = load_mystere(courriels)

    assert (resultats.courriels.envoyes, resultats.courriels.sans_reponse) == (23, 4)
    assert resultats.courriels.delai.n == 19
    assert critere(resultats, "recue").taux == Fraction(19, 23)
    assert resultats.sonneries is None


@pytest.mark.parametrize(
    ("recue_le", "jours"),
    [
        (dt.date(2022, 5, 24), 0),
        (dt.date(2022, 5, 25), 1),
        # Thursday 26 is Ascension Day, Friday 27 the site is closed.
        (dt.date(2022, 5, 30), 2),
        (dt.date(2022, 5, 29), 2),
        (dt.date(2022, 6, 3), 6),
    ],
)
def test_le_delai_compte_les_jours_ouvres_du_site(site, courriels, recue_le, jours):
    pont = dt.date(2022, 5, 27)
    FermetureSite.objects.create(site=site, debut=pont, fin=pont, libelle="Pont", type="pont")
    for _ in range(3):
        give(courriels, COURRIEL | {"envoye_le": dt.date(2022, 5, 24), "recue_le": recue_le})

    lus = load_mystere(courriels).courriels

    assert lus.delai.valeur == jours
    assert lus.annonce == 5
    assert lus.dans_le_delai == (3 if jours <= 5 else 0)


def test_un_delai_a_l_envers_ne_compte_pas(courriels):
    for _ in range(3):
        give(courriels, COURRIEL)
    give(courriels, COURRIEL | {"recue_le": dt.date(2022, 4, 30)})

    lus = load_mystere(courriels).courriels

    assert (lus.envoyes, lus.delai.n) == (4, 3)


def test_chaque_critere_a_sa_base(appels):
    transfere = {"transfert": "oui", "transfert_reussi": "oui", "bureau_annonce": "oui"}
    for n in range(4):
        give(appels, APPEL | transfere | {"bureau_annonce": "oui" if n else "non"})
    for _ in range(3):
        give(appels, APPEL | {"communication": "oui"})
    give(
        appels, {**{c: APPEL[c] for c in ("jour", "creneau", "motif", "svi")}, "agent_joint": "non"}
    )

    resultats = load_mystere(appels)

    bases = {
        code: (critere(resultats, code).satisfaits, critere(resultats, code).exprimes)
        for code in ("agent_joint", "courtoisie", "bureau_annonce", "communication")
    }
    assert bases == {
        "agent_joint": (7, 8), "courtoisie": (7, 7), "bureau_annonce": (3, 4),
        "communication": (3, 3),
    }  # fmt: skip
    assert critere(resultats, "communication").sans_objet == 4


def test_sous_trois_tests_rien_n_est_montre(appels):
    for _ in range(2):
        give(appels, APPEL)

    resultats = load_mystere(appels)

    assert resultats.masque
    assert (resultats.tests, resultats.minimum) == (2, 3)
    assert (resultats.criteres, resultats.sonneries, resultats.accords) == ((), None, ())


def test_sous_trois_reponses_un_critere_n_est_pas_montre(appels):
    transfere = {"transfert": "oui", "transfert_reussi": "oui", "bureau_annonce": "oui"}
    for n in range(5):
        give(appels, APPEL | (transfere if n < 2 else {}))

    lu = critere(load_mystere(appels), "bureau_annonce")

    assert (lu.exprimes, lu.montre, lu.taux) == (2, False, None)


def test_les_points_suivent_la_cible_de_la_campagne(appels):
    for n in range(10):
        give(
            appels,
            APPEL | {"salutation": "oui" if n < 8 else "non", "conge": "oui" if n < 7 else "non"},
        )

    def points():
        resultats = load_mystere(appels)
        return tuple(
            {c.question.code for c in ensemble} & {"salutation", "conge"}
            for ensemble in (resultats.satisfaisants, resultats.insuffisants)
        )

    assert points() == ({"salutation"}, {"conge"})
    appels.cible = 90
    assert points() == (set(), {"salutation", "conge"})


def test_les_resultats_d_un_site_ne_comptent_que_lui(site):
    autre = build_site()
    campagne = build_mystere(site, autre)
    for _ in range(4):
        give(campagne, APPEL | {"sonneries": 2})
        give(campagne, APPEL | {"sonneries": 6}, site=autre)
    give(campagne, APPEL | {"sonneries": 6}, site=autre)

    assert load_mystere(campagne, site=autre).sonneries.valeur == 6
    assert load_mystere(campagne).sonneries.valeur == Fraction(38, 9)


def test_un_site_ne_dit_pas_les_quelques_tests_d_un_autre(site):
    """Two tests in Nantes: all six less the four of Clermont would tell them."""
    nantes = build_site()
    campagne = build_mystere(site, nantes)
    for _ in range(4):
        give(campagne, APPEL)
    for _ in range(2):
        give(campagne, APPEL | {"sonneries": 6}, site=nantes)

    de_clermont, ensemble = load_mystere(campagne, site=site), load_mystere(campagne)

    assert (de_clermont.tests, de_clermont.sonneries) == (4, None)
    assert {c.taux for c in de_clermont.criteres} == {None}
    assert de_clermont.cachees
    assert (ensemble.sonneries.n, ensemble.cachees) == (6, 0)


def test_un_site_ne_dit_pas_les_quelques_courriels_d_un_autre(site):
    nantes = build_site()
    campagne = build_mystere(
        site, nantes, questionnaire="mystere-courriels", theme="courriers-courriels"
    )
    for _ in range(5):
        give(campagne, COURRIEL)
    for n in range(3):
        # Two of the three were answered: their delay would be told, not that they were sent.
        give(campagne, COURRIEL if n else SANS_REPONSE, site=nantes)

    lus = load_mystere(campagne, site=site).courriels

    assert (lus.envoyes, lus.sans_reponse, lus.delai) == (5, 0, None)


def test_les_grilles_additionnees_et_ecartees_gardent_les_memes_chiffres(appels):
    for n in range(4):
        dernier = give(appels, APPEL | {"sonneries": n})
    set_aside_retour(dernier, suspect=True, par="r")
    avant = load_mystere(appels)

    merge_retours(appels)

    assert load_mystere(appels) == avant
    assert (avant.tests, avant.sonneries.somme) == (3, 3)


def test_l_accord_se_mesure_sur_les_tests_a_deux(site, appels):
    yann, claire = (build_agent("enqueteur", site) for _ in range(2))
    for numero in range(1, 9):
        test = build_test(
            appels, yann, second=claire, numero=numero, debut=dt.time(8 + numero),
            fin=dt.time(9 + numero),
        )  # fmt: skip
        fill(test, yann, courtoisie="oui" if numero % 2 else "non")
        fill(test, claire, courtoisie="oui" if numero % 2 else "non", salutation="non")

    resultats = load_mystere(appels)

    lus = {a.question.code: a for a in resultats.accords}
    assert (resultats.paires, resultats.paires_minimum) == (8, 8)
    assert (lus["courtoisie"].accord.kappa, lus["courtoisie"].lecture) == (
        1,
        "accord presque parfait",
    )
    assert lus["salutation"].accord.observe == 0


def test_un_resultat_sans_grilles_n_a_rien_a_montrer(site):
    assert load_mystere(build_mystere(site, formulaire=None)) is None
