import datetime as dt

import pytest
from django.urls import reverse

from enquetes.usines_mystere import APPEL, build_mystere, build_scenario, build_test, fill
from qualepref.enquetes.models import Retour, SecondeLecture, Verbatim
from qualepref.enquetes.operations.mystere import cancel_test
from qualepref.organisation.acces import today_at
from usines import CLERMONT, build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db
ATTENDU = "Une démarche en ligne, un récépissé."


@pytest.fixture
def site(db):
    return build_site(**CLERMONT)


@pytest.fixture
def le(site):
    return today_at(site)


@pytest.fixture
def campagne(site, le):
    return build_mystere(site, ouverte_le=le, fermee_le=le + dt.timedelta(days=30), validee_le=le)


@pytest.fixture
def yann(site):
    return build_agent("enqueteur", site, first_name="Yann", last_name="Rolland")


@pytest.fixture
def claire(site):
    return build_agent("enqueteur", site, first_name="Claire", last_name="Morel")


@pytest.fixture
def test(site, campagne, yann, claire, le):
    scenario = build_scenario(site, attendu=ATTENDU)
    return build_test(campagne, yann, second=claire, jour=le, scenario=scenario)


def adresse(nom, test):
    return reverse(nom, args=[test.campagne.pilote_id, test.campagne_id, test.numero])


def read(agent, nom, test):
    return connect(agent).get(adresse(nom, test))


def send(agent, test, **changees):
    champs = {f"q-{code}": str(valeur) for code, valeur in (APPEL | changees).items()}
    url = adresse("enquete_mystere_grille", test)
    return connect(agent).post(url, champs | {"q-jour": "2022-05-02"}, follow=True)


def test_un_enqueteur_ne_voit_que_ses_tests(site, campagne, test, yann, le):
    autre = build_agent("enqueteur", site)
    build_test(campagne, autre, numero=2, jour=le)
    url = reverse("enquete_mystere_mes_tests", args=[site.pk])

    siens = connect(yann).get(url).content.decode()
    les_autres = connect(autre).get(url).content.decode()

    assert "Test n° 1" in siens
    assert "Test n° 2" not in siens
    assert "Test n° 1" not in les_autres


@pytest.mark.parametrize("nom", ["enquete_mystere_test", "enquete_mystere_grille"])
def test_le_test_d_un_autre_n_existe_pas(site, test, nom):
    service = build_service(site)
    gens = {
        "enquêteur": (build_agent("enqueteur", site), 404),
        "correspondant": (build_agent("correspondant", site, service=service), 404),
        "référent": (build_agent("referent", site), 404),
        "lecteur": (build_agent("lecteur", site), 403),
        "autre site": (build_agent("enqueteur", build_site()), 404),
    }

    for qui, (agent, statut) in gens.items():
        assert read(agent, nom, test).status_code == statut, qui
    assert connect().get(adresse(nom, test)).status_code == 302


def test_mes_tests_demandent_un_role_qui_saisit(site):
    url = reverse("enquete_mystere_mes_tests", args=[site.pk])

    assert connect(build_agent("lecteur", site)).get(url).status_code == 403
    assert connect(build_agent("referent", build_site())).get(url).status_code == 404
    assert connect().get(url).status_code == 302


def test_la_reponse_attendue_ne_se_lit_qu_apres_l_appel(test, yann):
    avant = read(yann, "enquete_mystere_test", test).content.decode()
    apres = read(yann, "enquete_mystere_grille", test).content.decode()

    assert "que faire ?" in avant
    assert ATTENDU not in avant
    assert ATTENDU in apres


def test_le_second_ne_voit_rien_de_la_premiere_grille(test, yann, claire):
    avant = read(claire, "enquete_mystere_grille", test).content
    fill(test, yann, le=test.jour, sonneries=17, remarques="Menu vocal coupé.")

    apres = read(claire, "enquete_mystere_grille", test).content
    liste = connect(claire).get(reverse("enquete_mystere_mes_tests", args=[test.site_id]))

    assert strip_jeton(avant) == strip_jeton(apres)
    assert "à faire" in liste.content.decode()
    assert "grilles enregistrées" not in liste.content.decode()


def strip_jeton(contenu):
    return contenu.split(b"csrfmiddlewaretoken")[0], contenu.rsplit(b"q-jour", 1)[1]


def test_la_grille_s_enregistre_une_fois(test, yann):
    reponse = send(yann, test, remarques="Le menu vocal coupe.")

    assert "Votre grille du test n° 1 est enregistrée" in reponse.content.decode()
    assert Retour.objects.get().fiche == "test-1"
    assert Verbatim.objects.get().texte == "Le menu vocal coupe."
    suite = read(yann, "enquete_mystere_grille", test)
    assert suite["Location"] == adresse("enquete_mystere_test", test)
    send(yann, test, sonneries=9)
    assert Retour.objects.get().valeurs["sonneries"] == "4"


def test_la_seconde_grille_est_gardee_a_part_sans_remarque(test, claire):
    page = read(claire, "enquete_mystere_grille", test).content.decode()
    send(claire, test, remarques="Perdue ?")

    assert "aucune remarque libre" in page
    assert "q-remarques" not in page
    assert "remarques" not in SecondeLecture.objects.get().valeurs
    assert not Retour.objects.exists()


def test_une_grille_incomplete_revient_avec_ses_fautes(test, yann):
    texte = send(yann, test, courtoisie="", sonneries="beaucoup").content.decode()

    assert "Cette question attend une réponse." in texte
    assert "Un nombre est attendu." in texte
    assert 'value="beaucoup"' in texte
    assert not Retour.objects.exists()


def test_une_remarque_qui_nomme_un_agent_est_refusee(test, yann):
    texte = send(yann, test, remarques="Mme Dupont a été <b>parfaite</b>.").content.decode()

    assert "semble désigner une personne" in texte
    assert "&lt;b&gt;parfaite" in texte
    assert not Retour.objects.exists()


def test_la_reponse_a_une_question_ecartee_est_laissee_de_cote(test, yann):
    """Without script every question shows; a page with script hides them and sends them still."""
    send(yann, test, transfert="non", bureau_annonce="oui")

    assert "bureau_annonce" not in Retour.objects.get().valeurs


def test_un_test_a_venir_ne_s_ouvre_pas(campagne, yann, le):
    test = build_test(campagne, yann, numero=5, jour=le + dt.timedelta(days=2))

    page = read(yann, "enquete_mystere_test", test).content.decode()
    send(yann, test)

    assert "La grille s’ouvrira le" in page
    assert not Retour.objects.exists()


def test_un_test_abandonne_le_dit(test, yann):
    cancel_test(test, motif="Pont", par="r")

    assert "abandonné" in read(yann, "enquete_mystere_test", test).content.decode()
    assert read(yann, "enquete_mystere_grille", test).status_code == 302


def test_le_jour_de_l_appel_est_deja_rempli(test, yann, le):
    assert f'value="{le:%d/%m/%Y}"' in read(yann, "enquete_mystere_grille", test).content.decode()


def test_une_campagne_en_preparation_ne_donne_rien_a_faire(site, yann, le):
    test = build_test(build_mystere(site, validee_le=None), yann, jour=le)
    liste = connect(yann).get(reverse("enquete_mystere_mes_tests", args=[site.pk]))

    assert "Rien à faire aujourd’hui." in liste.content.decode()
    assert read(yann, "enquete_mystere_test", test).status_code == 404


def test_l_enqueteur_arrive_sur_les_enquetes_de_son_site(site, yann):
    reponse = connect(yann).get(reverse("site", args=[site.pk]))

    assert reponse["Location"] == reverse("enquetes", args=[site.pk])
