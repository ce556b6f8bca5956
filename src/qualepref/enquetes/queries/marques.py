"""Marks of a campaign added up along an axis: in the base for the cells, here for the last forms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from typing import NamedTuple, TypeVar

from django.db.models import Count, Min, Q, Sum

from qualepref.enquetes.models import Campagne, CelluleCroisee, CelluleReponse, Retour
from qualepref.enquetes.queries.depouillement import CHAMPS_PLACE, a_compter, iter_places
from qualepref.enquetes.queries.formulaires import get_questionnaire
from qualepref.enquetes.rules.resultats import Marques
from qualepref.noyau.questionnaires.depouillement import POSEE, Depouillement, Place
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
    cles: tuple[str, ...],
    *,
    site: Site | None = None,
    questions: frozenset[str] = frozenset(),
) -> dict[tuple[Hashable, ...], Marques]:
    """Return the marks by the values of these fields of a place, such as (« site », « mode »).

    site: all of them together when None. questions: codes of those wanted, all of them when empty.
    """
    cellules = CelluleReponse.objects.filter(campagne=campagne.pk).order_by()
    if site is not None:
        cellules = cellules.filter(site=site.pk)
    if questions:
        cellules = cellules.filter(question__in=sorted(questions))
    totaux = cellules.values_list(*cles, "question", "marque").annotate(total=Sum("n"))

    def read() -> dict[tuple[Hashable, ...], Marques]:
        par_cle: dict[tuple[Hashable, ...], Marques] = defaultdict(Counter)
        queue = _count_queue(campagne, cles, frozenset(), site=site)
        for (place, question, marque), n in queue.cellules.items():
            if not questions or question in questions:
                par_cle[_pick(place, cles)][question, marque] += n
        for *cle, question, marque, n in totaux.all():
            par_cle[tuple(cle)][question, marque] += n
        return par_cle

    return _read_stable(campagne, read)


def load_marques_croisees(
    campagne: Campagne, profil: str, *, site: Site | None = None
) -> dict[str, Marques]:
    """Return the marks by answer to that question of profile, on a site or on all together."""
    cellules = CelluleCroisee.objects.filter(campagne=campagne.pk, profil=profil)
    if site is not None:
        cellules = cellules.filter(site=site.pk)
    lignes = cellules.values_list("modalite", "question", "marque", "n")

    def read() -> dict[str, Marques]:
        par_cle: dict[str, Marques] = defaultdict(Counter)
        queue = _count_queue(campagne, (), frozenset({profil}), site=site)
        for (_, _, modalite, question, marque), n in queue.croisees.items():
            par_cle[modalite][question, marque] += n
        for modalite, question, marque, n in lignes.all():
            par_cle[modalite][question, marque] += n
        return par_cle

    return _read_stable(campagne, read)


def _count_queue(
    campagne: Campagne, cles: tuple[str, ...], profils: frozenset[str], *, site: Site | None = None
) -> Depouillement:
    """Return the counts of the forms not in cells yet, places told apart by these fields alone."""
    questionnaire = get_questionnaire(campagne)
    attente = a_compter(campagne) if site is None else a_compter(campagne).filter(site=site)
    lignes = attente.order_by().values_list(*CHAMPS_PLACE, "valeurs")
    if questionnaire is None or not lignes:
        return Depouillement(Counter(), Counter())
    autres = dict.fromkeys(set(CHAMPS_PLACE) - set(cles))
    retours = ((place._replace(**autres), valeurs) for place, valeurs in iter_places(lignes))
    return count_en_colonnes(questionnaire, retours, profils=profils)


def load_compte_retours(campagne: Campagne, questionnaire: Questionnaire) -> CompteRetours:
    """Return how many forms were given, from the cells: no form is read but those left aside.

    The first question is asked to all: conditions read questions written above.
    """
    premiere = questionnaire.questions[0].code

    def read() -> Counter[tuple[str, int]]:
        compte: Counter[tuple[str, int]] = Counter()
        cellules = CelluleReponse.objects.filter(
            campagne=campagne.pk, question=premiere, marque=POSEE
        )
        for site, mois, n in (
            cellules.order_by().values_list("site", "mois").annotate(total=Sum("n"))
        ):
            compte[site, mois] += n
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


def _pick(place: Place, cles: tuple[str, ...]) -> tuple[Hashable, ...]:
    return tuple(getattr(place, cle) for cle in cles)


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
