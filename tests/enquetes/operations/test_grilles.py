import datetime as dt

import pytest

from enquetes.usines_mystere import APPEL, COURRIEL, LUNDI, build_mystere, build_test, fill
from qualepref.enquetes.enums import Mode, ProvenanceRetour
from qualepref.enquetes.models import Retour, SecondeLecture, Verbatim
from qualepref.enquetes.operations.grilles import GrilleRefuseeError, record_grille
from qualepref.enquetes.operations.mystere import cancel_test
from qualepref.enquetes.operations.retours import ReponsesRefuseesError
from usines import CLERMONT, build_agent, build_service, build_site


pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db):
    return build_site(**CLERMONT)


@pytest.fixture
def campagne(site):
    return build_mystere(site)


@pytest.fixture
def yann(site):
    return build_agent("enqueteur", site)


@pytest.fixture
def claire(site):
    return build_agent("enqueteur", site)


def test_la_grille_devient_un_retour_rattache_a_son_test(site, campagne, yann):
    service = build_service(site)
    test = build_test(campagne, yann, service=service, numero=7)

    fill(test, yann, remarques="Le menu vocal coupe au bout de deux minutes.")

    retour = Retour.objects.get()
    assert (retour.fiche, retour.saisi_par) == ("test-7", yann.username)
    assert (retour.provenance, retour.mode) == (ProvenanceRetour.GRILLE, Mode.TELEPHONE)
    assert (retour.site, retour.service, retour.jour) == (site, service, LUNDI)
    assert retour.valeurs["sonneries"] == "4"
    assert Verbatim.objects.get().texte.startswith("Le menu vocal")


def test_un_courriel_mystere_est_en_ligne(site, yann):
    campagne = build_mystere(site, questionnaire="mystere-courriels", theme="courriers-courriels")

    record_grille(build_test(campagne, yann), reponses=COURRIEL, par=yann, le=LUNDI)

    assert Retour.objects.get().mode == Mode.EN_LIGNE


def test_la_seconde_grille_ne_compte_nulle_part(campagne, yann, claire):
    test = build_test(campagne, yann, second=claire)

    fill(test, claire, sonneries=6, moins_de_cinq="non")
    fill(test, yann)

    seconde = SecondeLecture.objects.get()
    assert (seconde.fiche, seconde.saisi_par) == (test.fiche, claire.username)
    assert seconde.valeurs["sonneries"] == "6"
    assert Retour.objects.get().valeurs["sonneries"] == "4"


def test_un_test_n_a_jamais_deux_grilles(campagne, yann, claire):
    test = build_test(campagne, yann, second=claire)
    for agent in (yann, claire):
        fill(test, agent)

    for agent in (yann, claire):
        with pytest.raises(GrilleRefuseeError, match="n’en a qu’une"):
            fill(test, agent, sonneries=9)

    assert Retour.objects.count() == SecondeLecture.objects.count() == 1


@pytest.mark.parametrize(
    ("cas", "motif"),
    [
        ("autre", "quelqu’un d’autre"),
        ("trop tot", "prévu le mar. 03/05/2022"),
        ("abandonne", "abandonné"),
        ("preparation", "pas encore ouverte"),
    ],
)
def test_une_grille_impossible_dit_pourquoi(site, campagne, yann, claire, cas, motif):
    if cas == "preparation":
        campagne = build_mystere(site, validee_le=None)
    test = build_test(campagne, yann, jour=LUNDI + dt.timedelta(days=cas == "trop tot"))
    if cas == "abandonne":
        cancel_test(test, motif="Pont", par="r")

    with pytest.raises(GrilleRefuseeError, match=motif):
        fill(test, claire if cas == "autre" else yann)

    assert not Retour.objects.exists()


@pytest.mark.parametrize(
    ("remarque", "passage"),
    [
        ("Mme Dupont m’a bien renseigné.", "Dupont"),
        ("Rappeler au 04 73 98 63 63.", "04 73 98 63 63"),
        ("J’ai noté le nom de l’agent.", "nom de l’agent"),
        ("Écrire à jeanne.martin@puy-de-dome.gouv.fr", "jeanne.martin@"),
    ],
)
def test_une_remarque_qui_nomme_quelqu_un_est_refusee(campagne, yann, remarque, passage):
    with pytest.raises(ReponsesRefuseesError) as refus:
        fill(build_test(campagne, yann), yann, remarques=remarque)

    (faute,) = refus.value.fautes
    assert faute.question == "remarques"
    assert passage in faute.motif
    assert not Retour.objects.exists()


def test_une_reponse_manquante_est_refusee(campagne, yann):
    test = build_test(campagne, yann)

    with pytest.raises(ReponsesRefuseesError, match="attend une réponse"):
        record_grille(test, reponses=APPEL | {"courtoisie": None}, par=yann, le=LUNDI)


def test_une_grille_se_remplit_encore_apres_la_cloture(campagne, yann):
    """The tests drawn are a closed list: a reply to an e-mail may well come after the last day."""
    fill(build_test(campagne, yann), yann, le=dt.date(2022, 6, 8))

    assert Retour.objects.get().jour == dt.date(2022, 6, 8)
