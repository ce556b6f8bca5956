import datetime as dt

import pytest
from django.urls import reverse

from qualepref.suivi.models import Demande
from usines import build_demande


pytestmark = pytest.mark.django_db
RECUE = dt.date(2025, 4, 28)


@pytest.fixture
def demande(nantes):
    return build_demande(nantes, RECUE)


@pytest.fixture
def agir(page):
    def post(demande, action, **donnees):
        url = reverse("demande_action", args=[demande.site_id, demande.pk, action])
        reponse = page.post(
            url, {"lue_le": demande.modifiee_le.isoformat(), **donnees}, follow=True
        )
        demande.refresh_from_db()
        return reponse.content.decode()

    return post


def test_repondre_dans_le_delai(agir, demande):
    html = agir(demande, "repondre", repondue_le="2025-05-14")

    assert (demande.issue, demande.delai_jours_ouvres) == ("a_temps", 10)
    assert "Comptée, dans le délai." in html


def test_repondre_hors_delai(agir, demande):
    html = agir(demande, "repondre", repondue_le="2025-05-15")

    assert "Comptée, hors délai." in html


def test_repondre_avant_la_reception_est_refuse(agir, demande):
    html = agir(demande, "repondre", repondue_le="2025-04-27")

    assert "précède la réception (28/04/2025)" in html
    assert demande.repondue_le is None


def test_repondre_sans_date_connue_compte_hors_delai(agir, demande):
    html = agir(demande, "repondre", repondue_le="2025-05-14", repondue_sans_date="on")

    assert (demande.issue, demande.repondue_le) == ("sans_date", None)
    assert "réponse sans date connue" in html


def test_repondre_demande_une_date_ou_son_absence(agir, demande):
    html = agir(demande, "repondre")

    assert "Donnez la date de la réponse" in html


def test_une_reponse_d_attente_sans_delai_annonce_laisse_courir(agir, demande):
    html = agir(demande, "attente", attente_le="2025-04-30")

    assert demande.issue == "ouverte"
    assert "Elle n’arrête pas le délai." in html


def test_une_reponse_d_attente_qui_annonce_un_delai_arrete_le_temps(agir, demande):
    agir(demande, "attente", attente_le="2025-04-30", attente_delai_annonce="3 semaines")

    assert (demande.issue, demande.attente) == ("a_temps", 1)


def test_un_accuse_de_reception_n_arrete_rien(agir, demande):
    agir(demande, "accuse", accuse_le="2025-04-28")

    assert (demande.accuse_le, demande.issue) == (RECUE, "ouverte")


def test_une_demande_incomplete_est_suspendue_puis_repart(agir, demande):
    agir(demande, "completude")
    suspendue = demande.issue

    agir(demande, "completude", complete_le="2025-05-05")

    assert suspendue == "suspendue"
    assert demande.echeance == dt.date(2025, 5, 20)


def test_exclure_demande_un_motif_admis(agir, demande):
    html = agir(demande, "exclure", exclusion="indisponibilite")

    assert "Sélectionnez un choix valide" in html
    assert demande.exclusion == ""


def test_exclure_puis_compter_a_nouveau(agir, demande):
    html = agir(demande, "exclure", exclusion="transmise")
    assert "Motif : Transmise à un autre service" in html

    agir(demande, "exclure", exclusion="")

    assert demande.issue == "ouverte"


def test_proposer_un_rendez_vous_lance_le_second_delai(agir, nantes):
    demande = build_demande(
        nantes, RECUE, registre="rendez-vous", nature="rdv-elu", canal="courriel"
    )

    agir(demande, "rendez-vous", proposee_le="2025-04-30", rdv_le="2025-05-12")

    assert (demande.issue, demande.tenue_issue) == ("a_temps", "a_temps")


def test_une_action_inconnue_n_existe_pas(page, demande):
    url = reverse("demande_action", args=[demande.site_id, demande.pk, "detruire"])

    assert page.get(url).status_code == 404


def test_supprimer_demande_confirmation(page, demande):
    url = reverse("demande_supprimer", args=[demande.site_id, demande.pk])

    html = page.get(url).content.decode()

    assert "Supprimer définitivement" in html
    assert Demande.objects.filter(pk=demande.pk).exists()


def test_supprimer_retire_la_demande(page, demande):
    url = reverse("demande_supprimer", args=[demande.site_id, demande.pk])

    reponse = page.post(url, {"lue_le": demande.modifiee_le.isoformat()}, follow=True)

    assert "est supprimée" in reponse.content.decode()
    assert not Demande.objects.exists()


def test_supprimer_une_demande_changee_entre_temps_est_refuse(page, demande):
    url = reverse("demande_supprimer", args=[demande.site_id, demande.pk])

    page.post(url, {"lue_le": "2025-04-28T10:00:00+00:00"})

    assert Demande.objects.filter(pk=demande.pk).exists()


def test_l_historique_suit_une_reference_corrigee(page, demande, referent):
    url = reverse("demande_corriger", args=[demande.site_id, demande.pk])
    page.post(
        url,
        {"lue_le": demande.modifiee_le.isoformat(), "recue_le": RECUE, "complete": "on", "reference": "C-7"},
    )  # fmt: skip

    html = page.get(reverse("demande", args=[demande.site_id, demande.pk])).content.decode()

    assert "Historique (2 écritures)" in html
    assert f"corriger, par {referent.username}" in html
