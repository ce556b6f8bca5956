"""The language of a form: asked for, or that of the browser."""

import pytest

from enquetes.parcours import begin, build_adresse, walk
from qualepref.enquetes.models import Retour


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("demande", "accepte", "attendu"),
    [("", "ar,fr;q=0.5", "ar"), ("en", "ar", "en"), ("xx", "pt", "fr"), ("", "", "fr")],
)
def test_la_langue_est_choisie_ou_celle_du_navigateur(client, nantes, demande, accepte, attendu):
    build_adresse(nantes)

    html = client.get(f"/enquete/abc/?langue={demande}", headers={"Accept-Language": accepte}).text

    assert f'<html lang="{attendu}" dir="{"rtl" if attendu == "ar" else "ltr"}"' in html


def test_la_langue_choisie_suit_jusqu_au_merci(client, nantes):
    build_adresse(nantes)
    page = begin(client, langue="en")

    fin = walk(client, page, {}, {}, {})

    assert "Your answers are recorded" in client.get(fin.url).text
    assert Retour.objects.get().langue == "en"


def test_une_langue_que_la_campagne_n_a_pas_n_est_pas_proposee(client, nantes):
    build_adresse(nantes, langues=["fr", "en"])

    assert 'hreflang="ar"' not in client.get("/enquete/abc/?langue=ar").text
