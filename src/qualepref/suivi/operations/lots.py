"""Many demandes or comptages written at once: all or nothing, and the same again changes nothing."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from functools import lru_cache
from typing import Any

from django.db import connection, transaction

from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_calendrier, get_referentiel
from qualepref.socle.operations import record_evenement
from qualepref.suivi.enums import Provenance
from qualepref.suivi.models import Comptage, Demande
from qualepref.suivi.operations.cellules import update_cellules
from qualepref.suivi.rules import DatesDemande, Estampille, stamp_demande
from qualepref.suivi.rules.bilans import Difference


CHAMPS_DATES = tuple(f.name for f in fields(DatesDemande))
CHAMPS_ESTAMPILLE = tuple(f.name for f in fields(Estampille))
# What a row of a file may say of a demande; the rest is stamped or technical.
CHAMPS_LUS = (
    "reference", "nature", "canal", "portee", "service_id", "boite_id", "tracage", "demandeur",
    "objet", "commentaire", *CHAMPS_DATES,
)  # fmt: skip
CHAMPS_ECRITS = (
    "site_id", "registre", *CHAMPS_LUS, "provenance", "modifiee_le", *CHAMPS_ESTAMPILLE,
)  # fmt: skip
DEFAUTS: dict[str, Any] = {
    "portee": "",
    "service_id": None,
    "boite_id": None,
    "tracage": "exhaustif",
    "demandeur": "",
    "objet": "",
    "commentaire": "",
    "complete": True,
    "attente_delai_annonce": "",
    "repondue_sans_date": False,
    "exclusion": "",
}
LIGNES_PAR_LOT = 5000


def compare_lot(site: Site, *, registre: str, lignes: Sequence[Mapping[str, Any]]) -> Difference:
    """Return what `write_lot` would do with these rows, writing nothing."""
    connues = _load_connues(site, registre)
    nouvelles, modifiees, inchangees = [], [], 0
    for ligne in lignes:
        valeurs = _tuple_of(ligne)
        connue = connues.get(valeurs[0])
        if connue is None:
            nouvelles.append(valeurs[0])
        elif connue[1] != valeurs:
            modifiees.append(valeurs[0])
        else:
            inchangees += 1
    return Difference(tuple(nouvelles), tuple(modifiees), inchangees)


@transaction.atomic
def write_lot(
    site: Site,
    *,
    registre: str,
    lignes: Sequence[Mapping[str, Any]],
    provenance: str,
    par: str,
    le: dt.date,
    maintenant: dt.datetime,
    avance: Callable[[int], None] = lambda faites: None,
) -> Difference:
    """Write rows of one register, matched by reference, stamped, with the cells they touch.

    lignes: CHAMPS_LUS of each demande, checked beforehand; a missing key takes its default.
    avance: called with the number of rows done.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    connues = _load_connues(site, registre)
    difference = compare_lot(site, registre=registre, lignes=lignes)
    nouvelles, modifiees = set(difference.nouvelles), set(difference.modifiees)
    a_ecrire = [v for v in map(_tuple_of, lignes) if v[0] in nouvelles or v[0] in modifiees]
    mois = {connues[reference][2] for reference in modifiees}
    fixes = (site.pk, registre)
    techniques = (provenance, maintenant.isoformat(sep=" "))
    stamp = _stamper(site)
    rang_mois = CHAMPS_ESTAMPILLE.index("mois")
    for debut in range(0, len(a_ecrire), LIGNES_PAR_LOT):
        insertions, corrections = [], []
        for valeurs in a_ecrire[debut : debut + LIGNES_PAR_LOT]:
            estampille = stamp(valeurs[1], valeurs[2], valeurs[-len(CHAMPS_DATES) :])
            mois.add(estampille[rang_mois])
            ligne = tuple(map(_sql, (*fixes, *valeurs, *techniques, *estampille)))
            if valeurs[0] in nouvelles:
                insertions.append(ligne)
            else:
                corrections.append((*ligne, connues[valeurs[0]][0]))
        _execute(_insert_sql(), insertions)
        _execute(_update_sql(), corrections)
        avance(min(debut + LIGNES_PAR_LOT, len(a_ecrire)))
    update_cellules(site, mois=mois, le=le)
    if a_ecrire:
        _record(site, registre=registre, provenance=provenance, par=par, difference=difference)
    return difference


def compare_comptages(site: Site, *, comptages: Sequence[Mapping[str, Any]]) -> Difference:
    """Return what `write_comptages` would do with these, writing nothing."""
    connus = {
        (c.grandeur, c.dimension, c.mois): (c.valeur, c.source)
        for c in Comptage.objects.filter(site=site)
    }
    nouvelles, modifiees = [], []
    for c in comptages:
        cle = (c["grandeur"], c["dimension"], c["mois"])
        if connus.get(cle) != (c["valeur"], c["source"]):
            (modifiees if cle in connus else nouvelles).append(_name(c))
    return Difference(
        tuple(nouvelles), tuple(modifiees), len(comptages) - len(nouvelles) - len(modifiees)
    )


@transaction.atomic
def write_comptages(
    site: Site, *, comptages: Sequence[Mapping[str, Any]], provenance: str, par: str
) -> Difference:
    """Write counted quantities, matched by quantity, dimension and month.

    comptages: `grandeur`, `dimension`, `mois`, `valeur`, `source` of each.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    difference = compare_comptages(site, comptages=comptages)
    touches = {*difference.nouvelles, *difference.modifiees}
    Comptage.objects.bulk_create(
        [Comptage(site=site, provenance=provenance, **c) for c in comptages if _name(c) in touches],
        update_conflicts=True,
        unique_fields=("site", "grandeur", "dimension", "mois"),
        update_fields=("valeur", "source", "provenance"),
    )
    if touches:
        _record(site, registre="comptages", provenance=provenance, par=par, difference=difference)
    return difference


def _name(comptage: Mapping[str, Any]) -> str:
    return f"{comptage['grandeur']} {comptage['dimension']} {comptage['mois']}".replace("  ", " ")


def _record(
    site: Site, *, registre: str, provenance: str, par: str, difference: Difference
) -> None:
    record_evenement(
        par=par,
        action="importer" if provenance == Provenance.IMPORT else provenance,
        objet=f"registre {registre}",
        site=site.pk,
        apres={"nouvelles": len(difference.nouvelles), "modifiees": len(difference.modifiees)},
    )


def _load_connues(site: Site, registre: str) -> dict[str, tuple[int, tuple, int]]:
    """Return reference -> (primary key, CHAMPS_LUS, month) of the stored demandes."""
    lignes = (
        Demande.objects.filter(site=site, registre=registre)
        .order_by()
        .values_list("pk", "mois", *CHAMPS_LUS)
    )
    return {ligne[2]: (ligne[0], tuple(ligne[2:]), ligne[1]) for ligne in lignes.iterator(5000)}


def _tuple_of(ligne: Mapping[str, Any]) -> tuple:
    return tuple(ligne.get(champ, DEFAUTS.get(champ)) for champ in CHAMPS_LUS)


def _stamper(site: Site) -> Callable[[str, str, tuple], tuple]:
    """Return a memoised clock: a register holds far fewer sets of dates than rows."""
    referentiel, calendrier = get_referentiel(site), get_calendrier(site)
    natures = {n.code: n for r in referentiel.registres for n in r.natures}

    @lru_cache(maxsize=200_000)
    def stamp(nature: str, canal: str, dates: tuple) -> tuple:
        estampille = stamp_demande(
            DatesDemande(*dates), nature=natures[nature], canal=canal, calendrier=calendrier
        )
        return astuple(estampille)

    return stamp


def _sql(valeur: Any) -> Any:
    return valeur.isoformat() if isinstance(valeur, dt.date) else valeur


def _columns() -> Iterator[str]:
    for champ in CHAMPS_ECRITS:
        yield Demande._meta.get_field(champ).column


def _insert_sql() -> str:
    colonnes = list(_columns())
    marques = ", ".join(["%s"] * len(colonnes))
    return f"INSERT INTO {Demande._meta.db_table} ({', '.join(colonnes)}) VALUES ({marques})"  # noqa: S608


def _update_sql() -> str:
    affectations = ", ".join(f"{colonne} = %s" for colonne in _columns())
    return f"UPDATE {Demande._meta.db_table} SET {affectations} WHERE id = %s"  # noqa: S608


def _execute(sql: str, lignes: list[tuple]) -> None:
    if lignes:
        with connection.cursor() as curseur:
            curseur.executemany(sql, lignes)
