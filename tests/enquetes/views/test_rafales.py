import datetime as dt

import pytest

from enquetes.usines import build_campagne, build_retour
from qualepref.enquetes.models import Retour
from qualepref.enquetes.operations.cellules import merge_retours
from qualepref.enquetes.queries.depouillement import load_depouillement
from qualepref.enquetes.queries.phrases import get_limites
from qualepref.socle.models import Evenement
from usines import CLERMONT, build_agent, build_site, connect


pytestmark = pytest.mark.django_db

MIDI = dt.datetime(2022, 5, 6, 12, tzinfo=dt.UTC)
PAREILLES = {
    "attente": "tres_satisfaisant",
    "courtoisie": "tres_satisfaisant",
    "reponse": "tres_satisfaisant",
    "globale": "tres_satisfaisant",
}


@pytest.fixture
def nantes():
    return build_site()


@pytest.fixture
def campagne(nantes):
    campagne = build_campagne(nantes)
    for _ in range(get_limites().rafales.semblables):
        build_retour(campagne, PAREILLES, recu_a=MIDI)
    build_retour(campagne, {"globale": "satisfaisant"}, recu_a=MIDI)
    return campagne


def page_of(campagne, code="pref-44"):
    return f"/sites/{code}/enquetes/{campagne.pk}/rafales/"


def press(client, campagne, bouton):
    page = client.get(page_of(campagne))
    cle = page.context["rafales"][0]["rafale"].cle
    return client.post(page_of(campagne), {"rafale": cle, bouton: ""}, follow=True)


def test_une_rafale_est_montree_au_referent(nantes, campagne):
    reponse = connect(build_agent("referent", nantes)).get(page_of(campagne))

    (trouvee,) = reponse.context["rafales"]
    assert len(trouvee["rafale"].envois) == get_limites().rafales.semblables
    assert "ven. 06/05/2022 à 14 h 00" in reponse.text


def test_ecarter_puis_reprendre_une_rafale(nantes, campagne):
    client = connect(build_agent("referent", nantes))
    merge_retours(campagne)
    avant = +load_depouillement(campagne).cellules
    n = get_limites().rafales.semblables

    ecartes = press(client, campagne, "ecarter")

    assert f"{n} retours écartés" in ecartes.text
    assert Retour.objects.filter(suspect=True).count() == n
    assert +load_depouillement(campagne).cellules != avant
    assert Evenement.objects.filter(action="retour écarté").count() == n
    press(client, campagne, "reprendre")
    assert +load_depouillement(campagne).cellules == avant


def test_des_reponses_trop_courtes_ne_font_pas_de_rafale(nantes):
    campagne = build_campagne(nantes)
    for _ in range(20):
        build_retour(campagne, {"globale": "satisfaisant"}, recu_a=MIDI)

    reponse = connect(build_agent("referent", nantes)).get(page_of(campagne))

    assert "Aucune rafale" in reponse.text


def test_une_rafale_inconnue_n_ecarte_rien(nantes, campagne):
    client = connect(build_agent("referent", nantes))

    assert client.post(page_of(campagne), {"rafale": "1-x", "ecarter": ""}).status_code == 404
    assert not Retour.objects.filter(suspect=True).exists()


@pytest.mark.parametrize("role", ["lecteur", "enqueteur"])
def test_un_autre_role_n_ecarte_rien(nantes, campagne, role):
    assert connect(build_agent(role, nantes)).get(page_of(campagne)).status_code == 403


def test_un_agent_d_un_autre_site_ne_voit_rien(campagne):
    autre = build_site(**CLERMONT)
    client = connect(build_agent("referent", autre))

    assert client.get(page_of(campagne)).status_code == 404
    assert client.get(page_of(campagne, "pref-63")).status_code == 404


def test_un_site_qui_ne_pilote_pas_n_ecarte_rien(nantes):
    autre = build_site(**CLERMONT)
    campagne = build_campagne(nantes, autre)

    assert (
        connect(build_agent("referent", autre)).get(page_of(campagne, "pref-63")).status_code == 403
    )


def test_le_public_est_mene_a_la_connexion(campagne):
    assert "/connexion/" in connect().get(page_of(campagne)).url
