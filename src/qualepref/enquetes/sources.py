"""Tables offered to the engine: the cells of answers of a site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery

from qualepref.enquetes.enums import GenreEnquete
from qualepref.enquetes.models import Campagne, CelluleReponse, Retour
from qualepref.enquetes.queries.formulaires import get_vocabulaire, load_formulaire
from qualepref.noyau.calcul.cellules import Filtre
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.reponses import CelluleReponse as Cellule
from qualepref.noyau.questionnaires.cellules import Comptee, build_cellules, list_lues, restrict
from qualepref.noyau.questionnaires.depouillement import POSEE, Place, count_retours
from qualepref.noyau.questionnaires.modele import Questionnaire
from qualepref.organisation.models import Service, Site


@dataclass(frozen=True, slots=True)
class _Lue:
    """Of a questionnaire that campaigns have pinned, the questions wanted and what they depend on."""

    questionnaire: Questionnaire
    questions: frozenset[str]


# Campaign, then what its cells hold.
_Ligne = tuple[int, Comptee]


def load_reponses(
    site: Site, periode: Periode, *, filtres: Collection[Filtre] = ((),)
) -> list[Cellule]:
    """Return the cells of answers of a site over a period, all its campaigns together.

    filtres: those that formulas will apply; questions that none keeps are not read. Everything is
    read unless told.

    Forms not summed up yet are counted on the fly; nothing is written. What an answer is worth is
    read in the questionnaire its campaign has pinned. Results published without their answers
    (`ResultatSeul`) are not here: a campaign of several months gives them no month, and a figure
    computed from cells must come from answers. They may be given as declared values. Neither are
    the mystery campaigns of too few tests on the site, of which nothing is shown anywhere.
    """
    lues = _find_lues(site, filtres)
    par_formulaire: dict[str, tuple[Questionnaire, list[Comptee]]] = {}
    for campagne, comptee in _read_lignes(site, periode, lues):
        questionnaire = lues[campagne].questionnaire
        _, comptees = par_formulaire.setdefault(questionnaire.empreinte, (questionnaire, []))
        comptees.append(comptee)
    return [
        cellule
        for _, (questionnaire, comptees) in sorted(par_formulaire.items())
        for cellule in build_cellules(questionnaire, comptees, site=site.pk)
    ]


def load_par_campagne(
    site: Site, periode: Periode, *, filtres: Collection[Filtre]
) -> dict[int, list[Cellule]]:
    """Return the same cells, campaign by campaign, by primary key."""
    lues = _find_lues(site, filtres)
    comptees: dict[int, list[Comptee]] = defaultdict(list)
    for campagne, comptee in _read_lignes(site, periode, lues):
        comptees[campagne].append(comptee)
    return {
        campagne: build_cellules(lues[campagne].questionnaire, lignes, site=site.pk)
        for campagne, lignes in comptees.items()
    }


def count_par_campagne(
    site: Site, periode: Periode, *, filtres: Collection[Filtre]
) -> dict[int, int]:
    """Return how many forms count, by campaign that asks what these filters keep.

    They are those that were asked the first question, which no condition can filter.
    """
    premieres = {}
    for campagne, lue in _find_lues(site, filtres).items():
        questionnaire, _ = load_formulaire(lue.questionnaire.empreinte)
        premiere = questionnaire.questions[0].code
        premieres[campagne] = _Lue(restrict(questionnaire, {premiere}), frozenset({premiere}))
    comptes: dict[int, int] = defaultdict(int)
    for campagne, comptee in _read_lignes(site, periode, premieres):
        if comptee.marque == POSEE:
            comptes[campagne] += comptee.n
    return comptes


def list_mois(site: Site, *, filtres: Collection[Filtre]) -> set[int]:
    """Return the months of the answers that these filters keep, as 202204."""
    lues = _find_lues(site, filtres)
    if not lues:
        return set()
    cellules = CelluleReponse.objects.filter(
        site=site.pk, question__in=_questions(lues), campagne__in=lues
    )
    queue = _queue(site, lues)
    return {
        mois
        for requete in (cellules, queue)
        for mois in requete.order_by().values_list("mois", flat=True).distinct()
    }


def _find_lues(site: Site, filtres: Collection[Filtre]) -> dict[int, _Lue]:
    """Return campaign -> what is wanted of it; campaigns that ask nothing wanted are left out."""
    formulaires = dict(
        Campagne.objects.de(site)
        .filter(validee_le__isnull=False, formulaire__isnull=False)
        .exclude(pk__in=_trop_peu_testees(site))
        .order_by()
        .values_list("pk", "formulaire")
    )
    lues = {}
    for empreinte in set(formulaires.values()):
        questionnaire, _ = load_formulaire(empreinte)
        questions = list_lues(questionnaire, filtres)
        lues[empreinte] = _Lue(restrict(questionnaire, questions), questions)
    return {pk: lues[e] for pk, e in formulaires.items() if lues[e].questions}


def _trop_peu_testees(site: Site):
    """Return the mystery campaigns of a site with fewer tests there than may be shown."""
    valables = Q(retours__site=site, retours__suspect=False, retours__complet=True)
    nombre = Count("retours", filter=valables)
    return (
        Campagne.objects.de(site)
        .filter(genre=GenreEnquete.MYSTERE)
        .order_by()
        .annotate(nombre_tests=nombre)
        .filter(nombre_tests__lt=get_vocabulaire().tests_minimum)
        .values("pk")
    )


def _read_lignes(site: Site, periode: Periode, lues: dict[int, _Lue]) -> Iterator[_Ligne]:
    if not lues:
        return
    yield from _read_cellules(site, periode, lues)
    yield from _count_queue(site, periode, lues)


def _questions(lues: dict[int, _Lue]) -> frozenset[str]:
    return frozenset().union(*(lue.questions for lue in lues.values()))


def _queue(site: Site, lues: dict[int, _Lue]):
    """Return the forms not summed up yet."""
    return Retour.objects.filter(
        campagne__in=lues, site=site, compte=False, suspect=False, complet=True
    )


def _read_cellules(site: Site, periode: Periode, lues: dict[int, _Lue]) -> Iterator[_Ligne]:
    cellules = CelluleReponse.objects.filter(
        site=site.pk,
        mois__range=(periode.premier, periode.dernier),
        campagne__in=lues,
        question__in=_questions(lues),
    ).annotate(code_service=Subquery(Service.objects.filter(pk=OuterRef("service")).values("code")))
    for campagne, service, *reste in cellules.values_list(
        "campagne", "code_service", "mois", "mode", "question", "marque", "n"
    ):
        comptee = Comptee(service or "", *reste)
        if comptee.question in lues[campagne].questions:
            yield campagne, comptee


def _count_queue(site: Site, periode: Periode, lues: dict[int, _Lue]) -> Iterator[_Ligne]:
    """Yield the marks of the forms not summed up yet, whatever the number of campaigns."""
    retours = _queue(site, lues).filter(mois__range=(periode.premier, periode.dernier))
    codes: dict[int, str] = {0: ""}
    par_campagne: dict[int, list[tuple[Place, dict]]] = defaultdict(list)
    for campagne, service, code, mois, mode, valeurs in retours.order_by().values_list(
        "campagne", "service", "service__code", "mois", "mode", "valeurs"
    ):
        place = Place(site.pk, service or 0, mois, mode)
        codes.setdefault(place.service, code)
        par_campagne[campagne].append((place, valeurs))
    for campagne, donnes in par_campagne.items():
        lue = lues[campagne]
        comptes = count_retours(lue.questionnaire, donnes).cellules
        for (place, question, marque), n in comptes.items():
            if question in lue.questions:
                service = codes[place.service]
                yield campagne, Comptee(service, place.mois, place.mode, question, marque, n)
