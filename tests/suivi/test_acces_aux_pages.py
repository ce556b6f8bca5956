import datetime as dt
import re

import pytest
from django.urls import reverse

from usines import build_demande, connect


pytestmark = pytest.mark.django_db
LECTURE = (
    ("site", ()),
    ("a_traiter", ()),
    ("registres", ()),
    ("registre", ("courriers",)),
    ("echantillons", ("courriers",)),
    ("attestations", ("courriers",)),
    ("attestations_annee", ("courriers", 2022)),
    ("comptages", ()),
    ("comptages_annee", (2022,)),
    ("comptages_saisie", (2022, "appels_recus")),
)
SAISIE = ("demande_nouvelle", "demande_corriger", "demande_supprimer", "repondre", "attente",
          "accuse", "completude", "exclure")  # fmt: skip
LISENT = ("referent", "correspondant", "lecteur", "auditeur")
EXCLUS = ("autre site", "sans rôle", "auditeur échu")


@pytest.fixture
def demande(nantes, sejour, aujourdhui):
    return build_demande(nantes, aujourdhui - dt.timedelta(days=3), service=sejour, le=aujourdhui)


def sans_jeton(reponse):
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", reponse.content.decode())


def adresse(nom, demande):
    site = demande.site_id
    if nom == "demande_nouvelle":
        return reverse(nom, args=[site, "courriers"])
    if nom.startswith("demande"):
        return reverse(nom, args=[site, demande.pk])
    return reverse("demande_action", args=[site, demande.pk, nom])


@pytest.mark.parametrize("role", LISENT)
@pytest.mark.parametrize(("nom", "suite"), LECTURE)
def test_un_role_du_site_lit_les_pages(agents, nantes, role, nom, suite):
    reponse = connect(agents[role]).get(reverse(nom, args=[nantes.pk, *suite]))

    assert reponse.status_code == 200


@pytest.mark.parametrize("role", EXCLUS)
@pytest.mark.parametrize(("nom", "suite"), LECTURE)
def test_sans_role_sur_le_site_la_page_n_existe_pas(agents, nantes, role, nom, suite):
    reponse = connect(agents[role]).get(reverse(nom, args=[nantes.pk, *suite]))

    assert reponse.status_code == (403 if role == "auditeur échu" else 404)


@pytest.mark.parametrize(("nom", "suite"), LECTURE)
def test_un_anonyme_est_envoye_a_la_connexion(nantes, nom, suite):
    url = reverse(nom, args=[nantes.pk, *suite])

    reponse = connect().get(url)

    assert reponse["Location"] == f"{reverse('connexion')}?next={url}"


def test_un_site_inconnu_et_un_site_interdit_repondent_pareil(agents, clermont):
    client = connect(agents["lecteur"])

    interdit = client.get(reverse("site", args=[clermont.pk]))
    inconnu = client.get(reverse("site", args=["pref-00"]))

    assert interdit.status_code == inconnu.status_code == 404
    assert sans_jeton(interdit).replace("pref-63", "pref-00") == sans_jeton(inconnu)


@pytest.mark.parametrize("nom", SAISIE)
@pytest.mark.parametrize(
    ("role", "statut"),
    [
        ("referent", 200),
        ("correspondant", 200),
        ("lecteur", 403),
        ("auditeur", 403),
        ("national", 403),
        ("autre site", 404),
    ],
)
def test_les_pages_de_saisie_suivent_le_role(agents, demande, nom, role, statut):
    reponse = connect(agents[role]).get(adresse(nom, demande))

    assert reponse.status_code == statut


@pytest.mark.parametrize("nom", [n for n in SAISIE if n != "demande_nouvelle"])
def test_un_correspondant_n_ecrit_pas_hors_de_son_service(agents, nantes, legalite, nom):
    demande = build_demande(nantes, dt.date(2022, 3, 1), service=legalite)

    reponse = connect(agents["correspondant"]).get(adresse(nom, demande))

    assert reponse.status_code == 403
    assert "dont vous n’êtes pas correspondant" in reponse.content.decode()


def test_la_demande_d_un_autre_site_n_existe_pas_sur_le_sien(agents, demande, clermont):
    client = connect(agents["autre site"])

    reponse = client.get(reverse("demande", args=[clermont.pk, demande.pk]))

    assert reponse.status_code == 404


@pytest.mark.parametrize(("role", "visibles"), [("referent", True), ("lecteur", False)])
def test_les_boutons_d_ecriture_ne_sont_montres_qu_a_qui_peut_ecrire(
    agents, demande, role, visibles
):
    html = connect(agents[role]).get(adresse("demande", demande)).content.decode()

    assert ("Enregistrer la réponse" in html) is visibles


GESTION = (
    ("echantillons", ("courriers",), {"jour": "2022-06-13"}),
    ("attestations_annee", ("courriers", 2022), {"mois": "202203", "declaration": "rien_recu"}),
    ("comptages_saisie", (2022, "visites"), {"m202201_": "3"}),
    ("fermeture_ajouter", (), {}),
)


@pytest.mark.parametrize(("nom", "suite", "donnees"), GESTION)
@pytest.mark.parametrize("role", ["correspondant", "lecteur", "auditeur", "national"])
def test_seul_le_referent_gere(agents, nantes, nom, suite, donnees, role):
    reponse = connect(agents[role]).post(reverse(nom, args=[nantes.pk, *suite]), donnees)

    assert reponse.status_code == 403


def test_l_echeance_d_un_autre_site_n_est_pas_calculee(agents, nantes):
    reponse = connect(agents["autre site"]).get(
        reverse("echeance", args=[nantes.pk]), {"registre": "courriers", "recue_le": "2025-04-28"}
    )

    assert reponse.status_code == 404
