"""Pages of campaigns: who enters, what they show, what they do."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from enquetes.adresses import address
from enquetes.usines import build_campagne, build_retour
from qualepref.enquetes.models import Campagne
from qualepref.enquetes.queries.formulaires import find_questionnaire
from qualepref.organisation.acces import today_at
from usines import CLERMONT, build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db

LECTURES = ("enquetes", "enquete", "enquete_apercu", "enquete_questionnaires")
GESTES = (
    "enquete_nouvelle", "enquete_modifier", "enquete_ouvrir", "enquete_clore",
    "enquete_supprimer", "enquete_reprendre", "enquete_cibles", "enquete_adresse_ajouter",
    "enquete_questionnaire_deposer",
)  # fmt: skip


def page(client, nom, site, campagne=None):
    return client.get(address(nom, site, campagne)).content.decode()


def build_saisie(le, **valeurs):
    base = {
        "titre": "Point d’accueil numérique",
        "theme": "pan",
        "ouverte_le": le.isoformat(),
        "fermee_le": (le + dt.timedelta(days=10)).isoformat(),
        "modes": ["en_ligne", "papier"],
        "langues": ["fr", "ar"],
        "presentation": "par_groupe",
        "cible": "85,5",
        "attendus-pref-44": "200",
    }
    return base | valeurs


def create(client, site, code="pan", **valeurs):
    choisi = find_questionnaire(code).empreinte if code else "sans"
    return client.post(
        f"{reverse('enquete_nouvelle', args=[site.pk])}?questionnaire={choisi}",
        build_saisie(today_at(site), **valeurs),
    )


@pytest.mark.parametrize("nom", [*LECTURES, *GESTES])
def test_l_agent_d_un_autre_site_ne_trouve_rien(site, en_preparation, nom):
    ailleurs = connect(build_agent("referent", build_site(**CLERMONT)))

    assert ailleurs.get(address(nom, site, en_preparation)).status_code == 404


@pytest.mark.parametrize("nom", [*LECTURES, *GESTES])
def test_le_public_se_connecte(site, en_preparation, nom):
    reponse = connect().get(address(nom, site, en_preparation))

    assert (reponse.status_code, reponse.url.split("?")[0]) == (302, reverse("connexion"))


@pytest.mark.parametrize("role", ["correspondant", "lecteur", "auditeur", "enqueteur", "national"])
def test_chaque_role_lit_et_ne_gere_pas(site, en_preparation, role):
    precisions = {
        "correspondant": {"service": build_service(site)},
        "auditeur": {"jusqu_au": dt.date(2100, 1, 1)},
    }.get(role, {})
    client = connect(build_agent(role, None if role == "national" else site, **precisions))

    lus = {n: client.get(address(n, site, en_preparation)).status_code for n in LECTURES}
    refus = {n: client.get(address(n, site, en_preparation)).status_code for n in GESTES}
    assert set(lus.values()) == {200}
    assert set(refus.values()) == {403}


def test_le_referent_d_un_site_associe_lit_et_ne_pilote_pas(site, le):
    saint_nazaire = build_site(**CLERMONT)
    campagne = build_campagne(site, saint_nazaire)
    client = connect(build_agent("referent", saint_nazaire))

    assert client.get(address("enquete", saint_nazaire, campagne)).status_code == 200
    assert client.get(address("enquete_modifier", saint_nazaire, campagne)).status_code == 403


def test_la_liste_vide_dit_quoi_faire(referent, site):
    assert "Aucune campagne sur ce site" in page(referent, "enquetes", site)


def test_la_liste_met_a_part_les_enquetes_mystere(referent, site):
    build_campagne(site, titre="Satisfaction")
    build_campagne(site, questionnaire="mystere-appels", titre="Appels", theme="telephone")

    satisfaction, mystere = page(referent, "enquetes", site).split("Enquêtes mystère</h2>")
    assert ">Satisfaction<" in satisfaction
    assert ">Appels<" in mystere


def test_la_liste_compte_les_retours_du_site(referent, site):
    campagne = build_campagne(site)
    campagne.places.update(attendus=200)
    for _ in range(3):
        build_retour(campagne, {"attente": "satisfaisant"})

    assert "3 sur 200 attendus" in page(referent, "enquetes", site)


def test_creer_une_campagne(referent, site):
    reponse = create(referent, site)

    campagne = Campagne.objects.get()
    assert reponse.url == reverse("enquete", args=[site.pk, campagne.pk])
    assert (campagne.langues, campagne.modes) == (["fr", "ar"], ["en_ligne", "papier"])
    assert (str(campagne.cible), campagne.places.get().attendus) == ("85.50", 200)


def test_creer_une_campagne_pour_un_service(referent, site):
    service = build_service(site)

    create(referent, site, **{"service-pref-44": service.pk})

    assert Campagne.objects.get().places.get().service == service


def test_creer_une_campagne_avec_une_sous_prefecture(referent, site):
    sous_prefecture = build_site(
        **(CLERMONT | {"code": "sp-44-sn", "nom": "Saint-Nazaire", "prefecture": site})
    )

    create(referent, site, **{"site-sp-44-sn": "on", "attendus-sp-44-sn": "50"})

    assert set(Campagne.objects.get().sites.all()) == {site, sous_prefecture}


def test_un_site_d_ailleurs_ne_se_joint_pas(referent, site):
    build_site(**CLERMONT)

    create(referent, site, **{"site-pref-63": "on"})

    assert list(Campagne.objects.get().sites.all()) == [site]


def test_le_referent_de_deux_sites_les_joint(site):
    agent = build_agent("referent", site)
    clermont = build_site(**CLERMONT)
    agent.roles.create(site=clermont, role="referent")

    create(connect(agent), site, **{"site-pref-63": "on"})

    assert set(Campagne.objects.get().sites.all()) == {site, clermont}


def test_creer_une_campagne_refuse_pres_du_champ(referent, site, le):
    reponse = create(referent, site, fermee_le=(le - dt.timedelta(days=1)).isoformat())

    assert "précède le premier" in reponse.context["form"].errors["fermee_le"][0]
    assert not Campagne.objects.exists()


def test_creer_une_campagne_refuse_un_pourcentage_impossible(referent, site):
    reponse = create(referent, site, cible="101")

    assert reponse.context["form"].errors["cible"] == ["Donnez un pourcentage, de 0 à 100."]


def test_creer_une_campagne_mystere_ne_demande_pas_de_mode(referent, site):
    create(referent, site, code="mystere-appels", theme="telephone")

    campagne = Campagne.objects.get()
    assert (campagne.genre, campagne.modes) == ("mystere", [])


def test_reprendre_une_enquete_passee(referent, site):
    create(referent, site, code=None)

    campagne = Campagne.objects.get()
    assert campagne.formulaire is None
    assert campagne.validee_le == today_at(site)


def test_le_formulaire_propose_la_campagne_precedente(referent, site):
    precedente = build_campagne(site)

    adresse = reverse("enquete_nouvelle", args=[site.pk])
    choisi = find_questionnaire("pan").empreinte
    reponse = referent.get(f"{adresse}?questionnaire={choisi}")
    assert reponse.context["form"].initial["precedente"] == precedente.pk
    assert reponse.context["form"].initial["theme"] == "pan"


def test_un_questionnaire_inconnu_est_introuvable(referent, site):
    adresse = reverse("enquete_nouvelle", args=[site.pk])

    assert referent.get(f"{adresse}?questionnaire=inconnu").status_code == 404


def test_modifier_une_campagne_garde_ses_cibles(referent, site, en_preparation, le):
    en_preparation.cibles.create(question="attente", valeur=80)

    referent.post(
        address("enquete_modifier", site, en_preparation), build_saisie(le, titre="Autre titre")
    )

    en_preparation.refresh_from_db()
    assert en_preparation.titre == "Autre titre"
    assert en_preparation.cibles.get().valeur == 80


def test_modifier_change_de_questionnaire_avant_l_ouverture(referent, site, en_preparation, le):
    choisi = find_questionnaire("telephone").empreinte
    adresse = address("enquete_modifier", site, en_preparation)

    referent.post(f"{adresse}?questionnaire={choisi}", build_saisie(le, langues=["fr"]))

    en_preparation.refresh_from_db()
    assert en_preparation.formulaire.code == "telephone"


def test_ouvrir_demande_puis_cree_les_adresses(referent, site, en_preparation):
    adresse = address("enquete_ouvrir", site, en_preparation)

    assert "Les réponses sont prises aussitôt" in referent.get(adresse).content.decode()
    referent.post(adresse)

    assert en_preparation.collecteurs.count() == 2
    contenu = page(referent, "enquete", site, en_preparation)
    assert contenu.count("affiche.pdf") == 1
    assert all(c.adresse in contenu for c in en_preparation.collecteurs.all())


def test_ouvrir_deux_fois_le_dit(referent, site, ouverte):
    reponse = referent.post(address("enquete_ouvrir", site, ouverte), follow=True)

    assert "déjà validée" in reponse.content.decode()


def test_clore_puis_reprendre(referent, site, ouverte, le):
    referent.post(address("enquete_clore", site, ouverte))
    ouverte.refresh_from_db()
    assert ouverte.fermee_le == le

    demain = (le + dt.timedelta(days=1)).isoformat()
    referent.post(address("enquete_reprendre", site, ouverte), {"jusqu_au": demain})
    ouverte.refresh_from_db()
    assert ouverte.fermee_le.isoformat() == demain


def test_reprendre_une_campagne_ouverte_est_refuse(referent, site, ouverte):
    reponse = referent.post(address("enquete_reprendre", site, ouverte), {"jusqu_au": ""})

    assert "n’est pas close" in reponse.content.decode()


def test_supprimer_une_campagne_sans_reponse(referent, site, en_preparation):
    referent.post(address("enquete_supprimer", site, en_preparation))

    assert not Campagne.objects.exists()


def test_supprimer_une_campagne_avec_reponses_est_refuse(referent, site):
    campagne = build_campagne(site)
    build_retour(campagne, {"attente": "satisfaisant"})

    reponse = referent.post(address("enquete_supprimer", site, campagne), follow=True)

    assert "ne peut plus être supprimée" in reponse.content.decode()


def test_les_cibles_par_question(referent, site, en_preparation):
    referent.post(
        address("enquete_cibles", site, en_preparation),
        {"cible-attente": "80", "cible-courtoisie": ""},
    )

    assert [(c.question, c.valeur) for c in en_preparation.cibles.all()] == [("attente", 80)]


def test_un_titre_hostile_s_affiche_tel_quel(referent, site):
    campagne = build_campagne(site, titre="<script>alert(1)</script>")

    assert "<script>alert" not in page(referent, "enquete", site, campagne)


def test_l_apercu_se_lit_de_droite_a_gauche(referent, site, en_preparation):
    adresse = address("enquete_apercu", site, en_preparation)

    contenu = referent.get(f"{adresse}?langue=ar").content.decode()
    assert re.search(r'<h2[^>]* lang="ar" dir="rtl">زيارتك</h2>', contenu)


def test_le_menu_mene_aux_enquetes(referent, site):
    contenu = page(referent, "enquetes", site)

    assert 'href="/sites/pref-44/enquetes/" aria-current="page">Enquêtes<' in contenu
