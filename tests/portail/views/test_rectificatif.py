"""An erratum as everybody reads it: what it replaces, why, and each figure that changed."""

import pytest
from django.urls import reverse

from chiffres import LE, count
from portail.usines import build_page
from qualepref.publications.operations.publications import publish_documents
from usines import build_site, connect


pytestmark = pytest.mark.django_db


@pytest.fixture
def nantes():
    site = build_site()
    build_page(site)
    for mois in (202201, 202202):
        count(site, "appels_recus", mois, 1000, "standard")
        count(site, "appels_perdus", mois, 300, "standard")
    publish_documents(site, annee=2022, genres=["donnees"], par="essai", le=LE)
    return site


def read(site):
    return connect().get(reverse("portail", args=[site.pk])).content.decode()


def test_une_premiere_publication_n_est_pas_un_rectificatif(nantes):
    assert "Rectificatif" not in read(nantes)


def test_le_public_lit_pourquoi_et_chaque_chiffre_qui_change(nantes):
    count(nantes, "appels_recus", 202203, 1000, "standard")
    count(nantes, "appels_perdus", 202203, 0, "standard")
    publish_documents(
        nantes, annee=2022, genres=["donnees"], par="essai", le=LE, motif="Mars <manquait>."
    )

    texte = read(nantes).replace("\xa0", " ")

    assert "Il remplace ce qui avait été publié le 31 janvier 2023." in texte
    assert "Motif&nbsp;: Mars &lt;manquait&gt;." in texte
    assert "80 % (2 400 / 3 000) au lieu de 70 % (1 400 / 2 000)." in texte
