"""What the public writes: kept once, acknowledged, refused without losing a word."""

import csv
import re
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from portail.usines import build_page
from qualepref.noyau.visiteurs.debit import Debit
from qualepref.organisation.acces import today_at
from qualepref.organisation.queries import get_calendrier, get_referentiel
from qualepref.portail.models import EnvoiPublic
from qualepref.portail.views import messages
from qualepref.socle.models import Evenement
from qualepref.socle.visiteurs import sign_jeton
from qualepref.suivi.models import Demande
from qualepref.suivi.rendering.registres import export_registre
from qualepref.suivi.rules import DatesDemande, stamp_demande
from usines import build_agent, build_site, connect


pytestmark = pytest.mark.django_db

ADRESSE = "/demarche-qualite/pref-44/ecrire/"
CACHES = re.compile(r'name="(jeton|cle)" value="([^"]+)"')
MESSAGE = {
    "nature": "reclamation",
    "objet": "L’attente au guichet",
    "texte": "Deux heures debout, lundi.",
    "nom": "Jeanne Martin",
    "courriel": "jeanne@exemple.fr",
}


@pytest.fixture
def nantes():
    return build_page(build_site()).site


@pytest.fixture
def client(monkeypatch):
    for nom in ("DEBIT", "ACCUSES"):
        monkeypatch.setattr(messages, nom, Debit(0, cle=b"cle"))
    return Client(enforce_csrf_checks=True)


def open_form(client):
    return dict(CACHES.findall(client.get(ADRESSE).text))


def send(client, caches=None, **champs):
    return client.post(ADRESSE, (caches or open_form(client)) | MESSAGE | champs)


def test_un_message_entre_au_registre_avec_son_echeance(
    client, nantes, django_capture_on_commit_callbacks
):
    le = today_at(nantes)
    with django_capture_on_commit_callbacks(execute=True):
        reponse = send(client)

    demande = Demande.objects.get()
    attendue = stamp_demande(
        DatesDemande(recue_le=le),
        nature=get_referentiel(nantes).nature("reclamation"),
        canal="formulaire",
        calendrier=get_calendrier(nantes),
    )
    recu = client.get(reponse.url)
    assert (demande.registre, demande.canal, demande.recue_le) == ("ecoute", "formulaire", le)
    assert (demande.echeance, demande.accuse_le) == (attendue.echeance, le)
    assert demande.demandeur == "Jeanne Martin, jeanne@exemple.fr"
    assert demande.commentaire == MESSAGE["texte"]
    assert demande.reference in recu.text
    assert "no-store" in recu.headers["Cache-Control"]
    assert "Jeanne" not in recu.text + str(list(Evenement.objects.values()))
    assert client.cookies == {}
    assert Evenement.objects.get(action="enregistrer").par == "formulaire public"


def test_l_accuse_porte_la_reference_et_aucun_mot_de_l_envoi(
    client, nantes, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send(client)

    (courriel,) = mail.outbox
    assert courriel.to == ["jeanne@exemple.fr"]
    assert courriel.extra_headers["Auto-Submitted"] == "auto-replied"
    assert Demande.objects.get().reference in courriel.body
    assert "5\N{NO-BREAK SPACE}jours ouvrés" in courriel.body
    assert "Préfecture de la Loire-Atlantique" in courriel.body
    assert "[" not in courriel.body
    assert "guichet" not in courriel.subject + courriel.body
    assert "Jeanne" not in courriel.body


def test_le_meme_envoi_deux_fois_ne_compte_qu_une_fois(
    client, nantes, django_capture_on_commit_callbacks
):
    caches = open_form(client)

    with django_capture_on_commit_callbacks(execute=True):
        premier = send(client, caches)
        second = send(client, caches)

    assert premier.url == second.url
    assert Demande.objects.count() == EnvoiPublic.objects.count() == len(mail.outbox) == 1


def test_sans_adresse_rien_ne_part(client, nantes, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        reponse = send(client, nom="", courriel="")

    assert Demande.objects.get().demandeur == ""
    assert mail.outbox == []
    recu = client.get(reponse.url).text
    assert "part à l’adresse" not in recu
    assert "nous ne pourrons pas vous répondre" in recu
    assert "Réponse au plus tard" not in recu


def test_une_saisie_refusee_dit_pourquoi_et_garde_tout(client, nantes):
    hostile = "<script>alert('x')</script>"

    reponse = send(client, nature="", objet=hostile, courriel="jeanne", texte="x" * 4001)

    assert reponse.status_code == 422
    assert Demande.objects.count() == 0
    assert "Dites si vous écrivez une suggestion ou une réclamation." in reponse.text
    assert "4001 caractères" in reponse.text
    assert "nom@exemple.fr" in reponse.text
    assert hostile not in reponse.text
    assert "&lt;script&gt;" in reponse.text
    assert "x" * 4001 in reponse.text


def test_une_ligne_de_plus_compte_pour_un_caractere_comme_dans_le_navigateur(client, nantes):
    texte = "x" * 3990 + "\r\n" * 10

    reponse = send(client, texte=f"{texte}x"), send(client, texte="y\r\n" * 1998 + "fin")

    assert [r.status_code for r in reponse] == [422, 302]
    assert Demande.objects.get().commentaire.count("\n") == 1998
    assert "\r" not in Demande.objects.get().commentaire


def test_un_message_piege_s_exporte_sans_formule_et_se_relit(client, nantes, tmp_path):
    piege = "=cmd|' /C calc'!A0"
    send(client, objet=f"{piege}\x0b\nsuite", texte=piege, nom=f"@{piege}")
    sortie = tmp_path / "ecoute.csv"

    for extension in (".xlsx", ".ods", ".csv"):
        export_registre(nantes, sortie.with_suffix(extension), registre="ecoute")

    demande = Demande.objects.get()
    assert demande.objet == f"{piege} suite"
    lignes = sortie.read_text("utf-8-sig").splitlines()
    cellules = [c for rang in csv.reader(lignes, delimiter=";") for c in rang]
    assert f"'{piege} suite" in cellules
    assert not any(c.startswith(("=", "@")) for c in cellules)


@pytest.mark.parametrize(
    ("changement", "statut"),
    [
        ({"jeton": "autre"}, 403),
        ({"cle": "pas-une-cle"}, 403),
        ({"cle": str(uuid4())}, 403),
        ({"site_web": "http://vente.exemple"}, 422),
        ({"nature": "information"}, 422),
        ({"texte": "é" * 60_000}, 413),
    ],
)
def test_un_envoi_douteux_n_entre_pas(client, nantes, changement, statut):
    reponse = send(client, **changement)

    assert reponse.status_code == statut
    assert Demande.objects.count() == 0


def test_un_reseau_trop_bavard_attend_sans_rien_perdre(client, nantes, monkeypatch):
    monkeypatch.setattr(messages, "DEBIT", Debit(1, cle=b"cle"))
    send(client)

    reponse = send(client)

    assert reponse.status_code == 429
    assert int(reponse.headers["Retry-After"]) > 0
    assert MESSAGE["texte"] in reponse.text
    assert Demande.objects.count() == 1


def test_une_adresse_ne_recoit_pas_une_pluie_d_accuses(
    client, nantes, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(messages, "ACCUSES", Debit(1, cle=b"cle"))

    with django_capture_on_commit_callbacks(execute=True):
        send(client)
        send(client, courriel="JEANNE@exemple.fr")

    assert Demande.objects.count() == 2
    assert len(mail.outbox) == 1


def test_une_page_fermee_ou_sans_formulaire_ne_prend_rien(client, nantes):
    caches = open_form(client)
    nantes.page_publique.formulaire = False
    nantes.page_publique.save()

    assert send(client, caches).status_code == 404
    assert client.get(ADRESSE).status_code == 404
    assert Demande.objects.count() == 0


def test_un_recu_ne_se_lit_pas_sur_un_autre_site(client, nantes):
    clermont = build_page(build_site(code="pref-63", nom="Clermont", departement="63")).site
    cle = uuid4()
    jeton = sign_jeton("ecrire", nantes.pk, cle)
    send(client, {"cle": str(cle), "jeton": jeton})

    ici = client.get(f"{ADRESSE}{cle}/")
    ailleurs = client.get(f"/demarche-qualite/{clermont.pk}/ecrire/{cle}/")

    assert (ici.status_code, ailleurs.status_code) == (200, 404)


def test_le_message_se_voit_dans_a_traiter(client, nantes):
    send(client)
    referent = connect(build_agent("referent", nantes))

    assert "L’attente au guichet" in referent.get("/sites/pref-44/a-traiter/?periode=tout").text
