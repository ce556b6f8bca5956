"""Cells of answers: forms are added to them, or taken back out, each exactly once.

Writing a form is one insertion, whatever the size of the campaign; the forms not summed up yet are
few, and reading counts them on the fly. Here they are added to the cells, a batch at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction

from qualepref.enquetes.models import Campagne, CelluleCroisee, CelluleReponse, Retour
from qualepref.enquetes.queries.depouillement import (
    CHAMPS_PLACE,
    PROFILS_DE_PLACE,
    a_compter,
    iter_places,
)
from qualepref.enquetes.queries.formulaires import get_profils, get_questionnaire
from qualepref.noyau.questionnaires.depouillement import Depouillement, Place
from qualepref.noyau.questionnaires.depouillement_colonnes import count_en_colonnes


# Forms summed up at once: their values are in memory together.
LOT = 5_000
CLES_REPONSE = ("campagne", *CHAMPS_PLACE, "question", "marque")
CLES_CROISEE = ("campagne", "site", "profil", "modalite", "question", "marque")


@transaction.atomic
def merge_retours(campagne: Campagne) -> int:
    """Add to the cells the forms that are not in them yet; return how many there were.

    The row of the campaign is locked first, so that no form is added twice.
    """
    Campagne.objects.select_for_update().get(pk=campagne.pk)
    total = 0
    while lot := list(a_compter(campagne).order_by("pk").values_list("pk", flat=True)[:LOT]):
        retours = Retour.objects.filter(pk__range=(lot[0], lot[-1]), pk__in=a_compter(campagne))
        lignes = list(retours.values_list("pk", *CHAMPS_PLACE, "valeurs"))
        _add(campagne, [ligne[1:] for ligne in lignes], signe=1)
        total += Retour.objects.filter(pk__in=[ligne[0] for ligne in lignes]).update(compte=True)
    return total


@transaction.atomic
def withdraw_retour(retour: Retour) -> None:
    """Take a form back out of the cells it was added to, if it was; the form itself stays."""
    Campagne.objects.select_for_update().get(pk=retour.campagne_id)
    retour.refresh_from_db()
    if not retour.compte:
        return
    ligne = (retour.site_id, retour.service_id, retour.mois, retour.mode, retour.valeurs)
    _add(retour.campagne, [ligne], signe=-1)
    retour.compte = False
    retour.save(update_fields=["compte"])


def update_cellules(campagne: Campagne, *, comptes: Depouillement, signe: int) -> None:
    """Add counts to the cells of a campaign, or take them out when `signe` is -1.

    The caller holds the campaign's row, and marks the forms as counted, or not.
    """
    _upsert(
        CelluleReponse._meta.db_table,
        CLES_REPONSE,
        (
            (campagne.pk, *place, question, marque, signe * n)
            for (place, question, marque), n in comptes.cellules.items()
        ),
    )
    croisees = comptes.croisees + _cross_places(comptes.cellules)
    _upsert(
        CelluleCroisee._meta.db_table,
        CLES_CROISEE,
        ((campagne.pk, *cle, signe * n) for cle, n in croisees.items()),
    )
    if signe < 0:
        CelluleReponse.objects.filter(campagne=campagne.pk, n=0).delete()
        CelluleCroisee.objects.filter(campagne=campagne.pk, n=0).delete()


def _add(campagne: Campagne, lignes: list[tuple], *, signe: int) -> None:
    questionnaire = get_questionnaire(campagne)
    if questionnaire is None or not lignes:
        return
    profils = get_profils(campagne)
    comptes = count_en_colonnes(questionnaire, iter_places(lignes), profils=profils)
    update_cellules(campagne, comptes=comptes, signe=signe)


def _cross_places(
    cellules: Mapping[tuple[Place, str, str], int],
) -> Counter[tuple[str, str, str, str, str]]:
    """Return the counts by one field of their place at a time, as crossed cells keep them."""
    croisees: Counter[tuple[str, str, str, str, str]] = Counter()
    for (place, question, marque), n in cellules.items():
        for champ, profil in PROFILS_DE_PLACE.items():
            croisees[place.site, profil, str(getattr(place, champ)), question, marque] += n
    return croisees


def _upsert(table: str, cles: tuple[str, ...], lignes: Iterable[tuple[Any, ...]]) -> None:
    """Add counts to the cells of these keys; those that do not exist yet are made."""
    colonnes, marques = ", ".join((*cles, "n")), ", ".join(["%s"] * (len(cles) + 1))
    sql = (
        f"INSERT INTO {table} ({colonnes}) VALUES ({marques}) "  # noqa: S608
        f"ON CONFLICT ({', '.join(cles)}) DO UPDATE SET n = {table}.n + excluded.n"
    )
    with connection.cursor() as curseur:
        curseur.executemany(sql, sorted(lignes))
