"""A survey that a hundred thousand people answered, on a base of its own: its page of results."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from qualepref.enquetes.enums import Mode, ProvenanceRetour, Theme
from qualepref.enquetes.models import Campagne, CampagneSite, Retour
from qualepref.enquetes.operations.cellules import merge_retours
from qualepref.enquetes.operations.formulaires import freeze_formulaire
from qualepref.enquetes.queries.formulaires import find_questionnaire, get_vocabulaire
from qualepref.noyau.questionnaires.conditions import is_remplie
from qualepref.noyau.questionnaires.modele import Question, Questionnaire, TypeQuestion
from qualepref.noyau.questionnaires.stockage import read_valeurs
from qualepref.organisation.models import Agent, Role, Service, Site


GRAINE = 91
SITES = ("mesure-evry", "mesure-etampes", "mesure-palaiseau")
SERVICES, JOURS = 3, 180
MODES = (Mode.EN_LIGNE, Mode.BORNE, Mode.PAPIER, Mode.ENTRETIEN)
QUESTIONNAIRE = "accueil-physique"
OUVERTURE = dt.date(2022, 1, 3)
PART_REPONDUE, PART_SATISFAITE = 0.94, 0.85
LOT = 5_000
# Forms that came since the last sum: as many as there may be, nearly.
EN_ATTENTE = 400


def fill_enquete(*, retours: int) -> None:
    """Fill an empty, migrated base with a survey on three sites, and the one before it."""
    hasard = random.Random(GRAINE)  # noqa: S311  rows of a measure, not secrets
    sites = [_create_site(code) for code in SITES]
    agent = Agent.objects.create_user("mesure")
    Role.objects.create(agent=agent, role="national")
    avant = _create_campagne(sites, "Enquête de l’an passé", None)
    _write_retours(avant, sites, retours // 10, hasard)
    merge_retours(avant)
    campagne = _create_campagne(sites, "Enquête mesurée", avant)
    _write_retours(campagne, sites, retours - EN_ATTENTE, hasard)
    merge_retours(campagne)
    _write_retours(campagne, sites, EN_ATTENTE, hasard)


def _create_site(code: str) -> Site:
    site = Site.objects.create(
        code=code,
        nom=f"Préfecture {code}",
        type="prefecture",
        departement="91",
        chef_lieu="Évry",
        calendrier="metropole",
        fuseau="Europe/Paris",
    )
    for rang in range(SERVICES):
        Service.objects.create(site=site, code=f"service-{rang}", nom=f"Service {rang}")
    return site


def _create_campagne(sites: list[Site], titre: str, avant: Campagne | None) -> Campagne:
    questionnaire = find_questionnaire(QUESTIONNAIRE)
    campagne = Campagne.objects.create(
        pilote=sites[0],
        genre=questionnaire.genre,
        theme=Theme.ACCUEIL,
        titre=titre,
        formulaire=freeze_formulaire(questionnaire, vocabulaire=get_vocabulaire(), par="mesure"),
        ouverte_le=OUVERTURE,
        fermee_le=OUVERTURE + dt.timedelta(JOURS),
        validee_le=OUVERTURE,
        modes=list(MODES),
        cible=90,
        precedente=avant,
    )
    CampagneSite.objects.bulk_create(CampagneSite(campagne=campagne, site=s) for s in sites)
    return campagne


def _write_retours(
    campagne: Campagne, sites: list[Site], nombre: int, hasard: random.Random
) -> None:
    """Write forms of all days, services and modes, by batches."""
    questionnaire = find_questionnaire(QUESTIONNAIRE)
    services = {s.pk: [*s.services.all(), None] for s in sites}
    for debut in range(0, nombre, LOT):
        Retour.objects.bulk_create(
            _build_retours(campagne, questionnaire, services, min(LOT, nombre - debut), hasard)
        )


def _build_retours(
    campagne: Campagne,
    questionnaire: Questionnaire,
    services: dict[str, list[Any]],
    nombre: int,
    hasard: random.Random,
) -> Iterator[Retour]:
    for _ in range(nombre):
        site = hasard.choice(SITES)
        jour = OUVERTURE + dt.timedelta(hasard.randrange(JOURS))
        yield Retour(
            campagne=campagne,
            site_id=site,
            service=hasard.choice(services[site]),
            cle=UUID(int=hasard.getrandbits(128)),
            jour=jour,
            mois=jour.year * 100 + jour.month,
            mode=hasard.choice(MODES),
            provenance=ProvenanceRetour.IMPORT,
            valeurs=draw_valeurs(questionnaire, hasard),
        )


def draw_valeurs(questionnaire: Questionnaire, hasard: random.Random) -> dict[str, Any]:
    """Return the kept values of one form, questions filtered out left blank, as one would."""
    valeurs: dict[str, Any] = {}
    for question in questionnaire.iter_questions():
        if question.condition is not None:
            lues = read_valeurs(questionnaire, valeurs)
            if not is_remplie(question.condition, lues):
                continue
        if hasard.random() < PART_REPONDUE:
            valeur = _draw_valeur(question, hasard)
            if valeur is not None:
                valeurs[question.code] = valeur
    return valeurs


def _draw_valeur(question: Question, hasard: random.Random) -> Any:
    if question.type is TypeQuestion.CHOIX_MULTIPLE:
        codes = [o.code for o in question.options if hasard.random() < 1 / 3]
        return codes or [question.options[0].code]
    if not question.options:
        return None
    satisfaits = [o.code for o in question.options if o.satisfait]
    if satisfaits and hasard.random() < PART_SATISFAITE:
        return hasard.choice(satisfaits)
    return hasard.choice(question.options).code
