"""Mystery tests: drawn, given to somebody else, given up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction
from django.db.models import Q

from qualepref.enquetes.enums import GenreEnquete
from qualepref.enquetes.models import Campagne, TestMystere
from qualepref.enquetes.queries.tests_mystere import (
    has_grilles,
    list_actifs,
    list_enqueteurs,
    list_jours,
    lock_ligne,
)
from qualepref.enquetes.rules.tirage import Creneau, DonneesTirage, Enqueteur, Lieu, TestTire, draw
from qualepref.organisation.models import Agent, Service
from qualepref.socle.dates import format_jour
from qualepref.socle.operations import record_evenement


class TirageRefuseError(ValueError):
    """This campaign cannot be drawn now; the message says why."""


class ChangementRefuseError(ValueError):
    """This test cannot be changed that way; the message says why."""


@dataclass(frozen=True, slots=True)
class Reglages:
    """How many tests, when, where and by whom. standard: the main line of each site is tested too.

    part_double: share of tests made by two, in [0, 1].
    """

    tests: int
    part_double: Fraction
    creneaux: tuple[Creneau, ...]
    services: tuple[Service, ...]
    standard: bool
    enqueteurs: tuple[Agent, ...]


@transaction.atomic
def draw_tests(
    campagne: Campagne, *, reglages: Reglages, graine: int, par: str, le: dt.date
) -> int:
    """Draw the schedule of a campaign in place of the former one; return how many tests it has.

    Days before `le` are not drawn. The seed is kept on the campaign, and with the settings in the
    audit trail: the draw can be made again and compared.

    Raises:
        TirageRefuseError: not a mystery campaign, no closing day, or a grid is already filled in.
        TirageImpossibleError: something is missing, or too few callers.
    """
    campagne = Campagne.objects.select_for_update().get(pk=campagne.pk)
    _check_tirage(campagne)
    tires = draw(_build_donnees(campagne, reglages, le=le), graine=graine)
    campagne.tests.all().delete()
    TestMystere.objects.bulk_create([_build_test(campagne, tire) for tire in tires])
    campagne.graine = graine
    campagne.save(update_fields=["graine"])
    record_evenement(
        par=par,
        action="tests mystère tirés",
        objet=f"campagne {campagne.pk}",
        site=campagne.pilote_id,
        apres={
            "graine": graine,
            "tests": reglages.tests,
            "a_deux": str(reglages.part_double),
            "creneaux": [f"{c.debut:%H:%M}-{c.fin:%H:%M}" for c in reglages.creneaux],
            "standard": reglages.standard,
            "services": [service.code for service in reglages.services],
            "enqueteurs": [agent.username for agent in reglages.enqueteurs],
            "du": le,
        },
    )
    return len(tires)


@transaction.atomic
def assign_test(
    test: TestMystere, *, enqueteur: Agent, second: Agent | None, par: str, le: dt.date
) -> None:
    """Give a test to other callers; a grid already filled in keeps its author.

    Raises:
        ChangementRefuseError: somebody may not make it, is busy then, or has already made it.
    """
    ligne = lock_ligne(test)
    test = ligne.test
    if test.abandonne:
        raise ChangementRefuseError("Ce test est abandonné : reprenez-le d’abord.")
    if second == enqueteur:
        raise ChangementRefuseError("Un test à deux se fait avec deux personnes différentes.")
    faits = ((test.enqueteur, enqueteur, ligne.grille), (test.second, second, ligne.seconde))
    for avant, apres, fait in faits:
        if avant != apres and fait:
            raise ChangementRefuseError(f"{avant} a déjà rempli sa grille : ce test garde son nom.")
    connus = list_enqueteurs(test.campagne.pilote, le=le)
    for agent in {enqueteur, second} - {test.enqueteur, test.second, None}:
        _check_disponible(test, agent, connus)
    avant = _noms_of(test)
    test.enqueteur, test.second = enqueteur, second
    test.save(update_fields=["enqueteur", "second"])
    record_evenement(
        par=par,
        action="test mystère attribué",
        objet=str(test),
        site=test.campagne.pilote_id,
        avant=avant,
        apres=_noms_of(test),
    )


@transaction.atomic
def cancel_test(test: TestMystere, *, motif: str, par: str) -> None:
    """Give up a test nobody made, and say why.

    Raises:
        ChangementRefuseError: a grid is already filled in.
    """
    ligne = lock_ligne(test)
    test = ligne.test
    if ligne.entamee:
        raise ChangementRefuseError(
            "Une grille de ce test est déjà remplie : il ne s’abandonne plus."
        )
    test.motif_abandon = motif
    test.save(update_fields=["motif_abandon"])
    record_evenement(
        par=par,
        action="test mystère abandonné",
        objet=str(test),
        site=test.campagne.pilote_id,
        apres={"motif": motif},
    )


@transaction.atomic
def reopen_test(test: TestMystere, *, par: str) -> None:
    """Take up again a test that was given up.

    Raises:
        ChangementRefuseError: one of its callers has been given another test at that time.
    """
    test = lock_ligne(test).test
    for agent in (test.enqueteur, test.second):
        if agent is not None:
            _check_libre(test, agent)
    test.motif_abandon = ""
    test.save(update_fields=["motif_abandon"])
    record_evenement(
        par=par,
        action="test mystère repris",
        objet=str(test),
        site=test.campagne.pilote_id,
    )


def _check_tirage(campagne: Campagne) -> None:
    if campagne.genre != GenreEnquete.MYSTERE:
        raise TirageRefuseError("Seule une enquête mystère a des tests à tirer.")
    if campagne.fermee_le is None:
        raise TirageRefuseError(
            "Donnez d’abord une date de fin à la campagne : les tests se répartissent entre ses dates."
        )
    if has_grilles(campagne):
        raise TirageRefuseError(
            "Une grille est déjà remplie : le calendrier ne se tire plus. Attribuez les tests "
            "autrement, ou abandonnez ceux qui ne peuvent se faire."
        )


def _build_donnees(campagne: Campagne, reglages: Reglages, *, le: dt.date) -> DonneesTirage:
    sites = sorted(campagne.sites.values_list("pk", flat=True))
    lieux = [Lieu(site) for site in sites] if reglages.standard else []
    lieux += [Lieu(s.site_id, s.pk) for s in reglages.services if s.site_id in sites]
    connus = list_enqueteurs(campagne.pilote, le=le)
    return DonneesTirage(
        jours=list_jours(campagne, le=le),
        creneaux=reglages.creneaux,
        lieux=tuple(lieux),
        scenarios=tuple(scenario.pk for scenario in list_actifs(campagne)),
        enqueteurs=tuple(connus[agent] for agent in reglages.enqueteurs if agent in connus),
        tests=reglages.tests,
        part_double=reglages.part_double,
    )


def _build_test(campagne: Campagne, tire: TestTire) -> TestMystere:
    return TestMystere(
        campagne=campagne,
        site_id=tire.lieu.site,
        service_id=tire.lieu.service,
        numero=tire.numero,
        scenario_id=tire.scenario,
        jour=tire.jour,
        debut=tire.creneau.debut,
        fin=tire.creneau.fin,
        enqueteur_id=tire.enqueteur,
        second_id=tire.second,
    )


def _check_disponible(test: TestMystere, agent: Agent, connus: Mapping[Agent, Enqueteur]) -> None:
    """Refuse who holds no role for it, works at the service tested, or has another test then."""
    if agent not in connus:
        raise ChangementRefuseError(f"{agent} n’a pas de rôle qui permette de faire ce test.")
    if not connus[agent].peut_tester(Lieu(test.site_id, test.service_id)):
        raise ChangementRefuseError(f"{agent} répond pour ce service : nul ne teste le sien.")
    _check_libre(test, agent)


def _check_libre(test: TestMystere, agent: Agent) -> None:
    autres = TestMystere.objects.filter(
        Q(enqueteur=agent) | Q(second=agent),
        jour=test.jour,
        debut__lt=test.fin,
        fin__gt=test.debut,
        motif_abandon="",
    )
    if autres.exclude(pk=test.pk).exists():
        raise ChangementRefuseError(
            f"{agent} a déjà un test le {format_jour(test.jour)} à cette heure-là."
        )


def _noms_of(test: TestMystere) -> dict[str, str]:
    return {
        "enqueteur": test.enqueteur.username,
        "second": test.second.username if test.second else "",
    }
