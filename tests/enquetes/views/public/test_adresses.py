"""Who may answer at an address, when, and what is kept of them."""

from uuid import uuid4

import pytest
from django.conf import settings

from enquetes.parcours import JETON, JOUR, begin, build_adresse, walk
from qualepref.enquetes.enums import Mode
from qualepref.enquetes.models import Retour
from qualepref.enquetes.views import public
from usines import CLERMONT, build_agent, build_site, connect


pytestmark = pytest.mark.django_db


def test_aucun_cookie_aucune_session(client, nantes):
    build_adresse(nantes)

    fin = walk(client, begin(client), {}, {}, {})
    reponse = client.get(fin.url)

    assert not client.cookies
    assert not reponse.cookies
    assert reponse["Referrer-Policy"] == "no-referrer"
    assert reponse["Cache-Control"] == "no-store"
    assert "noindex" in reponse["X-Robots-Tag"]


@pytest.mark.parametrize("qui", ["public", "agent", "agent d’un autre site"])
def test_tous_voient_la_meme_page(nantes, qui):
    build_adresse(nantes)
    autre = build_site(**CLERMONT)
    agent = {"agent": nantes, "agent d’un autre site": autre}.get(qui)
    client = connect(agent and build_agent("referent", agent))

    reponse = client.get("/enquete/abc/")

    assert reponse.status_code == 200
    assert not reponse.cookies
    assert "Se déconnecter" not in reponse.text


def test_l_adresse_du_reseau_n_est_gardee_nulle_part(client, nantes):
    build_adresse(nantes, presentation="tout")
    page = begin(client)
    jeton = JETON.search(client.get(page).text)[1]

    client.post(page, {"jeton": jeton, "suivant": ""}, REMOTE_ADDR="192.0.2.77")

    retour = Retour.objects.values().get()
    assert "192.0.2.77" not in repr(retour) + repr(vars(public.DEBIT))


@pytest.mark.parametrize(
    ("valeurs", "statut", "titre"),
    [
        ({"fermee_le": -1}, 410, "Cette enquête est terminée"),
        ({"ouverte_le": 1}, 403, "Cette enquête n’est pas encore ouverte"),
        ({"validee_le": None}, 404, "Aucune enquête à cette adresse"),
        ({"ferme": True}, 410, "Cette adresse ne sert plus"),
        ({"formulaire": None}, 404, "Aucune enquête à cette adresse"),
        ({"mode": Mode.PAPIER}, 404, "Aucune enquête à cette adresse"),
    ],
)
def test_une_adresse_qui_ne_prend_pas_de_reponse_le_dit(client, nantes, valeurs, statut, titre):
    le = public.today_at(nantes)
    jours = {c: le + v * JOUR if type(v) is int else v for c, v in valeurs.items()}
    build_adresse(nantes, **jours)

    for adresse in ("/enquete/abc/", f"/enquete/abc/{uuid4()}/1/"):
        reponse = client.get(adresse)
        assert (reponse.status_code, reponse.cookies.keys()) == (statut, set())
        assert f"<h1>{titre}</h1>" in reponse.text


def test_une_adresse_inconnue_est_dite_sans_compte(client):
    reponse = client.get("/enquete/rien/")

    assert reponse.status_code == 404
    assert "Aucune enquête à cette adresse" in reponse.text


def test_une_campagne_close_en_cours_de_route_ne_prend_plus_rien(client, nantes):
    collecteur = build_adresse(nantes, presentation="tout")
    page = begin(client)
    jeton = JETON.search(client.get(page).text)[1]
    campagne = collecteur.campagne
    campagne.fermee_le = public.today_at(nantes) - JOUR
    campagne.save()

    reponse = client.post(page, {"jeton": jeton, "suivant": "", "q-globale": "satisfaisant"})

    assert reponse.status_code == 410
    assert not Retour.objects.exists()


def test_le_brouillon_d_une_autre_campagne_n_est_pas_a_cette_adresse(client, nantes):
    build_adresse(nantes)
    build_adresse(build_site(**CLERMONT), "def")
    page = begin(client, "def")

    reponse = client.get(page.replace("/def/", "/abc/"))

    assert reponse.status_code == 404
    assert "Ce questionnaire n’est plus là" in reponse.text


def test_ce_qui_est_garde_est_dit_a_l_accueil(client, nantes):
    build_adresse(nantes)

    html = client.get("/enquete/abc/").text

    assert "aucun cookie" in html
    assert f"au bout de {settings.BROUILLONS_CONSERVATION_JOURS} jours" in html
    assert "au bout de 36 mois" in html


@pytest.mark.parametrize("adresse", ["", "commencer/"])
def test_une_methode_inattendue_est_refusee(client, nantes, adresse):
    build_adresse(nantes)

    assert client.delete(f"/enquete/abc/{adresse}").status_code == 405
