"""Many demandes or comptages written at once: all or nothing, and the same again changes nothing."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection, transaction

from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_calendrier, get_referentiel
from qualepref.socle.operations import record_evenement
from qualepref.suivi.enums import Provenance
from qualepref.suivi.models import Comptage, Demande
from qualepref.suivi.operations.cellules import update_cellules
from qualepref.suivi.rules import DatesDemande, Estampille, stamp_demande
from qualepref.suivi.rules.bilans import Difference
from qualepref.suivi.rules.lignes import CHAMPS_DATES, CHAMPS_LUS, LigneLue, clean_ligne


CHAMPS_ESTAMPILLE = tuple(f.name for f in fields(Estampille))
CHAMPS_ECRITS = (
    "site_id", "registre", *CHAMPS_LUS, *CHAMPS_ESTAMPILLE, "provenance", "modifiee_le",
)  # fmt: skip
SANS_DATES = len(CHAMPS_LUS) - len(CHAMPS_DATES)
LIGNES_PAR_LOT = 5000
_read_estampille = attrgetter(*CHAMPS_ESTAMPILLE)
# Bound on SQL parameters of one statement, under every engine's own.
REFERENCES_PAR_REQUETE = 900


class _Connue(NamedTuple):
    """A stored demande: primary key, month, CHAMPS_LUS."""

    pk: int
    mois: int
    lue: LigneLue


def compare_lot(site: Site, *, registre: str, lignes: Sequence[LigneLue]) -> Difference:
    """Return what `write_lot` would do with these rows, writing nothing."""
    return _compare(_load_connues(site, registre, lignes), lignes)


@transaction.atomic
def write_lot(
    site: Site,
    *,
    registre: str,
    lignes: Sequence[LigneLue],
    provenance: str,
    par: str,
    le: dt.date,
    maintenant: dt.datetime,
    avance: Callable[[int, int], None] = lambda faites, total: None,
) -> Difference:
    """Write rows of one register, matched by reference, stamped, with the cells they touch.

    lignes: checked beforehand, each with its reference. avance: called with the rows written and
    their number.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    connues = _load_connues(site, registre, lignes)
    difference = _compare(connues, lignes)
    nouvelles, modifiees = set(difference.nouvelles), set(difference.modifiees)
    a_ecrire = [ligne for ligne in lignes if ligne[0] in nouvelles or ligne[0] in modifiees]
    mois = {connues[reference].mois for reference in modifiees}
    stamp = _stamper(site)
    fixes = (site.pk, registre)
    techniques = (provenance, connection.ops.adapt_datetimefield_value(maintenant))
    for debut in range(0, len(a_ecrire), LIGNES_PAR_LOT):
        insertions, corrections = [], []
        for ligne in a_ecrire[debut : debut + LIGNES_PAR_LOT]:
            sien, dates = stamp(ligne[1], ligne[2], ligne[SANS_DATES:])
            mois.add(sien)
            ecrite = fixes + ligne[:SANS_DATES] + dates + techniques
            if ligne[0] in nouvelles:
                insertions.append(ecrite)
            else:
                corrections.append((*ecrite, connues[ligne[0]].pk))
        _insert(insertions)
        _update(corrections)
        avance(min(debut + LIGNES_PAR_LOT, len(a_ecrire)), len(a_ecrire))
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


def _load_connues(site: Site, registre: str, lignes: Sequence[LigneLue]) -> dict[str, _Connue]:
    """Return the stored demandes that bear the references of these rows."""
    references = [ligne[0] for ligne in lignes]
    toutes = (
        Demande.objects.filter(site=site, registre=registre)
        .order_by()
        .values_list("pk", "mois", *CHAMPS_LUS)
    )
    if len(references) <= LIGNES_PAR_LOT:
        trouvees = (
            ligne
            for debut in range(0, len(references), REFERENCES_PAR_REQUETE)
            for ligne in toutes.filter(
                reference__in=references[debut : debut + REFERENCES_PAR_REQUETE]
            )
        )
    else:
        cherchees = set(references)
        trouvees = (ligne for ligne in toutes.iterator(LIGNES_PAR_LOT) if ligne[2] in cherchees)
    return {ligne[2]: _Connue(ligne[0], ligne[1], tuple(ligne[2:])) for ligne in trouvees}


def _compare(connues: Mapping[str, _Connue], lignes: Sequence[LigneLue]) -> Difference:
    nouvelles, modifiees, inchangees = [], [], 0
    for ligne in lignes:
        connue = connues.get(ligne[0])
        if connue is None:
            nouvelles.append(ligne[0])
        elif connue.lue == ligne or clean_ligne(connue.lue) == ligne:
            inchangees += 1
        else:
            modifiees.append(ligne[0])
    return Difference(tuple(nouvelles), tuple(modifiees), inchangees)


def _stamper(site: Site) -> Callable[[str, str, tuple], tuple[int, tuple]]:
    """Return a memoised clock: a register holds far fewer sets of dates than rows.

    It returns the month, then CHAMPS_DATES and CHAMPS_ESTAMPILLE as SQL takes them.
    """
    referentiel, calendrier = get_referentiel(site), get_calendrier(site)
    natures = {n.code: n for r in referentiel.registres for n in r.natures}

    @lru_cache(maxsize=200_000)
    def stamp(nature: str, canal: str, dates: tuple) -> tuple[int, tuple]:
        estampille = stamp_demande(
            DatesDemande(*dates), nature=natures[nature], canal=canal, calendrier=calendrier
        )
        valeurs = (*dates, *_read_estampille(estampille))
        return estampille.mois, tuple(
            [v.isoformat() if isinstance(v, dt.date) else v for v in valeurs]
        )

    return stamp


def _columns() -> Iterator[str]:
    for champ in CHAMPS_ECRITS:
        yield Demande._meta.get_field(champ).column


def _insert(lignes: list[tuple]) -> None:
    """Insert rows of CHAMPS_ECRITS, by the fastest way the engine has."""
    table, colonnes = Demande._meta.db_table, list(_columns())
    if not lignes:
        return
    with connection.cursor() as curseur:
        if connection.vendor == "postgresql":
            copy = curseur.copy(f"COPY {table} ({', '.join(colonnes)}) FROM STDIN")
            with connection.wrap_database_errors, copy as copie:
                for ligne in lignes:
                    copie.write_row(ligne)
            return
        marques = ", ".join(["%s"] * len(colonnes))
        curseur.executemany(
            f"INSERT INTO {table} ({', '.join(colonnes)}) VALUES ({marques})",  # noqa: S608
            lignes,
        )


def _update(lignes: list[tuple]) -> None:
    """Write rows of CHAMPS_ECRITS followed by their primary key."""
    affectations = ", ".join(f"{colonne} = %s" for colonne in _columns())
    if lignes:
        with connection.cursor() as curseur:
            curseur.executemany(
                f"UPDATE {Demande._meta.db_table} SET {affectations} WHERE id = %s",  # noqa: S608
                lignes,
            )
