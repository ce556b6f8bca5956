"""Marks of a campaign along an axis: from the crossed cells, and from the last forms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from django.db.models import Count, Min, Q

from qualepref.enquetes.models import Campagne, CelluleCroisee, Retour
from qualepref.enquetes.queries.depouillement import (
    CHAMPS_PLACE,
    PROFILS_DE_PLACE,
    a_compter,
    iter_places,
)
from qualepref.enquetes.queries.formulaires import get_questionnaire
from qualepref.enquetes.rules.resultats import Marques
from qualepref.noyau.questionnaires.depouillement import POSEE
from qualepref.noyau.questionnaires.depouillement_colonnes import count_en_colonnes
from qualepref.noyau.questionnaires.modele import Questionnaire
from qualepref.organisation.models import Site


# A batch summed up while we were reading: read again, this many times at most.
LECTURES = 3

T = TypeVar("T")


class CompteRetours(NamedTuple):
    """Forms of a campaign by site: months of those that count, and those that do not."""

    par_mois: Counter[tuple[str, int]]
    ecartes: Counter[str]
    incomplets: Counter[str]


def load_marques(
    campagne: Campagne,
    axe: str,
    *,
    site: Site | None = None,
    questions: frozenset[str] = frozenset(),
) -> dict[tuple[str, str], Marques]:
    """Return the marks by (site, what that axis tells apart): a field of a place, or a profile.

    site: all of them when None. questions: codes of those wanted, all of them when empty.
    """
    profil = PROFILS_DE_PLACE.get(axe, axe)
    cellules = CelluleCroisee.objects.filter(campagne=campagne.pk, profil=profil).order_by()
    if site is not None:
        cellules = cellules.filter(site=site.pk)
    if questions:
        cellules = cellules.filter(question__in=sorted(questions))
    lignes = cellules.values_list("site", "modalite", "question", "marque", "n")

    def read() -> dict[tuple[str, str], Marques]:
        par_cle: dict[tuple[str, str], Marques] = defaultdict(Counter)
        for lieu, modalite, question, marque, n in _count_queue(campagne, axe, site):
            if not questions or question in questions:
                par_cle[lieu, modalite][question, marque] += n
        for lieu, modalite, question, marque, n in lignes.all():
            par_cle[lieu, modalite][question, marque] += n
        return par_cle

    return _read_stable(campagne, read)


def _count_queue(
    campagne: Campagne, axe: str, site: Site | None
) -> Iterator[tuple[str, str, str, str, int]]:
    """Yield (site, what the axis tells apart, question, mark, n) of the forms not in cells yet."""
    questionnaire = get_questionnaire(campagne)
    attente = a_compter(campagne) if site is None else a_compter(campagne).filter(site=site)
    lignes = attente.order_by().values_list(*CHAMPS_PLACE, "valeurs")
    if questionnaire is None or not lignes:
        return
    autres = dict.fromkeys({*CHAMPS_PLACE} - {"site", axe})
    retours = ((place._replace(**autres), valeurs) for place, valeurs in iter_places(lignes))
    profils = frozenset({axe} - PROFILS_DE_PLACE.keys())
    cellules, croisees = count_en_colonnes(questionnaire, retours, profils=profils)
    if profils:
        for (lieu, _, modalite, question, marque), n in croisees.items():
            yield lieu, modalite, question, marque, n
        return
    for (place, question, marque), n in cellules.items():
        yield place.site, str(getattr(place, axe)), question, marque, n


def load_compte_retours(campagne: Campagne, questionnaire: Questionnaire) -> CompteRetours:
    """Return how many forms were given, from the cells: no form is read but those left aside.

    The first question is asked to all: conditions read questions written above.
    """
    premiere = questionnaire.questions[0].code

    def read() -> Counter[tuple[str, int]]:
        compte: Counter[tuple[str, int]] = Counter()
        cellules = CelluleCroisee.objects.filter(
            campagne=campagne.pk,
            profil=PROFILS_DE_PLACE["mois"],
            question=premiere,
            marque=POSEE,
        )
        for site, mois, n in cellules.values_list("site", "modalite", "n"):
            compte[site, int(mois)] += n
        for site, mois, n in (
            a_compter(campagne).order_by().values_list("site", "mois").annotate(total=Count("pk"))
        ):
            compte[site, mois] += n
        return compte

    # Forms left aside are never summed up: the index of those to sum up leads to them.
    aside = (
        Retour.objects.filter(campagne=campagne, compte=False)
        .order_by()
        .values_list("site")
        .annotate(
            ecartes=Count("pk", filter=Q(suspect=True)),
            incomplets=Count("pk", filter=Q(suspect=False, complet=False)),
        )
    )
    ecartes: Counter[str] = Counter()
    incomplets: Counter[str] = Counter()
    for site, suspects, abandonnes in aside:
        ecartes[site], incomplets[site] = suspects, abandonnes
    return CompteRetours(_read_stable(campagne, read), ecartes, incomplets)


def _read_stable(campagne: Campagne, read: Callable[[], T]) -> T:
    """Return what is read while no form went from the queue to the cells.

    Forms are summed up in the order they came: as long as the oldest of those waiting is the same,
    none was summed up meanwhile, and none is counted twice or missed.
    """
    for _ in range(LECTURES):
        avant = _find_oldest(campagne)
        lu = read()
        if avant == _find_oldest(campagne):
            break
    return lu


def _find_oldest(campagne: Campagne) -> int | None:
    return a_compter(campagne).aggregate(premier=Min("pk"))["premier"]
