"""What the page of a demande says and offers, by what became of it."""

import datetime as dt

import pytest
from django.urls import reverse

from qualepref.socle.models import Evenement
from usines import build_demande


pytestmark = pytest.mark.django_db
RECUE = dt.date(2025, 4, 28)


@pytest.fixture
def lire(page):
    def get(demande):
        url = reverse("demande", args=[demande.site_id, demande.pk])
        return page.get(url).content.decode()

    return get


@pytest.fixture
def exclue(nantes):
    return build_demande(nantes, RECUE, exclusion="transmise")


def test_une_demande_exclue_dit_son_motif_et_aucune_echeance(lire, exclue):
    html = lire(exclue)

    assert "Réponse à un courrier : non comptée" in html
    assert "Motif : Transmise à un autre service, qui répond." in html
    assert "échéance le" not in html


@pytest.mark.parametrize(
    ("action", "offerte"),
    [
        ("exclure", True),
        ("repondre", True),
        ("attente", False),
        ("accuse", False),
        ("completude", False),
    ],
)
def test_une_demande_exclue_n_offre_que_ce_qui_a_un_sens(lire, exclue, action, offerte):
    url = reverse("demande_action", args=[exclue.site_id, exclue.pk, action])

    assert (f'href="{url}"' in lire(exclue)) is offerte


def test_une_demande_exclue_se_compte_a_nouveau_ou_se_corrige(lire, exclue):
    html = lire(exclue)

    assert "Compter à nouveau" in html
    assert reverse("demande_corriger", args=[exclue.site_id, exclue.pk]) in html


def test_repondre_a_une_demande_exclue_ne_lui_prete_pas_d_echeance(page, exclue):
    url = reverse("demande_action", args=[exclue.site_id, exclue.pk, "repondre"])

    assert "28/04/2025, non comptée" in page.get(url).content.decode()


def test_ne_pas_compter_exige_un_motif(page, nantes):
    demande = build_demande(nantes, RECUE)
    url = reverse("demande_action", args=[nantes.pk, demande.pk, "exclure"])

    html = page.post(url, {"lue_le": demande.modifiee_le.isoformat()}).content.decode()

    assert "Choisissez le motif de ne pas la compter." in html


@pytest.mark.parametrize("action", ["repondre", "exclure"])
def test_ce_qu_il_faut_donner_ne_se_dit_pas_facultatif(page, nantes, action):
    demande = build_demande(nantes, RECUE)

    html = page.get(reverse("demande_action", args=[nantes.pk, demande.pk, action]))

    assert "(facultatif)" not in html.content.decode()


@pytest.mark.parametrize(
    ("fuseau", "heure"),
    [("Europe/Paris", "sam. 14/06/2025 à 1 h 05"), ("America/Guadeloupe", "ven. 13/06/2025 à 19 h 05")],
)  # fmt: skip
def test_l_historique_donne_l_heure_du_site(lire, nantes, fuseau, heure):
    nantes.fuseau = fuseau
    nantes.save()
    demande = build_demande(nantes, RECUE)
    Evenement.objects.update(le=dt.datetime(2025, 6, 13, 23, 5, tzinfo=dt.UTC))

    html = lire(demande)

    assert heure in html
    assert "UTC" not in html


@pytest.mark.parametrize("mots", ["le registre suit toutes les demandes", "d’où vient le chiffre"])
def test_les_mots_du_suivi_sont_expliques(lire, nantes, mots):
    assert mots in lire(build_demande(nantes, RECUE, portee="generale"))


def test_la_saisie_explique_la_portee(page, nantes):
    html = page.get(reverse("demande_nouvelle", args=[nantes.pk, "courriers"])).content.decode()

    assert "la réponse vaut pour tout le monde" in html


def test_une_demande_exclue_ne_dit_pas_que_l_attente_arrete_un_delai(lire, nantes):
    exclue = build_demande(
        nantes, RECUE, exclusion="transmise", attente_le=RECUE, attente_delai_annonce="un mois"
    )

    html = lire(exclue)

    assert "Délai annoncé : un mois." in html
    assert "arrête le délai" not in html
