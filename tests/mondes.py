"""A site with something of each kind of the improvement work, and who asks for its pages."""

import datetime as dt
from types import SimpleNamespace

from django.db import transaction
from django.urls import reverse

from amelioration.usines_formations import build_formation, build_personne, build_seance
from amelioration.usines_plan import build_action
from comites.usines import build_comite, build_membre, build_reunion, build_suite
from demarche.usines import build_cycle, get_jalon
from modeles.usines import build_modele
from modeles.usines_svi import DEPUIS, build_etapes, build_svi
from preuves.usines import build_piece
from qualepref.amelioration.enums import TypeEvaluation
from qualepref.amelioration.models import Besoin, LigneGrille
from qualepref.amelioration.operations.evaluations import EvaluationDonnee, create_evaluation
from qualepref.modeles.operations.svi import open_brouillon
from qualepref.preuves.operations.dossiers import build_dossier, create_dossier
from qualepref.socle.models import Evenement
from usines import build_agent, build_service, connect, finish


LE = dt.date(2022, 12, 15)
INSTANT = dt.datetime(2022, 12, 15, 9, 0, tzinfo=dt.UTC)


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
