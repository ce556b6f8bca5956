"""The scenarios of a site: written, put aside, copied from the product."""

from __future__ import annotations

from django.db import transaction

from qualepref.enquetes.enums import CanalMystere
from qualepref.enquetes.models import Scenario
from qualepref.enquetes.queries.tests_mystere import get_modele
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement


CHAMPS = ("canal", "titre", "question", "attendu", "actif")


class ScenarioExistantError(ValueError):
    """The site already has a scenario of that title on that channel."""

    def __init__(self, titre: str) -> None:
        super().__init__(
            f"Un scénario « {titre} » existe déjà pour ce canal. Donnez-lui un autre titre, ou "
            "modifiez celui qui existe."
        )


@transaction.atomic
def write_scenario(
    site: Site,
    *,
    canal: CanalMystere,
    titre: str,
    question: str,
    attendu: str,
    par: str,
    scenario: Scenario | None = None,
) -> Scenario:
    """Add a scenario to a site, or change the one given; return it.

    Raises:
        ScenarioExistantError: another one has that title.
    """
    ecrit = scenario or Scenario(site=site)
    homonymes = site.scenarios.filter(canal=canal, titre=titre).exclude(pk=ecrit.pk)
    if homonymes.exists():
        raise ScenarioExistantError(titre)
    avant = {champ: getattr(ecrit, champ) for champ in CHAMPS} if scenario else None
    ecrit.canal, ecrit.titre, ecrit.question, ecrit.attendu = canal, titre, question, attendu
    ecrit.save()
    record_evenement(
        par=par,
        action="scénario modifié" if scenario else "scénario ajouté",
        objet=titre,
        site=site.pk,
        avant=avant,
        apres={champ: getattr(ecrit, champ) for champ in CHAMPS},
    )
    return ecrit


@transaction.atomic
def change_activite(scenario: Scenario, *, actif: bool, par: str) -> None:
    """Let later draws use a scenario, or not; the tests already drawn keep it."""
    scenario.actif = actif
    scenario.save(update_fields=["actif"])
    record_evenement(
        par=par,
        action="scénario remis en service" if actif else "scénario mis de côté",
        objet=scenario.titre,
        site=scenario.site_id,
    )


@transaction.atomic
def import_scenarios(site: Site, *, par: str) -> int:
    """Copy to a site the scenarios of the product it has not; return how many were."""
    connus = set(site.scenarios.values_list("canal", "titre"))
    copies = Scenario.objects.bulk_create(
        Scenario(site=site, canal=s.canal, titre=s.titre, question=s.question, attendu=s.attendu)
        for s in get_modele().scenarios
        if (s.canal, s.titre) not in connus
    )
    record_evenement(
        par=par,
        action="scénarios du modèle copiés",
        objet="scénarios",
        site=site.pk,
        apres={"scenarios": len(copies)},
    )
    return len(copies)
