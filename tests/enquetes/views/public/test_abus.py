"""What a hostile or a hasty sender meets: nothing is kept, nothing honest is lost."""

import pytest

from enquetes.parcours import HOSTILE, JETON, begin, build_adresse, send, walk
from qualepref.enquetes.models import Brouillon, Retour
from qualepref.enquetes.views import public
from qualepref.noyau.visiteurs.debit import Debit


pytestmark = pytest.mark.django_db


def test_un_texte_hostile_est_montre_tel_quel(client, nantes):
    build_adresse(nantes)
    page = begin(client)
    derniere = walk(client, page, {}, {}).url

    reponse = send(client, derniere, "precedent", suggestions=HOSTILE)
    relue = client.get(derniere).text

    assert reponse.url != derniere
    assert HOSTILE not in relue
    assert "&lt;script&gt;" in relue


@pytest.mark.parametrize("jeton", ["", "abc:xyz:faux", "abc/autre"])
def test_un_jeton_forge_n_enregistre_rien_et_ne_perd_rien(client, nantes, jeton):
    build_adresse(nantes, presentation="tout")
    page = begin(client)

    reponse = client.post(page, {"jeton": jeton, "suivant": "", "q-globale": "satisfaisant"})

    assert reponse.status_code == 403
    assert 'value="satisfaisant" checked' in reponse.text
    assert "envoyez-les de nouveau" in reponse.text
    assert not Retour.objects.exists()


def test_un_jeton_perime_est_refuse(client, nantes, monkeypatch):
    build_adresse(nantes, presentation="tout")
    page = begin(client)
    jeton = JETON.search(client.get(page).text)[1]
    demain = public.time.time() + 24 * 3600
    monkeypatch.setattr("django.core.signing.time.time", lambda: demain)

    reponse = client.post(page, {"jeton": jeton, "suivant": ""})

    assert reponse.status_code == 403


def test_le_jeton_d_un_autre_questionnaire_est_refuse(client, nantes):
    build_adresse(nantes, presentation="tout")
    page, autre = begin(client), begin(client)
    jeton = JETON.search(client.get(autre).text)[1]

    assert client.post(page, {"jeton": jeton, "suivant": ""}).status_code == 403


def test_un_envoi_d_un_autre_site_est_refuse(client, nantes):
    build_adresse(nantes, presentation="tout")
    page = begin(client)
    jeton = JETON.search(client.get(page).text)[1]

    reponse = client.post(
        page, {"jeton": jeton, "suivant": ""}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert reponse.status_code == 403


def test_commencer_sans_jeton_est_refuse(client, nantes):
    build_adresse(nantes)

    reponse = client.post("/enquete/abc/commencer/", {})

    assert reponse.status_code == 403
    assert not Brouillon.objects.exists()


def test_un_envoi_demesure_est_refuse_en_clair(client, nantes):
    build_adresse(nantes, presentation="tout")
    page = begin(client)

    reponse = client.post(page, {"q-suggestions": "x" * 300_000})

    assert reponse.status_code == 413
    assert "Ces réponses sont trop longues" in reponse.text
    assert not Retour.objects.exists()


def test_trop_d_envois_font_attendre_sans_rien_perdre(client, nantes, monkeypatch):
    build_adresse(nantes, presentation="tout")
    page = begin(client)
    jeton = JETON.search(client.get(page).text)[1]
    monkeypatch.setattr(public, "DEBIT", Debit(1, cle=b"cle"))
    public.DEBIT.take("127.0.0.1", public.time.monotonic())

    reponse = client.post(page, {"jeton": jeton, "suivant": "", "q-suggestions": HOSTILE})

    assert reponse.status_code == 429
    assert 0 < int(reponse["Retry-After"]) <= 60
    assert f"Réessayez dans {reponse['Retry-After']} secondes" in reponse.text
    assert '<input type="hidden" name="q-suggestions" value="&lt;script&gt;' in reponse.text
    assert not Retour.objects.exists()
