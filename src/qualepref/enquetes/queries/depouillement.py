"""Counts of a campaign's answers: the cells, and the forms not summed up yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from qualepref.enquetes.models import Campagne, CelluleCroisee, CelluleReponse, Retour
from qualepref.enquetes.queries.formulaires import get_profils, get_questionnaire
from qualepref.noyau.questionnaires.depouillement import Depouillement, Place
from qualepref.noyau.questionnaires.depouillement_colonnes import count_en_colonnes


CHAMPS_PLACE = ("site", "service", "mois", "mode")
# Results are read by one of these fields at a time: crossed cells hold their sums, under a profile
# that no question can be named after.
PROFILS_DE_PLACE = {"service": "@service", "mois": "@mois", "mode": "@mode"}


def a_compter(campagne: Campagne):
    """Return the forms that count and are not in cells yet."""
    return Retour.objects.filter(campagne=campagne, compte=False, suspect=False, complet=True)


def iter_places(retours: Iterable[tuple]) -> Iterable[tuple[Place, dict]]:
    """Return (place, values) of rows read as (site, service or None, month, mode, values)."""
    return ((Place(s, service or 0, mois, mode), v) for s, service, mois, mode, v in retours)


def count_queue(campagne: Campagne) -> Depouillement:
    """Return the counts of the forms not in cells yet."""
    questionnaire = get_questionnaire(campagne)
    if questionnaire is None:
        return Depouillement(Counter(), Counter())
    lignes = a_compter(campagne).order_by().values_list(*CHAMPS_PLACE, "valeurs")
    return count_en_colonnes(questionnaire, iter_places(lignes), profils=get_profils(campagne))


def load_depouillement(campagne: Campagne) -> Depouillement:
    """Return the counts of a campaign: its cells, and the forms given since; nothing is written."""
    cellules, croisees = count_queue(campagne)
    for site, service, mois, mode, question, marque, n in CelluleReponse.objects.filter(
        campagne=campagne.pk
    ).values_list(*CHAMPS_PLACE, "question", "marque", "n"):
        cellules[Place(site, service, mois, mode), question, marque] += n
    profils = CelluleCroisee.objects.filter(campagne=campagne.pk).exclude(
        profil__in=PROFILS_DE_PLACE.values()
    )
    for *cle, n in profils.values_list("site", "profil", "modalite", "question", "marque", "n"):
        croisees[tuple(cle)] += n
    return Depouillement(cellules, croisees)
