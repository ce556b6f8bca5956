"""Addresses of a campaign, and what is printed of it."""

import pytest
from django.urls import reverse

from enquetes.adresses import address
from enquetes.usines import build_campagne
from qualepref.enquetes.enums import Mode
from qualepref.enquetes.models import Campagne
from qualepref.enquetes.operations.ouvertures import validate_campagne
from usines import CLERMONT, build_service, build_site


pytestmark = pytest.mark.django_db


def test_une_adresse_de_plus_pour_un_service(referent, site, ouverte):
    service = build_service(site)

    referent.post(
        address("enquete_adresse_ajouter", site, ouverte),
        {"mode": "en_ligne", "service": service.pk},
    )

    assert ouverte.collecteurs.get(service=service).mode == Mode.EN_LIGNE


def test_la_meme_adresse_deux_fois_est_refusee(referent, site, ouverte):
    reponse = referent.post(
        address("enquete_adresse_ajouter", site, ouverte), {"mode": "en_ligne", "service": ""}
    )

    assert "existe déjà" in reponse.content.decode()


def test_fermer_et_rouvrir_une_adresse(referent, site, ouverte):
    collecteur = ouverte.collecteurs.first()
    args = [site.pk, ouverte.pk, collecteur.adresse]

    referent.post(reverse("enquete_adresse_fermer", args=args))
    collecteur.refresh_from_db()
    assert collecteur.ferme
    referent.post(reverse("enquete_adresse_rouvrir", args=args))
    collecteur.refresh_from_db()
    assert not collecteur.ferme


def test_l_adresse_d_un_autre_site_ne_se_ferme_pas_d_ici(referent, site, le):
    clermont = build_site(**CLERMONT)
    campagne = build_campagne(site, clermont, validee_le=None, fermee_le=None)
    validate_campagne(campagne, par="usine", le=le)
    collecteur = campagne.collecteurs.get(site=clermont)

    adresse = reverse("enquete_adresse_fermer", args=[site.pk, campagne.pk, collecteur.adresse])
    assert referent.post(adresse).status_code == 404


def test_l_affiche_se_telecharge(referent, site, ouverte):
    collecteur = ouverte.collecteurs.get(mode=Mode.EN_LIGNE)

    reponse = referent.get(
        reverse("enquete_affiche", args=[site.pk, ouverte.pk, collecteur.adresse])
    )

    assert reponse.content.startswith(b"%PDF")
    assert collecteur.adresse in reponse["Content-Disposition"]


def test_une_borne_n_a_pas_d_affiche(referent, site, ouverte):
    collecteur = ouverte.collecteurs.get(mode=Mode.BORNE)

    adresse = reverse("enquete_affiche", args=[site.pk, ouverte.pk, collecteur.adresse])
    assert referent.get(adresse).status_code == 404


def test_le_questionnaire_papier_se_telecharge_dans_ses_langues(referent, site, ouverte):
    def ask(langue):
        return referent.get(reverse("enquete_papier", args=[site.pk, ouverte.pk, langue]))

    assert ask("ar").content.startswith(b"%PDF")
    assert ask("de").status_code == 404


def test_un_caractere_que_rien_ne_dessine_le_dit(referent, site, ouverte):
    Campagne.objects.filter(pk=ouverte.pk).update(titre="漢")
    collecteur = ouverte.collecteurs.get(mode=Mode.EN_LIGNE)

    reponse = referent.get(
        reverse("enquete_affiche", args=[site.pk, ouverte.pk, collecteur.adresse]), follow=True
    )

    assert "U+6F22" in reponse.content.decode()
