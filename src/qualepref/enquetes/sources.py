"""Tables offered to the engine: the cells of answers of a site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from qualepref.enquetes.models import Campagne, CelluleReponse, Retour
from qualepref.enquetes.queries.formulaires import load_formulaire
from qualepref.noyau.calcul.cellules import Filtre
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.reponses import CelluleReponse as Cellule
from qualepref.noyau.questionnaires.cellules import Comptee, build_cellules, list_lues, restrict
from qualepref.noyau.questionnaires.depouillement import Place, count_retours
from qualepref.noyau.questionnaires.modele import Questionnaire
from qualepref.organisation.models import Site


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
    computed from cells must come from answers. They may be given as declared values.
    """
    lues = _find_lues(site, filtres)
    if not lues:
        return []
    services = {0: "", None: "", **dict(site.services.values_list("pk", "code"))}
    par_formulaire: dict[str, tuple[Questionnaire, list[Comptee]]] = {}
    for campagne, comptee in (
        *_read_cellules(site, periode, lues, services),
        *_count_queue(site, periode, lues, services),
    ):
        questionnaire = lues[campagne].questionnaire
        _, comptees = par_formulaire.setdefault(questionnaire.empreinte, (questionnaire, []))
        comptees.append(comptee)
    return [
        cellule
        for _, (questionnaire, comptees) in sorted(par_formulaire.items())
        for cellule in build_cellules(questionnaire, comptees, site=site.pk)
    ]


def _find_lues(site: Site, filtres: Collection[Filtre]) -> dict[int, _Lue]:
    """Return campaign -> what is wanted of it; campaigns that ask nothing wanted are left out."""
    formulaires = dict(
        Campagne.objects.de(site)
        .filter(validee_le__isnull=False, formulaire__isnull=False)
        .order_by()
        .values_list("pk", "formulaire")
    )
    lues = {}
    for empreinte in set(formulaires.values()):
        questionnaire, _ = load_formulaire(empreinte)
        questions = list_lues(questionnaire, filtres)
        lues[empreinte] = _Lue(restrict(questionnaire, questions), questions)
    return {pk: lues[e] for pk, e in formulaires.items() if lues[e].questions}


def _read_cellules(
    site: Site, periode: Periode, lues: dict[int, _Lue], services: dict[int | None, str]
) -> Iterator[_Ligne]:
    cellules = CelluleReponse.objects.filter(
        site=site.pk,
        mois__range=(periode.premier, periode.dernier),
        campagne__in=lues,
        question__in=frozenset().union(*(lue.questions for lue in lues.values())),
    )
    for campagne, service, *reste in cellules.values_list(
        "campagne", "service", "mois", "mode", "question", "marque", "n"
    ):
        comptee = Comptee(services[service], *reste)
        if comptee.question in lues[campagne].questions:
            yield campagne, comptee


def _count_queue(
    site: Site, periode: Periode, lues: dict[int, _Lue], services: dict[int | None, str]
) -> Iterator[_Ligne]:
    """Yield the marks of the forms not summed up yet, whatever the number of campaigns."""
    retours = Retour.objects.filter(
        campagne__in=lues, compte=False, suspect=False, complet=True,
        site=site, mois__range=(periode.premier, periode.dernier),
    )  # fmt: skip
    par_campagne: dict[int, list[tuple[Place, dict]]] = defaultdict(list)
    for campagne, service, mois, mode, valeurs in retours.order_by().values_list(
        "campagne", "service", "mois", "mode", "valeurs"
    ):
        par_campagne[campagne].append((Place(site.pk, service or 0, mois, mode), valeurs))
    for campagne, donnes in par_campagne.items():
        lue = lues[campagne]
        comptes = count_retours(lue.questionnaire, donnes).cellules
        for (place, question, marque), n in comptes.items():
            if question in lue.questions:
                service = services[place.service]
                yield campagne, Comptee(service, place.mois, place.mode, question, marque, n)
