"""Every page of the improvement work, for every role: what is granted is written here, or refused.

A new address without a line in DROITS fails: its right must be thought of first.
"""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from amelioration.usines_formations import build_formation, build_personne, build_seance
from amelioration.usines_plan import build_action
from comites.usines import build_comite, build_membre, build_reunion, build_suite
from demarche.usines import build_cycle, get_jalon
from modeles.usines import build_modele
from modeles.usines_svi import DEPUIS, build_etapes, build_svi
from preuves.usines import build_piece
from qualepref.amelioration import urls as amelioration
from qualepref.amelioration.enums import TypeEvaluation
from qualepref.amelioration.models import Besoin, LigneGrille
from qualepref.amelioration.operations.evaluations import EvaluationDonnee, create_evaluation
from qualepref.comites import urls as comites
from qualepref.demarche import urls as demarche
from qualepref.modeles import urls as modeles
from qualepref.modeles.operations.svi import open_brouillon
from qualepref.preuves import urls as preuves
from qualepref.preuves.operations.dossiers import build_dossier, create_dossier
from qualepref.socle.models import Evenement
from usines import CLERMONT, build_agent, build_service, build_site, connect, finish


pytestmark = pytest.mark.django_db
LE = dt.date(2022, 12, 15)
INSTANT = dt.datetime(2022, 12, 15, 9, 0, tzinfo=dt.UTC)

# Who: the référent, the correspondent of the service everything belongs to and one of another, a
# reader, an auditor, an enquêteur, a national role.
GESTION = {"referent"}
SERVICE = GESTION | {"correspondant"}
SAISIE = SERVICE | {"autre_service"}
LIGNES = SAISIE | {"lecteur", "auditeur"}
TOUS = LIGNES | {"enqueteur", "national"}
DOSSIERS = {"referent", "auditeur"}
# Nobody may: a page that only answers a form, or one that never writes.
RIEN = frozenset()

# Name of an address -> (who reads it, who may send it a form).
DROITS = {
    # Plan.
    "plan": (TOUS, RIEN),
    "plan_tableau": (LIGNES, RIEN),
    "plan_echeances": (LIGNES, GESTION),
    "plan_idees": (LIGNES, RIEN),
    "action": (LIGNES, RIEN),
    "action_nouvelle": (SAISIE, SAISIE),
    "action_corriger": (SERVICE, SERVICE),
    "action_etat": (SERVICE, SERVICE),
    "action_deplacer": (RIEN, SERVICE),
    "action_supprimer": (GESTION, GESTION),
    # Diagnostics and audits.
    "evaluations": (TOUS, RIEN),
    "evaluation": (LIGNES, RIEN),
    "evaluation_nouvelle": (GESTION, GESTION),
    "evaluation_ligne": (SERVICE, SERVICE),
    "evaluation_clore": (GESTION, GESTION),
    "evaluation_rouvrir": (RIEN, GESTION),
    "evaluation_supprimer": (GESTION, GESTION),
    # Trainings.
    "formations": (TOUS, RIEN),
    "formation_engagement": (TOUS, RIEN),
    "formation": (TOUS, RIEN),
    "formation_nouvelle": (GESTION, GESTION),
    "formation_corriger": (GESTION, GESTION),
    "formation_supprimer": (GESTION, GESTION),
    "formation_eloignes": (LIGNES, RIEN),
    "seance": (LIGNES, RIEN),
    "seance_nouvelle": (GESTION, GESTION),
    "seance_inscrire": (RIEN, SAISIE),
    "seance_presences": (RIEN, SAISIE),
    "seance_desinscrire": (RIEN, SERVICE),
    "seance_corriger": (GESTION, GESTION),
    "seance_supprimer": (GESTION, GESTION),
    "personnes": (LIGNES, RIEN),
    "personne": (LIGNES, RIEN),
    "personne_nouvelle": (SAISIE, SAISIE),
    "personne_corriger": (SERVICE, SERVICE),
    "personne_depart": (SERVICE, SERVICE),
    "personne_supprimer": (SERVICE, SERVICE),
    "besoins": (LIGNES, RIEN),
    "besoin_nouveau": (SERVICE, SERVICE),
    "besoin_satisfaire": (SERVICE, SERVICE),
    "besoin_retirer": (SERVICE, SERVICE),
    # Committees.
    "comites": (TOUS, RIEN),
    "comite": (TOUS, RIEN),
    "comite_nouveau": (GESTION, GESTION),
    "comite_modifier": (GESTION, GESTION),
    "comite_supprimer": (GESTION, GESTION),
    "comite_membre_nouveau": (GESTION, GESTION),
    "comite_membre": (GESTION, GESTION),
    "comite_membre_retirer": (GESTION, GESTION),
    "comites_suites": (LIGNES, RIEN),
    "reunion": (TOUS, RIEN),
    "reunion_nouvelle": (GESTION, GESTION),
    "reunion_modifier": (GESTION, GESTION),
    "reunion_supprimer": (GESTION, GESTION),
    "reunion_ordre_du_jour": (GESTION, GESTION),
    "reunion_convocation": (LIGNES, GESTION),
    "reunion_agenda": (LIGNES, RIEN),
    "reunion_seance": (GESTION, GESTION),
    "reunion_compte_rendu": (GESTION, GESTION),
    "reunion_pdf": (LIGNES, RIEN),
    "reunion_docx": (LIGNES, RIEN),
    "reunion_publier": (GESTION, GESTION),
    "reunion_suite_nouvelle": (GESTION, GESTION),
    "reunion_suite": (GESTION, GESTION),
    "reunion_suite_supprimer": (GESTION, GESTION),
    "reunion_suite_action": (GESTION, GESTION),
    # Templates: what is written to the public is no secret; filling one in keeps nothing.
    "modeles": (TOUS, RIEN),
    "modele": (TOUS, RIEN),
    "modele_adopter": (GESTION, GESTION),
    "modele_modifier": (GESTION, GESTION),
    "modele_avis": (GESTION, GESTION),
    "modele_versions": (TOUS, RIEN),
    "modele_remplir": (TOUS, RIEN),
    "modele_fichier": (TOUS, RIEN),
    "modeles_coordonnees": (TOUS, RIEN),
    "modeles_coordonnees_modifier": (GESTION, GESTION),
    # Voice server.
    "svi": (TOUS, RIEN),
    "svi_versions": (TOUS, RIEN),
    "svi_mise_a_jour": (SAISIE, SAISIE),
    "svi_relire": (GESTION, GESTION),
    "svi_retirer": (GESTION, GESTION),
    "svi_preparer": (GESTION, GESTION),
    "svi_vigueur": (GESTION, GESTION),
    "svi_abandonner": (GESTION, GESTION),
    "svi_etape_ajouter": (GESTION, GESTION),
    "svi_etape": (GESTION, GESTION),
    "svi_etape_retirer": (GESTION, GESTION),
    # Approach.
    "demarche": (TOUS, RIEN),
    "demarche_calendrier": (TOUS, RIEN),
    "demarche_nouveau": (GESTION, GESTION),
    "demarche_modifier": (GESTION, GESTION),
    "demarche_supprimer": (GESTION, GESTION),
    "demarche_etape_ajouter": (GESTION, GESTION),
    "demarche_etape": (GESTION, GESTION),
    "demarche_etape_fait": (SERVICE, SERVICE),
    "demarche_etape_a_faire": (RIEN, SERVICE),
    "demarche_etape_retirer": (GESTION, GESTION),
    "demarche_instances": (TOUS, RIEN),
    "demarche_label": (TOUS, RIEN),
    "echeances": (TOUS, RIEN),
    # Evidence.
    "preuves": (TOUS, RIEN),
    "preuves_vivantes": (LIGNES, RIEN),
    "preuves_conserver": (RIEN, GESTION),
    "preuve_vivante": (LIGNES, RIEN),
    "pieces": (LIGNES, RIEN),
    "piece": (LIGNES, RIEN),
    "piece_nouvelle": (SAISIE, SAISIE),
    "piece_corriger": (SERVICE, SERVICE),
    "piece_version": (SERVICE, SERVICE),
    "piece_supprimer": (SERVICE, SERVICE),
    "piece_fichier": (LIGNES, RIEN),
    "piece_version_supprimer": (SERVICE, SERVICE),
    "preuves_dossiers": (DOSSIERS, DOSSIERS),
    "preuves_dossier": (DOSSIERS, RIEN),
    "preuves_dossier_supprimer": (GESTION, GESTION),
}
# Calendars read without log-in, at an address signed for one agent, closed with their role.
SIGNEES = {"plan_agenda", "agenda_site"}


@pytest.fixture
def site():
    site = build_site()
    build_service(site)
    return site


@pytest.fixture(autouse=True)
def fichiers(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "fichiers"
    settings.DOSSIERS = tmp_path / "dossiers"


def list_noms():
    apps = (amelioration, comites, demarche, modeles, preuves)
    return {adresse.name for app in apps for adresse in app.urlpatterns}


def build_monde(site):
    """Return something of each kind on a site, of its first service where there is one."""
    service = site.services.first() or build_service(site)
    personne = build_personne(site, service=service.pk)
    formation = build_formation(site)
    evaluation = create_evaluation(
        site,
        donnee=EvaluationDonnee(
            type=TypeEvaluation.AUTO_DIAGNOSTIC,
            titre="Auto-diagnostic",
            debut_le=LE,
            services=(service,),
        ),
        par="usine",
        le=LE,
    )
    comite = build_comite(site)
    reunion = build_reunion(comite, compte_rendu="Le comité a été entendu.")
    cycle = build_cycle(site)
    jalon = get_jalon(cycle, cycle.jalons.first().code)
    jalon.service = service
    jalon.save()
    build_svi(site, [e for e in build_etapes() if not e.service])
    open_brouillon(site, par="usine", le=DEPUIS)
    return SimpleNamespace(
        site=site,
        action=build_action(site, service=service.pk),
        evaluation=evaluation,
        ligne=LigneGrille.objects.filter(evaluation=evaluation, service=service).first(),
        personne=personne,
        formation=formation,
        seance=build_seance(formation, presents=[personne]),
        besoin=Besoin.objects.create(
            personne=build_personne(site, nom="Kerdoncuff", service=service.pk),
            formation=formation,
            exprime_le=LE,
        ),
        comite=comite,
        membre=build_membre(comite),
        reunion=reunion,
        suite=build_suite(reunion),
        modele=build_modele(site, code=f"accuse-{site.pk}"),
        cycle=cycle,
        jalon=jalon,
        piece=build_piece(site, service=service),
        dossier=build_dossier(
            create_dossier(site, graine="1", besoin="", par="usine", le=LE, maintenant=INSTANT)
        ),
    )


def address(nom, monde, *, code=None):
    """Return the address of a page about something of a world, seen from its site or another."""
    code = code or monde.site.pk
    reunion = [code, monde.comite.pk, monde.reunion.pk]
    fiche = [code, monde.modele.code]
    propres = {
        "formation_engagement": [code, 4],
        "evaluation_ligne": [code, monde.evaluation.pk, monde.ligne.pk],
        "seance_nouvelle": [code, monde.formation.pk],
        "besoin_nouveau": [code, monde.personne.pk],
        "comite_membre_nouveau": [code, monde.comite.pk],
        "comite_membre": [code, monde.comite.pk, monde.membre.pk],
        "comite_membre_retirer": [code, monde.comite.pk, monde.membre.pk],
        "reunion_nouvelle": [code, monde.comite.pk],
        "reunion_suite": [*reunion, monde.suite.pk],
        "reunion_suite_supprimer": [*reunion, monde.suite.pk],
        "reunion_suite_action": [*reunion, monde.suite.pk],
        "modele_adopter": [code, "accuse-reclamation"],
        "modele_fichier": [*fiche, "txt"],
        "modeles_coordonnees_modifier": [code, "site"],
        "svi_etape": [code, "titres"],
        "svi_etape_retirer": [code, "titres"],
        "demarche_etape_ajouter": [code, monde.cycle.pk],
        "preuve_vivante": [code, "auto-diagnostic"],
        "piece_fichier": [code, monde.piece.pk, 1],
        "piece_version_supprimer": [code, monde.piece.pk, 1],
        "preuves_dossier": [code, monde.dossier.pk],
        "preuves_dossier_supprimer": [code, monde.dossier.pk],
    }
    sans_cle = {
        "plan", "plan_tableau", "plan_echeances", "plan_idees", "action_nouvelle", "evaluations",
        "evaluation_nouvelle", "formations", "formation_nouvelle", "formation_eloignes",
        "personnes", "personne_nouvelle", "besoins", "comites", "comite_nouveau", "comites_suites",
        "modeles", "modeles_coordonnees", "demarche", "demarche_nouveau", "demarche_instances",
        "demarche_label", "echeances", "preuves", "preuves_vivantes", "preuves_conserver", "pieces",
        "piece_nouvelle", "preuves_dossiers",
    }  # fmt: skip
    familles = (
        ("reunion", reunion),
        ("modele", fiche),
        ("svi", [code]),
        ("demarche_etape", [code, monde.jalon.pk]),
        ("demarche", [code, monde.cycle.pk]),
        *(
            (nom, [code, getattr(monde, nom).pk])
            for nom in (
                "action", "evaluation", "formation", "seance", "personne", "besoin", "comite",
                "piece",
            )
        ),
    )  # fmt: skip
    if nom in propres:
        return reverse(nom, args=propres[nom])
    if nom in sans_cle:
        return reverse(nom, args=[code])
    return reverse(nom, args=next(cle for famille, cle in familles if nom.startswith(famille)))


def ask(client, methode, adresse, donnees=None):
    """Return the answer to a request and whether it wrote; nothing of it is kept."""
    traces = Evenement.objects.count()
    with transaction.atomic():
        reponse = getattr(client, methode)(adresse, donnees)
        finish(reponse)
        ecrit = Evenement.objects.count() != traces
        transaction.set_rollback(True)
    return reponse, ecrit


def build_clients(site):
    """Return the client of each role on a site."""
    service = site.services.get(code="dmi-sejour")
    autre = build_service(site, code="autre", nom="Cabinet")
    agents = {
        "referent": build_agent("referent", site),
        "correspondant": build_agent("correspondant", site, service=service),
        "autre_service": build_agent("correspondant", site, service=autre),
        "lecteur": build_agent("lecteur", site),
        "auditeur": build_agent("auditeur", site, jusqu_au=dt.date(2100, 1, 1)),
        "enqueteur": build_agent("enqueteur", site),
        "national": build_agent("national"),
    }
    return {nom: connect(agent) for nom, agent in agents.items()}


def test_chaque_adresse_a_son_droit_ecrit():
    assert list_noms() - SIGNEES == set(DROITS)


def test_chaque_role_fait_ce_qui_lui_est_accorde_et_rien_de_plus(site):
    monde = build_monde(site)
    clients = build_clients(site)
    donnees = {"presence": monde.seance.presences.get().pk}
    ecarts = []

    for nom, (lecteurs, auteurs) in DROITS.items():
        adresse = address(nom, monde)
        for role, client in clients.items():
            lu, ecrit_en_lisant = ask(client, "get", adresse)
            # A page that only answers a form says 405, or sends back to where the form is.
            attendu = {200} if role in lecteurs else {302, 403, 405}
            if lecteurs and role not in lecteurs:
                attendu = {403}
            if lu.status_code not in attendu or ecrit_en_lisant:
                ecarts.append(("GET", nom, role, lu.status_code))
            if not auteurs and role != "referent":
                continue  # What the référent cannot write there, nobody can.
            envoye, ecrit = ask(client, "post", adresse, donnees)
            refuse = role not in auteurs
            if ecrit and refuse:
                ecarts.append(("POST écrit", nom, role, envoye.status_code))
            if refuse and auteurs and envoye.status_code != 403:
                ecarts.append(("POST", nom, role, envoye.status_code))
            if not refuse and envoye.status_code in (403, 405):
                ecarts.append(("POST refusé", nom, role, envoye.status_code))

    assert ecarts == []


def test_hors_du_site_rien_ne_se_lit_ni_ne_s_ecrit(site):
    monde = build_monde(site)
    passe = build_agent("auditeur", site, jusqu_au=dt.date(2022, 1, 1))
    dehors = [
        ("public", connect(), {302}),
        ("autre site", connect(build_agent("referent", build_site(**CLERMONT))), {404, 405}),
        ("auditeur passé", connect(passe), {403, 405}),
    ]
    ecarts = []

    for nom in DROITS:
        adresse = address(nom, monde)
        for qui, client, attendu in dehors:
            for methode in ("get", "post"):
                reponse, ecrit = ask(client, methode, adresse)
                ailleurs = reponse.status_code == 302 and "/connexion/" not in reponse["Location"]
                if reponse.status_code not in attendu or ecrit or ailleurs:
                    ecarts.append((methode, nom, qui, reponse.status_code))

    assert ecarts == []


def test_une_cle_d_un_autre_site_ne_mene_nulle_part(site):
    ailleurs = build_monde(build_site(**CLERMONT))
    client = connect(build_agent("referent", site))
    ecarts = []

    for nom in DROITS:
        adresse = address(nom, ailleurs, code=site.pk)
        if not any(partie.isdecimal() for partie in adresse.removesuffix(".zip").split("/")):
            continue
        if nom == "formation_engagement":
            continue
        for methode in ("get", "post"):
            reponse, ecrit = ask(client, methode, adresse)
            if reponse.status_code not in (404, 405) or ecrit:
                ecarts.append((methode, nom, reponse.status_code))

    assert ecarts == []


def test_un_formulaire_sans_jeton_est_refuse(site):
    monde = build_monde(site)
    client = Client(enforce_csrf_checks=True)
    client.force_login(build_agent("referent", site))

    acceptes = [
        nom
        for nom, (_, auteurs) in DROITS.items()
        if auteurs and ask(client, "post", address(nom, monde))[0].status_code != 403
    ]

    assert acceptes == []
