"""Pages of the improvement work ask the base as many questions for much as for little."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amelioration.usines_formations import build_formation, build_personne, build_seance
from amelioration.usines_plan import build_action
from comites.usines import build_comite, build_membre, build_reunion, build_suite
from droits import DROITS
from modeles.usines import build_modele
from mondes import LE, address, build_monde
from preuves.usines import PDF, build_fichier, build_piece
from qualepref.amelioration.enums import TypeEvaluation
from qualepref.amelioration.models import Besoin
from qualepref.amelioration.operations.evaluations import EvaluationDonnee, create_evaluation
from qualepref.comites.models import PresenceReunion
from qualepref.demarche.models import Jalon
from qualepref.preuves.operations.pieces import add_version
from usines import build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db
FOIS = 6
FICHIERS = {"reunion_pdf", "reunion_docx", "modele_fichier", "piece_fichier"}


@pytest.fixture
def monde(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "fichiers"
    site = build_site()
    build_service(site)
    return build_monde(site)


def multiply(monde):
    """Add some of everything a page lists."""
    site = monde.site
    for n in range(FOIS):
        autre = build_service(site, code=f"service-{n}", nom=f"Service {n}")
        build_agent("correspondant", site, service=autre, last_name=f"Agent {n}")
        action = build_action(site, titre=f"Action {n}", service=autre.pk)
        build_action(site, titre=f"Suite {n}", service=autre.pk, apres=action.reference)
        personne = build_personne(site, nom=f"Nom {n}", service=autre.pk)
        Besoin.objects.create(personne=personne, formation=monde.formation, exprime_le=LE)
        build_seance(build_formation(site, titre=f"Formation {n}"), presents=[personne])
        build_seance(monde.formation, presents=[personne])
        build_piece(site, titre=f"Pièce {n}", service=autre, ligne=monde.ligne)
        add_version(monde.piece, fichier=build_fichier(contenu=PDF + b"%d" % n), par="u", le=LE)
        membre = build_membre(monde.comite, organisation=f"Association {n}")
        build_suite(monde.reunion, membre=membre, action=action, texte=f"Proposition {n}")
        PresenceReunion.objects.create(reunion=monde.reunion, membre=membre, present=True)
        comite = build_comite(site, nom=f"Groupe {n}", type="groupe")
        build_reunion(comite)
        build_modele(site, code=f"modele-{n}")
        Jalon.objects.create(
            cycle=monde.cycle, phase="organiser", rang=90 + n, titre=f"Étape {n}", service=autre
        )
        create_evaluation(
            site,
            donnee=EvaluationDonnee(
                type=TypeEvaluation.AUTO_DIAGNOSTIC, titre=f"Diagnostic {n}", debut_le=LE
            ),
            par="u",
            le=LE,
        )


def count_lectures(client, monde):
    comptes = {}
    for nom, (lecteurs, _) in DROITS.items():
        if "lecteur" in lecteurs and nom not in FICHIERS:
            adresse = address(nom, monde)
            client.get(adresse)
            with CaptureQueriesContext(connection) as lues:
                client.get(adresse)
            comptes[nom] = len(lues)
    return comptes


def test_les_lectures_ne_croissent_pas_avec_les_lignes(monde):
    client = connect(build_agent("referent", monde.site))

    avant = count_lectures(client, monde)
    multiply(monde)
    apres = count_lectures(client, monde)

    assert {n: (avant[n], apres[n]) for n in avant if apres[n] > avant[n] + 3} == {}
