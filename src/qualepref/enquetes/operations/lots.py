"""Many imported forms written at once, with the cells they add to; or all taken back out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from json import dumps
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count

from qualepref.enquetes.enums import ProvenanceRetour
from qualepref.enquetes.models import Campagne, ImportReponses, Retour, Verbatim
from qualepref.enquetes.operations.cellules import update_cellules
from qualepref.enquetes.queries.depouillement import CHAMPS_PLACE, iter_places
from qualepref.enquetes.queries.formulaires import get_profils, get_questionnaire
from qualepref.enquetes.queries.imports import FichierLu, load_connues
from qualepref.noyau.questionnaires.depouillement import Place
from qualepref.noyau.questionnaires.depouillement_colonnes import (
    count_colonnes,
    count_en_colonnes,
)
from qualepref.noyau.questionnaires.modele import Questionnaire


COLONNES = (
    "campagne_id", "site_id", "service_id", "cle", "jour", "mois", "recu_a", "mode", "langue",
    "provenance", "valeurs", "fiche", "saisi_par", "complet", "suspect", "compte", "depot_id",
)  # fmt: skip
LIGNES_PAR_LOT = 5_000
# Bound on SQL parameters of one statement, under every engine's own.
CLES_PAR_REQUETE = 900


@dataclass(frozen=True, slots=True)
class Ecriture:
    """What writing did, in forms."""

    nouvelles: int
    completees: int
    connues: int


@transaction.atomic
def write_fichier(
    depot: ImportReponses,
    *,
    lu: FichierLu,
    le: dt.date,
    avance: Callable[[int, int], None] = lambda faites, total: None,
) -> Ecriture:
    """Write the sound rows of a file, all or none, and add them to the cells.

    A row whose key is known changes nothing, but for a form given up half-way that is now whole.
    A past campaign still in preparation is validated by its first answers, gathered elsewhere: its
    questionnaire changes no more.
    """
    campagne = Campagne.objects.select_for_update().get(pk=depot.campagne_id)
    if campagne.validee_le is None:
        campagne.validee_le = le
        campagne.save(update_fields=["validee_le"])
    questionnaire = get_questionnaire(campagne)
    connues = load_connues(campagne)
    complets, refusees = lu.collecte.complets, lu.collecte.refusees
    sains = [rang for rang in range(len(lu.cles)) if rang not in refusees]
    completes = [r for r in sains if complets[r] and connues.get(lu.cles[r]) is False]
    nouveaux = [r for r in sains if lu.cles[r] not in connues]
    _delete_partiels(campagne, [lu.cles[r] for r in completes])
    ecrits = sorted((*nouveaux, *completes))
    for debut in range(0, len(ecrits), LIGNES_PAR_LOT):
        lot = ecrits[debut : debut + LIGNES_PAR_LOT]
        _insert(_iter_lignes(depot, lu, lot))
        avance(debut + len(lot), len(ecrits))
    _write_textes(campagne, lu, ecrits)
    _count(campagne, questionnaire, lu, [r for r in ecrits if complets[r]])
    return Ecriture(len(nouveaux), len(completes), len(sains) - len(ecrits))


@transaction.atomic
def delete_retours(depot: ImportReponses) -> int:
    """Take the forms of a file back out of the cells, and delete them; return how many."""
    campagne = Campagne.objects.select_for_update().get(pk=depot.campagne_id)
    questionnaire = get_questionnaire(campagne)
    retours = Retour.objects.filter(campagne=campagne, depot=depot).order_by()
    if questionnaire is not None:
        lignes = retours.filter(compte=True).values_list(*CHAMPS_PLACE, "valeurs")
        comptes = count_en_colonnes(
            questionnaire,
            iter_places(lignes.iterator(chunk_size=LIGNES_PAR_LOT)),
            profils=get_profils(campagne),
        )
        update_cellules(campagne, comptes=comptes, signe=-1)
    nombre = retours.aggregate(n=Count("pk"))["n"]
    Verbatim.objects.filter(retour__in=retours).delete()
    retours.delete()
    return nombre


def _delete_partiels(campagne: Campagne, cles: list[UUID]) -> None:
    """Delete forms given up half-way, never counted, that come back whole."""
    for debut in range(0, len(cles), CLES_PAR_REQUETE):
        Retour.objects.filter(
            campagne=campagne, cle__in=cles[debut : debut + CLES_PAR_REQUETE], complet=False
        ).delete()


def _iter_lignes(
    depot: ImportReponses, lu: FichierLu, rangs: Sequence[int]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of COLONNES as SQL takes them."""
    complets, jours, lieux, cles = lu.collecte.complets, lu.jours, lu.lieux, lu.cles
    # SQLite keeps a key as 32 digits, PostgreSQL as a type of its own.
    adapt = (lambda cle: cle) if connection.features.has_native_uuid_field else (lambda c: c.hex)
    for rang, valeurs in zip(rangs, _dump_valeurs(lu, rangs), strict=True):
        lieu, jour = lieux[rang], jours[rang]
        yield (
            depot.campagne_id, lieu.site, lieu.service, adapt(cles[rang]), jour.isoformat(),
            jour.year * 100 + jour.month, None, lieu.mode, lieu.langue, ProvenanceRetour.IMPORT.value,
            valeurs, "", "", complets[rang], False, complets[rang], depot.pk,
        )  # fmt: skip


def _dump_valeurs(lu: FichierLu, rangs: Sequence[int]) -> Iterator[str]:
    """Yield the kept values of each row as JSON; each answer of a column is written once."""
    colonnes = []
    for code, colonne in lu.collecte.valeurs.items():
        ecrites: dict[Any, str] = {None: ""}
        fragments = []
        for rang in rangs:
            valeur = colonne[rang]
            cle = tuple(valeur) if type(valeur) is list else valeur
            fragment = ecrites.get(cle)
            if fragment is None:
                fragment = ecrites[cle] = f"{dumps(code)}: {dumps(valeur, ensure_ascii=False)}"
            fragments.append(fragment)
        colonnes.append(fragments)
    for ligne in zip(*colonnes, strict=True):
        yield f"{{{', '.join(filter(None, ligne))}}}"


def _insert(lignes: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows of COLONNES, by the fastest way the engine has."""
    table = Retour._meta.db_table
    with connection.cursor() as curseur:
        if connection.vendor == "postgresql":
            copy = curseur.copy(f"COPY {table} ({', '.join(COLONNES)}) FROM STDIN")
            with connection.wrap_database_errors, copy as copie:
                for ligne in lignes:
                    copie.write_row(ligne)
            return
        marques = ", ".join(["%s"] * len(COLONNES))
        curseur.executemany(
            f"INSERT INTO {table} ({', '.join(COLONNES)}) VALUES ({marques})",  # noqa: S608
            list(lignes),
        )


def _write_textes(campagne: Campagne, lu: FichierLu, rangs: list[int]) -> None:
    """Write the free texts of the rows just written."""
    textes = lu.collecte.textes
    bavards = [r for r in rangs if any(colonne[r] for colonne in textes.values())]
    cles = [lu.cles[r] for r in bavards]
    pks: dict[UUID, int] = {}
    for debut in range(0, len(cles), CLES_PAR_REQUETE):
        lot = cles[debut : debut + CLES_PAR_REQUETE]
        pks |= dict(Retour.objects.filter(campagne=campagne, cle__in=lot).values_list("cle", "pk"))
    Verbatim.objects.bulk_create(
        [
            Verbatim(
                retour_id=pks[lu.cles[rang]],
                campagne=campagne,
                site_id=lu.lieux[rang].site,
                question=code,
                jour=lu.jours[rang],
                texte=colonne[rang],
            )
            for rang in bavards
            for code, colonne in textes.items()
            if colonne[rang]
        ],
        batch_size=LIGNES_PAR_LOT,
    )


def _count(
    campagne: Campagne, questionnaire: Questionnaire | None, lu: FichierLu, rangs: list[int]
) -> None:
    """Add rows written as counted to the cells."""
    if questionnaire is None or not rangs:
        return
    places: dict[tuple[Any, int], Place] = {}
    lieux = []
    for rang in rangs:
        lieu, jour = lu.lieux[rang], lu.jours[rang]
        mois = jour.year * 100 + jour.month
        place = places.get((lieu, mois))
        if place is None:
            place = places[lieu, mois] = Place(lieu.site, lieu.service or 0, mois, lieu.mode)
        lieux.append(place)
    valeurs = lu.collecte.valeurs
    if len(rangs) < len(lu.cles):
        valeurs = {code: [colonne[r] for r in rangs] for code, colonne in valeurs.items()}
    comptes = count_colonnes(questionnaire, lieux, valeurs, profils=get_profils(campagne))
    update_cellules(campagne, comptes=comptes, signe=1)
