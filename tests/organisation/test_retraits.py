"""Roles, services and mailboxes are removed only after a page that says what will happen."""

import pytest
from django.urls import reverse

from qualepref.organisation.models import Boite, Role, Service
from qualepref.organisation.rules import elide_de, say_du_site
from usines import build_agent, build_boite, build_service, connect


pytestmark = pytest.mark.django_db


@pytest.fixture
def yann(loire_atlantique, aujourdhui):
    return build_agent(
        "auditeur", loire_atlantique, jusqu_au=aujourdhui, first_name="Yann", last_name="Rolland"
    )


@pytest.fixture
def adresses(loire_atlantique, yann):
    lignes = {
        "role": yann.roles.get(),
        "service": build_service(loire_atlantique, "elections", "Élections"),
        "boite": build_boite(loire_atlantique),
    }
    return {
        quoi: reverse("organisation_retirer", args=[loire_atlantique.pk, quoi, ligne.pk])
        for quoi, ligne in lignes.items()
    }


def restent(yann):
    return yann.roles.exists(), Service.objects.exists(), Boite.objects.exists()


@pytest.mark.parametrize(
    ("quoi", "annonce"),
    [
        ("role", "Retirer le rôle d’auditeur de Yann Rolland ?"),
        ("role", "C’est son seul rôle ici : le site ne lui sera plus ouvert."),
        ("service", "Retirer le service « Élections » ?"),
        ("boite", "L’adresse de messagerie elle-même n’est pas touchée."),
    ],
)
def test_la_page_dit_ce_qui_va_se_passer_sans_rien_faire(page, adresses, yann, quoi, annonce):
    html = page.get(adresses[quoi]).content.decode()

    assert annonce in html
    assert restent(yann) == (True, True, True)


@pytest.mark.parametrize(
    ("quoi", "fait", "restants"),
    [
        ("role", "Le rôle d’auditeur de Yann Rolland est retiré.", (False, True, True)),
        ("service", "Le service « Élections » est retiré.", (True, False, True)),
        ("boite", "La boîte « Boîte principale » est retirée.", (True, True, False)),
    ],
)
def test_confirmer_retire_et_le_dit(page, adresses, yann, quoi, fait, restants):
    html = page.post(adresses[quoi], follow=True).content.decode()

    assert fait in html
    assert restent(yann) == restants


@pytest.mark.parametrize("quoi", ["role", "service", "boite"])
@pytest.mark.parametrize("methode", ["get", "post"])
@pytest.mark.parametrize(
    ("role", "statut"), [("correspondant", 403), ("lecteur", 403), ("autre site", 404), (None, 302)]
)
def test_seul_le_referent_retire(agents, adresses, yann, quoi, methode, role, statut):
    client = connect(agents[role] if role else None)

    reponse = getattr(client, methode)(adresses[quoi])

    assert reponse.status_code == statut
    assert restent(yann) == (True, True, True)


def test_le_dernier_referent_est_refuse_avant_toute_question(page, referent, loire_atlantique):
    role = referent.roles.get()

    html = page.get(
        reverse("organisation_retirer", args=[loire_atlantique.pk, "role", role.pk]), follow=True
    ).content.decode()

    assert "dernier référent qualité" in html
    assert "Annuler" not in html


def test_un_service_utilise_est_refuse_avant_toute_question(page, loire_atlantique, sejour):
    build_boite(loire_atlantique, service=sejour)

    html = page.get(
        reverse("organisation_retirer", args=[loire_atlantique.pk, "service", sejour.pk]),
        follow=True,
    ).content.decode()

    assert "ne peut pas être retiré" in html


def test_les_autres_roles_qui_restent_sont_dits(page, loire_atlantique, yann, adresses):
    Role.objects.create(agent=yann, site=loire_atlantique, role="lecteur")

    assert "restent : lecteur." in page.get(adresses["role"]).content.decode()


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("Claire", "de Claire"),
        ("Anne", "d’Anne"),
        ("Élodie", "d’Élodie"),
        ("Hugo", "d’Hugo"),
        ("Yann", "de Yann"),
        ("", "de "),
    ],
)
def test_elide_de_suit_l_initiale(nom, attendu):
    assert elide_de(nom) == attendu


def test_le_service_du_correspondant_est_nomme(agents, sejour):
    role = agents["correspondant"].roles.get()

    assert role.intitule.startswith("rôle de correspondant (DMI – bureau du séjour) de ")


def test_le_role_ne_dit_pas_facultatif_ce_qu_un_correspondant_doit_donner(page, loire_atlantique):
    html = page.get(reverse("role_ajouter", args=[loire_atlantique.pk])).content.decode()

    assert "(facultatif)" not in html
    assert "Service (obligatoire pour un correspondant)" in html


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("Préfecture de la Loire-Atlantique", "de la préfecture de la Loire-Atlantique"),
        ("Sous-préfecture d’Étampes", "de la sous-préfecture d’Étampes"),
        ("Angers Loire Métropole", "d’Angers Loire Métropole"),
    ],
)
def test_un_site_se_nomme_avec_son_article(nom, attendu):
    assert say_du_site(nom) == attendu
