"""Every page of the improvement work, for every role: what is granted is written here, or refused.

A new address without a line in DROITS fails: its right must be thought of first.
"""

import datetime as dt

import pytest
from django.test import Client

from droits import DROITS, SIGNEES
from mondes import address, ask, build_clients, build_monde
from qualepref.amelioration import urls as amelioration
from qualepref.comites import urls as comites
from qualepref.demarche import urls as demarche
from qualepref.modeles import urls as modeles
from qualepref.preuves import urls as preuves
from usines import CLERMONT, build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    site = build_site()
    build_service(site)
    return site


@pytest.fixture(autouse=True)
def fichiers(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "fichiers"
    settings.DOSSIERS = tmp_path / "dossiers"


def list_noms():
    apps = (amelioration, comites, demarche, modeles, preuves)
    return {adresse.name for app in apps for adresse in app.urlpatterns}


def test_chaque_adresse_a_son_droit_ecrit():
    assert list_noms() - SIGNEES == set(DROITS)


def test_chaque_role_fait_ce_qui_lui_est_accorde_et_rien_de_plus(site):
    monde = build_monde(site)
    clients = build_clients(site)
    donnees = {"presence": monde.seance.presences.get().pk}
    ecarts = []

    for nom, (lecteurs, auteurs) in DROITS.items():
        adresse = address(nom, monde)
        for role, client in clients.items():
            lu, ecrit_en_lisant = ask(client, "get", adresse)
            # A page that only answers a form says 405, or sends back to where the form is.
            attendu = {200} if role in lecteurs else {302, 403, 405}
            if lecteurs and role not in lecteurs:
                attendu = {403}
            if lu.status_code not in attendu or ecrit_en_lisant:
                ecarts.append(("GET", nom, role, lu.status_code))
            if not auteurs and role != "referent":
                continue  # What the référent cannot write there, nobody can.
            envoye, ecrit = ask(client, "post", adresse, donnees)
            refuse = role not in auteurs
            if ecrit and refuse:
                ecarts.append(("POST écrit", nom, role, envoye.status_code))
            if refuse and auteurs and envoye.status_code != 403:
                ecarts.append(("POST", nom, role, envoye.status_code))
            if not refuse and envoye.status_code in (403, 405):
                ecarts.append(("POST refusé", nom, role, envoye.status_code))

    assert ecarts == []


def test_hors_du_site_rien_ne_se_lit_ni_ne_s_ecrit(site):
    monde = build_monde(site)
    passe = build_agent("auditeur", site, jusqu_au=dt.date(2022, 1, 1))
    dehors = [
        ("public", connect(), {302}),
        ("autre site", connect(build_agent("referent", build_site(**CLERMONT))), {404, 405}),
        ("auditeur passé", connect(passe), {403, 405}),
    ]
    ecarts = []

    for nom in DROITS:
        adresse = address(nom, monde)
        for qui, client, attendu in dehors:
            for methode in ("get", "post"):
                reponse, ecrit = ask(client, methode, adresse)
                ailleurs = reponse.status_code == 302 and "/connexion/" not in reponse["Location"]
                if reponse.status_code not in attendu or ecrit or ailleurs:
                    ecarts.append((methode, nom, qui, reponse.status_code))

    assert ecarts == []


def test_une_cle_d_un_autre_site_ne_mene_nulle_part(site):
    ailleurs = build_monde(build_site(**CLERMONT))
    client = connect(build_agent("referent", site))
    ecarts = []

    for nom in DROITS:
        adresse = address(nom, ailleurs, code=site.pk)
        if not any(partie.isdecimal() for partie in adresse.removesuffix(".zip").split("/")):
            continue
        if nom == "formation_engagement":
            continue
        for methode in ("get", "post"):
            reponse, ecrit = ask(client, methode, adresse)
            if reponse.status_code not in (404, 405) or ecrit:
                ecarts.append((methode, nom, reponse.status_code))

    assert ecarts == []


def test_un_formulaire_sans_jeton_est_refuse(site):
    monde = build_monde(site)
    client = Client(enforce_csrf_checks=True)
    client.force_login(build_agent("referent", site))

    acceptes = [
        nom
        for nom, (_, auteurs) in DROITS.items()
        if auteurs and ask(client, "post", address(nom, monde))[0].status_code != 403
    ]

    assert acceptes == []
