import datetime as dt
import re

import pytest
from django.urls import reverse

from qualepref.organisation.models import Agent, Boite, Role, Service, Site
from qualepref.suivi.models import Demande
from usines import build_agent, build_boite, build_service, connect


pytestmark = pytest.mark.django_db
MOT_DE_PASSE = "une phrase assez longue 2022"
PAGES_DU_REFERENT = (
    "perimetre",
    "label_ajouter",
    "service_ajouter",
    "boite_ajouter",
    "role_ajouter",
)


def adresse(nom, site, *suite):
    return reverse(nom, args=[site.pk, *suite])


@pytest.mark.parametrize(
    ("role", "statut"),
    [
        ("referent", 200),
        ("correspondant", 200),
        ("lecteur", 200),
        ("auditeur", 200),
        ("national", 200),
        ("auditeur échu", 403),
        ("autre site", 404),
        ("sans rôle", 404),
    ],
)
def test_organisation_se_lit_avec_un_role_du_site(agents, loire_atlantique, role, statut):
    reponse = connect(agents[role]).get(adresse("organisation", loire_atlantique))

    assert reponse.status_code == statut


@pytest.mark.parametrize("nom", PAGES_DU_REFERENT)
@pytest.mark.parametrize(
    ("role", "statut"),
    [
        ("referent", 200),
        ("correspondant", 403),
        ("lecteur", 403),
        ("auditeur", 403),
        ("national", 403),
        ("autre site", 404),
        ("sans rôle", 404),
    ],
)
def test_seul_le_referent_change_l_organisation(agents, loire_atlantique, nom, role, statut):
    reponse = connect(agents[role]).get(adresse(nom, loire_atlantique))

    assert reponse.status_code == statut


@pytest.mark.parametrize("nom", ["organisation", *PAGES_DU_REFERENT])
def test_un_anonyme_est_envoye_a_la_connexion(loire_atlantique, nom):
    reponse = connect().get(adresse(nom, loire_atlantique))

    assert reponse["Location"].startswith(reverse("connexion"))


def test_un_lecteur_ne_voit_aucun_bouton_de_gestion(agents, loire_atlantique, sejour):
    html = connect(agents["lecteur"]).get(adresse("organisation", loire_atlantique))

    assert re.findall(r'<form method="post" action="([^"]+)"', html.content.decode()) == [
        reverse("deconnexion")
    ]


def test_le_perimetre_dit_combien_d_engagements(page, loire_atlantique):
    html = page.get(adresse("organisation", loire_atlantique)).content.decode()

    assert "27 engagements, dans 3 modules" in html


def test_le_perimetre_s_enregistre(page, loire_atlantique):
    page.post(adresse("perimetre", loire_atlantique), {"modules": ["1", "3"]})

    assert Site.objects.get(pk="pref-44").modules == (1, 3)


@pytest.mark.parametrize(
    ("donnees", "message"),
    [
        ({"modules": ["4"]}, "Le module 1 est obligatoire : cochez-le."),
        ({"modules": ["1"], "a_cert": "on"}, "Le module 2 est obligatoire pour un site"),
        ({"modules": ["1", "99"]}, "Sélectionnez un choix valide"),
    ],
)
def test_un_perimetre_contraire_au_referentiel_est_refuse(page, loire_atlantique, donnees, message):
    html = page.post(adresse("perimetre", loire_atlantique), donnees).content.decode()

    assert message in html
    assert Site.objects.get(pk="pref-44").modules == (1, 2, 4)


def test_la_decision_de_labellisation_s_inscrit(page, loire_atlantique):
    html = page.post(
        adresse("label_ajouter", loire_atlantique),
        {"decision_le": "2022-10-27", "organisme": "SOCOTEC", "duree_annees": "3"},
        follow=True,
    ).content.decode()

    assert "décision du 27 octobre 2022, SOCOTEC, échue depuis le 26 octobre 2025" in html


def test_un_service_s_ajoute_sous_le_code_de_son_nom(page, loire_atlantique):
    page.post(adresse("service_ajouter", loire_atlantique), {"nom": "DCL – Élections"})

    assert Service.objects.get().code == "dcl-elections"


def test_un_service_se_renomme_sans_changer_de_code(page, loire_atlantique, sejour):
    page.post(adresse("service", loire_atlantique, sejour.code), {"nom": "Séjour"})

    sejour.refresh_from_db()
    assert (sejour.code, sejour.nom) == ("dmi-sejour", "Séjour")


@pytest.mark.parametrize(
    ("nom", "message"), [("DMI sejour", "déjà pris"), ("!!!", "une lettre"), ("", "obligatoire")]
)
def test_un_service_mal_nomme_est_refuse(page, loire_atlantique, sejour, nom, message):
    html = page.post(adresse("service_ajouter", loire_atlantique), {"nom": nom}).content.decode()

    assert message in html
    assert Service.objects.get() == sejour


def test_une_boite_s_ajoute_avec_son_service(page, loire_atlantique, sejour):
    page.post(
        adresse("boite_ajouter", loire_atlantique),
        {"nom": "Étrangers", "adresse": "etrangers@example.org", "service": sejour.pk},
    )

    boite = Boite.objects.get()
    assert (boite.code, boite.service) == ("etrangers", sejour)


def test_une_boite_ne_prend_pas_le_service_d_un_autre_site(page, loire_atlantique, clermont):
    ailleurs = build_service(clermont)

    page.post(
        adresse("boite_ajouter", loire_atlantique), {"nom": "Étrangers", "service": ailleurs.pk}
    )

    assert not Boite.objects.exists()


@pytest.mark.parametrize(
    ("donnees", "message"),
    [
        ({"role": "correspondant"}, "Un correspondant l’est d’un service"),
        ({"role": "auditeur"}, "donnez son dernier jour"),
        ({"role": "lecteur", "jusqu_au": "2020-01-01"}, "Ce jour est passé"),
        ({"role": "national"}, "Sélectionnez un choix valide"),
        ({"role": "lecteur", "identifiant": "personne"}, "Aucun compte ne porte"),
    ],
)
def test_un_role_impossible_est_refuse(page, loire_atlantique, donnees, message):
    build_agent(username="yann")

    html = page.post(
        adresse("role_ajouter", loire_atlantique), {"identifiant": "yann"} | donnees
    ).content.decode()

    assert message in html
    assert Role.objects.count() == 1


@pytest.mark.parametrize("identifiant", ["yann", "Yann.Rolland@example.org"])
def test_un_role_se_donne_par_identifiant_ou_courriel(page, loire_atlantique, sejour, identifiant):
    yann = build_agent(username="yann", email="yann.rolland@example.org")

    page.post(
        adresse("role_ajouter", loire_atlantique),
        {"identifiant": identifiant, "role": "correspondant", "service": sejour.pk},
    )

    assert list(yann.roles.values_list("role", "service")) == [("correspondant", sejour.pk)]


def test_un_courriel_partage_ne_designe_personne(page, loire_atlantique):
    for nom in ("yann", "lea"):
        build_agent(username=nom, email="accueil@example.org")

    page.post(
        adresse("role_ajouter", loire_atlantique),
        {"identifiant": "accueil@example.org", "role": "lecteur"},
    )

    assert Role.objects.count() == 1


def retirer(page, site, quoi, ligne):
    return page.post(
        adresse("organisation_retirer", site, quoi, ligne.pk), follow=True
    ).content.decode()


def test_un_role_se_retire(page, agents, loire_atlantique):
    role = agents["lecteur"].roles.get()

    retirer(page, loire_atlantique, "role", role)

    assert not agents["lecteur"].roles.exists()


def test_le_dernier_referent_ne_se_retire_pas(page, referent, loire_atlantique):
    html = retirer(page, loire_atlantique, "role", referent.roles.get())

    assert "dernier référent qualité" in html
    assert referent.roles.exists()


def test_le_role_d_un_autre_site_ne_se_retire_pas(page, agents, loire_atlantique):
    role = agents["autre site"].roles.get()

    reponse = page.post(adresse("organisation_retirer", loire_atlantique, "role", role.pk))

    assert reponse.status_code == 404


def test_un_service_inutilise_se_retire(page, loire_atlantique, sejour):
    retirer(page, loire_atlantique, "service", sejour)

    assert not Service.objects.exists()


def test_un_service_dont_un_role_depend_ne_se_retire_pas(page, agents, loire_atlantique, sejour):
    html = retirer(page, loire_atlantique, "service", sejour)

    assert "ne peut pas être retiré" in html
    assert agents["correspondant"].roles.exists()


def test_une_boite_qui_a_des_demandes_ne_se_retire_pas(page, loire_atlantique):
    boite = build_boite(loire_atlantique)
    Demande.objects.create(
        site=loire_atlantique, registre="courriels", reference="1", nature="information",
        canal="courriel", boite=boite, recue_le=dt.date(2022, 3, 1), mois=202203, issue="ouverte",
        regle="", calendrier_version="",
    )  # fmt: skip

    html = retirer(page, loire_atlantique, "boite", boite)

    assert "ne peut pas être retiré" in html


def test_l_accueil_mene_a_l_unique_site(page, loire_atlantique, clermont):
    reponse = page.get(reverse("accueil"))

    assert reponse["Location"] == adresse("site", loire_atlantique)


def test_la_liste_des_sites_se_limite_aux_siens(agents, loire_atlantique, clermont):
    html = connect(agents["lecteur"]).get(reverse("sites")).content.decode()

    assert loire_atlantique.nom in html
    assert clermont.nom not in html


def test_un_role_national_voit_tous_les_sites_et_y_cherche(agents, loire_atlantique, clermont):
    html = connect(agents["national"]).get(reverse("sites"), {"q": "Clermont"}).content.decode()

    assert clermont.nom in html
    assert loire_atlantique.nom not in html


def test_sans_role_la_page_dit_a_qui_en_demander_un(agents):
    html = connect(agents["sans rôle"]).get(reverse("accueil"), follow=True).content.decode()

    assert "Aucun site ne vous est ouvert" in html


@pytest.fixture
def compte(loire_atlantique):
    agent = build_agent("lecteur", loire_atlantique, username="camille")
    agent.set_password(MOT_DE_PASSE)
    agent.save()
    return agent


def connexion(client, mot_de_passe, **suite):
    donnees = {"username": "camille", "password": mot_de_passe} | suite
    return client.post(reverse("connexion"), donnees)


def test_la_connexion_mene_a_l_accueil(compte):
    assert connexion(connect(), MOT_DE_PASSE)["Location"] == reverse("accueil")


def test_la_connexion_ne_mene_pas_hors_du_service(compte):
    reponse = connexion(connect(), MOT_DE_PASSE, next="https://ailleurs.example/")

    assert reponse["Location"] == reverse("accueil")


def test_un_mauvais_mot_de_passe_est_dit_sans_dire_si_le_compte_existe(compte):
    connu = connexion(connect(), "faux").content.decode()
    inconnu = connexion(connect(), "faux", username="personne").content.decode()

    assert "Identifiant ou mot de passe incorrect" in connu
    assert "Identifiant ou mot de passe incorrect" in inconnu


def test_trop_d_essais_bloquent_la_connexion(compte, settings):
    client = connect()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        reponse = connexion(client, "faux")

    assert reponse.status_code == 429
    assert "bloqué pendant une heure" in reponse.content.decode()


def test_la_deconnexion_ne_se_fait_pas_par_un_lien(page):
    assert page.get(reverse("deconnexion")).status_code == 405


def test_la_deconnexion_ferme_la_session(page):
    page.post(reverse("deconnexion"))

    assert page.get(reverse("accueil"))["Location"].startswith(reverse("connexion"))


def test_le_mot_de_passe_se_change(compte):
    client = connect(compte)

    client.post(
        reverse("compte"),
        {
            "old_password": MOT_DE_PASSE, "new_password1": "autre phrase longue 44",
            "new_password2": "autre phrase longue 44",
        },
    )  # fmt: skip

    assert Agent.objects.get(username="camille").check_password("autre phrase longue 44")
