"""Anybody verifies a document: no account, no cookie, nothing kept, bounded."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chiffres import LE, count
from documents import HOSTILES
from portail.usines import build_page
from qualepref.noyau.visiteurs.debit import Debit
from qualepref.portail.models import PageSite
from qualepref.portail.queries.regles import get_regles
from qualepref.portail.views import verification
from qualepref.publications.models import Fichier, Publication
from qualepref.publications.operations.publications import publish_documents, withdraw_publication
from qualepref.socle.models import Evenement
from usines import CLERMONT, build_agent, build_site, connect


pytestmark = pytest.mark.django_db
ADRESSE = "/demarche-qualite/pref-44/verifier/"
JETON = re.compile(r'name="jeton" value="([^"]+)"')


@pytest.fixture
def nantes():
    site = build_page(build_site()).site
    count(site, "appels_recus", 202201, 1000, "standard")
    count(site, "appels_perdus", 202201, 300, "standard")
    return site


@pytest.fixture
def fichiers(nantes):
    publies = publish_documents(nantes, annee=2022, genres=["donnees"], par="essai", le=LE)
    return {f.nom: bytes(f.octets) for f in publies[0].fichiers.all()}


@pytest.fixture
def client(monkeypatch):
    monkeypatch.setattr(verification, "DEBIT", Debit(0, cle=b"cle"))
    return Client(enforce_csrf_checks=True)


def send(client, octets, nom="recu.json", *, adresse=ADRESSE, **champs):
    jeton = JETON.search(client.get(adresse).text)[1]
    fichier = SimpleUploadedFile(nom, octets)
    return client.post(adresse, {"jeton": jeton, "fichier": fichier} | champs)


def test_chacun_verifie_sans_compte_ni_temoin_et_rien_n_est_garde(client, fichiers):
    avant = Fichier.objects.count(), Evenement.objects.count()

    reponse = send(client, fichiers["impact.csv"], "recu.csv")

    assert "Document authentique" in reponse.text
    assert client.cookies == {}
    assert "no-store" in reponse.headers["Cache-Control"]
    assert avant == (Fichier.objects.count(), Evenement.objects.count())


def test_un_chiffre_change_se_lit_et_ce_qui_est_hostile_est_ecrit_comme_du_texte(client, fichiers):
    faux = fichiers["datapackage.json"].replace(b"2022", b"<b>99</b>", 1)

    reponse = send(client, faux, "<i>x</i>.json")

    assert "1 différence de chiffres" in reponse.text
    assert "&lt;b&gt;99&lt;/b&gt;" in reponse.text
    assert "<i>" not in reponse.text


def test_un_agent_le_referent_et_le_public_lisent_la_meme_page(nantes, client):
    agents = build_agent("lecteur", nantes), build_agent("referent", build_site(**CLERMONT))

    pages = [c.get(ADRESSE) for c in (client, *map(connect, agents))]

    assert {p.status_code for p in pages} == {200}
    assert "agent" not in "".join(p.text for p in pages)
    PageSite.objects.update(ouverte=False)
    assert [c.get(ADRESSE).status_code for c in (client, connect(agents[0]))] == [404, 404]
    assert client.post(ADRESSE).status_code == 404


def test_l_apercu_du_referent_n_envoie_rien(nantes):
    apercu = "/sites/pref-44/organisation/page-publique/apercu/verifier/"
    referent = connect(build_agent("referent", nantes))

    assert "sans effet dans l’aperçu" in referent.get(apercu).text
    assert referent.post(apercu).status_code == 405


def test_une_publication_retiree_ne_se_compare_plus(client, fichiers):
    withdraw_publication(Publication.objects.get(), motif="Fuite.", par="essai", le=LE)

    reponse = send(client, fichiers["datapackage.json"].replace(b"2022", b"2021", 1))

    assert "retirée depuis" in reponse.text
    assert "Ce qui a été comparé" not in reponse.text


def test_un_document_d_un_autre_site_n_est_pas_compare(client, fichiers):
    build_page(build_site(**CLERMONT))

    reponse = send(
        client, fichiers["datapackage.json"], adresse="/demarche-qualite/pref-63/verifier/"
    )

    assert "n’est pas connu de ce site" in reponse.text


@pytest.mark.parametrize(
    ("genre", "statut"), [("PDF dit Word", 422), ("macros", 422), ("bombe ODS", 422)]
)
def test_un_document_hostile_est_refuse(client, nantes, genre, statut):
    nom, octets, mot = HOSTILES[genre]()

    reponse = send(client, octets, nom)

    assert reponse.status_code == statut
    assert mot in reponse.text


def test_sans_jeton_sans_fichier_trop_gros_ou_trop_souvent_la_page_le_dit(
    client, nantes, monkeypatch
):
    maximum = get_regles().verification.envoi_octets

    assert client.post(ADRESSE, {"jeton": "autre"}).status_code == 403
    assert send(client, b"x", fichier="").status_code == 422
    gros = client.post(ADRESSE, CONTENT_LENGTH=str(maximum + 1))
    assert (gros.status_code, "dépasse 20 Mo" in gros.text) == (413, True)
    monkeypatch.setattr(verification, "DEBIT", Debit(1, cle=b"cle"))
    reponses = [send(client, b"Code;Taux\nI1;2\n", "a.csv") for _ in range(2)]
    assert [r.status_code for r in reponses] == [200, 429]
    assert reponses[1].headers["Retry-After"]
