"""The schedule of mystery tests: who may test, when, and where each test stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet

from qualepref.enquetes.enums import CanalMystere, EtatCampagne
from qualepref.enquetes.models import Campagne, Retour, Scenario, SecondeLecture, TestMystere
from qualepref.enquetes.permissions import SAISIT
from qualepref.enquetes.queries.formulaires import get_questionnaire
from qualepref.enquetes.rules.mystere import EtatTest, is_par_courriel, tell_etat
from qualepref.enquetes.rules.tirage import Enqueteur
from qualepref.noyau.calendrier import DERNIER_JOUR, Calendrier, add_jours_ouvres
from qualepref.noyau.questionnaires.scenarios import ModeleMystere, load_mystere
from qualepref.organisation.models import Agent, Role, Site
from qualepref.organisation.queries import get_calendrier


@lru_cache(maxsize=1)
def get_modele() -> ModeleMystere:
    """Return what mystery tests start from: hours, patience, thresholds, scenarios to copy."""
    return load_mystere(Path(settings.QUESTIONNAIRES))


def canal_of(campagne: Campagne) -> CanalMystere:
    """Return how a campaign tests: its grid says whether it is by e-mail."""
    questionnaire = get_questionnaire(campagne)
    par_courriel = questionnaire is not None and is_par_courriel(questionnaire)
    return CanalMystere.COURRIEL if par_courriel else CanalMystere.APPEL


def list_scenarios(site: Site, canal: CanalMystere | None = None) -> list[Scenario]:
    """Return the scenarios of a site, those of one channel when it is named."""
    scenarios = site.scenarios.all()
    return list(scenarios.filter(canal=canal) if canal else scenarios)


def list_actifs(campagne: Campagne) -> list[Scenario]:
    """Return the scenarios that a campaign may draw: active ones of the site that leads it."""
    return list(campagne.pilote.scenarios.filter(canal=canal_of(campagne), actif=True))


def count_manquants(site: Site) -> int:
    """Return how many scenarios of the product the site has not copied."""
    connus = set(site.scenarios.values_list("canal", "titre"))
    return sum((s.canal, s.titre) not in connus for s in get_modele().scenarios)


def list_enqueteurs(site: Site, *, le: dt.date) -> dict[Agent, Enqueteur]:
    """Return who may make the tests of a campaign that this site leads, by name.

    Each with the services they answer for, which they do not test.
    """
    roles = Role.objects.valables(le).filter(site=site, role__in=SAISIT).select_related("agent")
    services: dict[Agent, set[int]] = {}
    for role in roles.order_by("agent__last_name", "agent__username"):
        siens = services.setdefault(role.agent, set())
        if role.service_id is not None:
            siens.add(role.service_id)
    return {agent: Enqueteur(agent.pk, frozenset(siens)) for agent, siens in services.items()}


def list_jours(campagne: Campagne, *, le: dt.date) -> tuple[dt.date, ...]:
    """Return the days on which every site of a campaign works, from that day on at the earliest.

    Days beyond the calendars are left out: nobody knows which are worked.
    """
    if campagne.fermee_le is None:
        return ()
    calendriers = [get_calendrier(site) for site in campagne.sites.all()]
    debut = max(campagne.ouverte_le, le)
    fin = min(campagne.fermee_le, DERNIER_JOUR)
    jours = (debut + dt.timedelta(n) for n in range((fin - debut).days + 1))
    return tuple(jour for jour in jours if all(c.is_jour_ouvre(jour) for c in calendriers))


@dataclass(frozen=True, slots=True)
class LigneTest:
    """A test and where it stands. grille, seconde: whether each grid expected was filled in."""

    test: TestMystere
    etat: EtatTest
    grille: bool
    seconde: bool

    @property
    def attend_seconde(self) -> bool:
        """Whether the only grid missing is that of the second caller."""
        return self.grille and self.test.second_id is not None and not self.seconde

    @property
    def entamee(self) -> bool:
        """Whether a grid was filled in: the test can no longer be drawn again, nor given up."""
        return self.grille or self.seconde


def list_calendrier(campagne: Campagne, *, le: dt.date) -> list[LigneTest]:
    """Return every test of a campaign in the order of time: for who leads it, and nobody else."""
    return _list_lignes(TestMystere.objects.filter(campagne=campagne), le=le)


def list_mes_tests(site: Site, agent: Agent, *, le: dt.date) -> list[LigneTest]:
    """Return the tests an agent has to make in the campaigns of a site, and those already made.

    Where each stands is told for this agent alone: nothing shows what the other caller did.
    """
    siens = Q(enqueteur=agent) | Q(second=agent)
    campagnes = Campagne.objects.de(site).filter(validee_le__isnull=False)
    tests = TestMystere.objects.filter(siens, campagne__in=campagnes.values("pk"), motif_abandon="")
    return _list_lignes(tests.order_by("jour", "debut", "pk"), le=le, pour=agent)


def find_mon_test(
    campagne: Campagne, agent: Agent, numero: int, *, le: dt.date
) -> LigneTest | None:
    """Return a test of this agent; None when it is somebody else's, or nobody's."""
    siens = Q(enqueteur=agent) | Q(second=agent)
    tests = TestMystere.objects.filter(siens, campagne=campagne, numero=numero)
    return next(iter(_list_lignes(tests, le=le, pour=agent)), None)


def find_ligne(campagne: Campagne, numero: int) -> LigneTest | None:
    """Return a test of a campaign for who leads it; None when there is none."""
    tests = TestMystere.objects.filter(campagne=campagne, numero=numero)
    return next(iter(_list_lignes(tests)), None)


def lock_ligne(test: TestMystere) -> LigneTest:
    """Return a test as it is now; until the transaction ends, nobody else changes it."""
    TestMystere.objects.select_for_update().get(pk=test.pk)
    return _list_lignes(TestMystere.objects.filter(pk=test.pk))[0]


def has_grilles(campagne: Campagne) -> bool:
    """Whether a grid of a drawn test was filled in."""
    fiches = [test.fiche for test in campagne.tests.all()]
    return any(
        modele.objects.filter(campagne=campagne, fiche__in=fiches).exists()
        for modele in (Retour, SecondeLecture)
    )


def is_aveugle(campagne: Campagne, agent: Agent, *, le: dt.date) -> bool:
    """Whether an agent may not see the results yet: they test in a campaign that still runs."""
    siens = Q(enqueteur=agent) | Q(second=agent)
    teste = campagne.tests.filter(siens, motif_abandon="").exists()
    return teste and campagne.etat(le) is not EtatCampagne.CLOSE


@dataclass(frozen=True, slots=True)
class Avancement:
    """How many tests of a schedule stand where."""

    total: int
    faits: int
    en_retard: int
    abandonnes: int
    secondes: int

    @property
    def restants(self) -> int:
        """Those still to be made."""
        return self.total - self.faits - self.abandonnes


def count_avancement(lignes: Sequence[LigneTest]) -> Avancement:
    """Return how far a schedule has come."""
    etats = [ligne.etat for ligne in lignes]
    return Avancement(
        len(lignes),
        etats.count(EtatTest.FAIT),
        etats.count(EtatTest.EN_RETARD),
        etats.count(EtatTest.ABANDONNE),
        sum(ligne.attend_seconde for ligne in lignes),
    )


def _list_lignes(
    tests: QuerySet[TestMystere], *, le: dt.date | None = None, pour: Agent | None = None
) -> list[LigneTest]:
    """Return the lines of these tests; `le` None: each on its own day. `pour`: for both callers."""
    lus = list(
        tests.select_related("campagne__pilote", "campagne__formulaire", "site", "service")
        .select_related("scenario", "enqueteur", "second")
    )  # fmt: skip
    campagnes = {test.campagne_id: test.campagne for test in lus}
    premieres, secondes = (
        set(modele.objects.filter(campagne__in=campagnes).values_list("campagne", "fiche"))
        for modele in (Retour, SecondeLecture)
    )
    attentes = {pk: _attente_of(campagne) for pk, campagne in campagnes.items()}
    lignes = []
    for test in lus:
        cle = (test.campagne_id, test.fiche)
        grille, seconde = cle in premieres, cle in secondes
        fait = grille and (seconde or test.second_id is None)
        if pour is not None:
            premier = test.enqueteur_id == pour.pk
            grille, seconde = grille and premier, seconde and not premier
            fait = grille or seconde
        jours, calendrier = attentes[test.campagne_id]
        etat = tell_etat(
            jour=test.jour,
            limite=add_jours_ouvres(test.jour, jours, calendrier=calendrier),
            le=le or test.jour,
            fait=fait,
            abandonne=test.abandonne,
        )
        lignes.append(LigneTest(test, etat, grille, seconde))
    return lignes


def _attente_of(campagne: Campagne) -> tuple[int, Calendrier]:
    """Return the working days left to fill in a grid, and the calendar they are counted on."""
    return get_modele().get_attente(canal_of(campagne)), get_calendrier(campagne.pilote)
