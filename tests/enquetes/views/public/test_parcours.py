"""The way through a form: page after page, all at once, back and forth."""

import re

import pytest
from django.conf import settings

from enquetes.parcours import JETON, begin, build_adresse, send, walk
from qualepref.enquetes.models import Brouillon, Retour, Verbatim
from qualepref.enquetes.views import public
from usines import build_service


pytestmark = pytest.mark.django_db


def test_un_questionnaire_se_remplit_page_apres_page(client, nantes):
    service = build_service(nantes)
    collecteur = build_adresse(nantes, service=service)
    page = begin(client)

    fin = walk(
        client,
        page,
        {"demarche": ["identite", "permis"]},
        {"globale": "satisfaisant"},
        {"aboutissement": "non", "raison": "document", "suggestions": "Plus d’horaires."},
    )

    retour = Retour.objects.get()
    assert fin.url.endswith("/merci/")
    assert retour.valeurs == {
        "demarche": ["identite", "permis"],
        "globale": "satisfaisant",
        "aboutissement": "non",
        "raison": ["document"],
        "suggestions": True,
    }
    assert (retour.service, retour.mode, retour.langue) == (service, collecteur.mode, "fr")
    assert (retour.jour, retour.recu_a.second) == (public.today_at(nantes), 0)
    assert Verbatim.objects.get().texte == "Plus d’horaires."
    assert not Brouillon.objects.exists()
    assert "Vos réponses sont enregistrées" in client.get(fin.url).text


def test_toutes_les_questions_sur_une_page(client, nantes):
    build_adresse(nantes, presentation="tout")

    fin = send(client, begin(client), globale="satisfaisant", age="plus_55")

    assert fin.url.endswith("/merci/")
    assert Retour.objects.get().valeurs == {"globale": "satisfaisant", "age": "plus_55"}


def test_envoyer_deux_fois_n_enregistre_qu_une_fois(client, nantes):
    build_adresse(nantes, presentation="tout")
    page = begin(client)
    jeton = JETON.search(client.get(page).text)[1]
    envoi = {"jeton": jeton, "suivant": "", "q-globale": "satisfaisant"}

    premier, second = client.post(page, envoi), client.post(page, envoi)

    assert premier.url == second.url == client.get(page).url
    assert Retour.objects.count() == 1


def test_revenir_en_arriere_apres_l_envoi_ramene_au_merci(client, nantes):
    build_adresse(nantes)
    page = begin(client)
    fin = walk(client, page, {}, {}, {})

    assert client.get(page).url == fin.url


def test_une_reponse_inconnue_est_refusee_a_sa_question(client, nantes):
    build_adresse(nantes, presentation="tout")
    page = begin(client)

    reponse = send(client, page, globale="parfait", age="plus_55")

    assert reponse.status_code == 200
    assert "« parfait » ne figure pas parmi les réponses possibles" in reponse.text
    assert 'href="#q-globale--tres_satisfaisant"' in reponse.text
    assert 'value="plus_55" checked' in reponse.text
    assert not Retour.objects.exists()


def test_une_reponse_a_une_question_ecartee_n_est_pas_retenue(client, nantes):
    build_adresse(nantes, presentation="tout")

    send(client, begin(client), aboutissement="oui", raison="document")

    assert Retour.objects.get().valeurs == {"aboutissement": "oui"}


def test_changer_d_avis_retire_les_reponses_que_cela_ecarte(client, nantes):
    build_adresse(nantes, questionnaire="accueil-physique")
    page = begin(client)
    avant = walk(client, page, {}, {}, {"handicap": "pas_satisfaisant"})
    sur_place = avant.url.replace("/4/", "/3/")
    send(client, sur_place, handicap="pas_satisfaisant", handicap_difficulte="Les marches.")

    send(client, sur_place, handicap="satisfaisant", handicap_difficulte="Les marches.")

    assert Brouillon.objects.get().valeurs == {"handicap": "satisfaisant"}


def test_reprendre_apres_une_coupure(client, nantes):
    build_adresse(nantes)
    page = begin(client)
    suivante = send(client, page, prise_rendez_vous="sans").url

    reprise = client.get(page.removesuffix("1/"))

    assert reprise.url == suivante
    assert 'value="sans" checked' in client.get(page).text


def test_revenir_garde_ce_qui_est_ecrit(client, nantes):
    build_adresse(nantes)
    page = begin(client)
    seconde = send(client, page).url

    retour = send(client, seconde, "precedent", globale="satisfaisant")

    assert retour.url == page
    assert 'value="satisfaisant" checked' in client.get(seconde).text


def test_une_faute_laissee_en_arriere_ramene_a_sa_page(client, nantes):
    build_adresse(nantes)
    page = begin(client)
    seconde = send(client, page).url
    troisieme = seconde.replace("/2/", "/3/")
    send(client, troisieme, "precedent", suggestions="x" * 3000)
    send(client, seconde, "precedent", globale="inconnue")

    reponse = send(client, troisieme)

    assert reponse.url == f"{seconde}?a-revoir"
    assert "ne figure pas parmi les réponses possibles" in client.get(reponse.url).text


@pytest.mark.parametrize("numero", [0, 7, 99])
def test_une_page_qui_n_existe_pas_mene_a_une_vraie(client, nantes, numero):
    build_adresse(nantes)
    page = begin(client)

    reponse = client.get(page.replace("/1/", f"/{numero}/"))

    assert client.get(reponse.url).status_code == 200


def test_une_page_sans_question_a_poser_est_passee(client, nantes, tmp_path):
    collecteur = build_adresse(nantes, questionnaire="accueil-physique")
    page = begin(client)
    Brouillon.objects.update(valeurs={"rendez_vous": "oui"})

    assert client.get(page).status_code == 200
    assert collecteur.campagne.presentation == "par_groupe"


def test_un_texte_trop_long_est_dit_a_sa_question(client, nantes):
    build_adresse(nantes, presentation="tout")

    reponse = send(client, begin(client), suggestions="x" * 2001)

    assert "Le texte compte 2001 caractères, pour 2000 au plus." in reponse.text


def test_la_plus_grande_page_tient_sous_150_ko(client, nantes):
    build_adresse(nantes, questionnaire="accueil-physique", presentation="tout")
    page = client.get(begin(client))
    feuilles = re.findall(r'(?:href|src)="/static/(enquetes/[^"]+)"', page.text)
    racine = settings.RACINE / "src/qualepref/enquetes/static"

    total = len(page.content) + sum((racine / f).stat().st_size for f in feuilles)

    assert len(feuilles) == 3
    assert total < 150_000


def test_une_page_coute_peu_de_requetes(client, nantes, django_assert_max_num_queries):
    build_adresse(nantes, presentation="tout")
    page = begin(client)
    client.get(page)

    with django_assert_max_num_queries(2):
        client.get(page)
