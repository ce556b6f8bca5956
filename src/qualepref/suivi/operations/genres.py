"""The counted quantities as a kind of file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from qualepref.noyau.tableurs.champs import Champ
from qualepref.noyau.tableurs.conversion import Ligne
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.suivi.enums import Provenance
from qualepref.suivi.models import Comptage
from qualepref.suivi.operations.lots import compare_comptages, write_comptages
from qualepref.suivi.queries.genres import GenreFichier, LignesControlees
from qualepref.suivi.rules.bilans import Difference
from qualepref.suivi.rules.champs import (
    COMPTAGES,
    FauteLigne,
    build_champs_comptages,
    build_comptage,
)


def _build_champs(site: Site) -> list[Champ]:
    return build_champs_comptages(get_referentiel(site))


def _check(site: Site, lignes: Sequence[Ligne], le: dt.date) -> LignesControlees:
    dimensions = {
        g.code: tuple(code for code, _ in g.dimensions) for g in get_referentiel(site).grandeurs
    }
    controlees = LignesControlees()
    vus: set[tuple] = set()
    for ligne in lignes:
        comptage, fautes = build_comptage(ligne.valeurs, dimensions, le=le)
        cle = (comptage["grandeur"], comptage["dimension"], comptage["mois"])
        if cle in vus:
            motif = "cette quantité est donnée deux fois pour le même mois"
            fautes.append(FauteLigne(None, motif, "Ne garder qu’une ligne par mois."))
        vus.add(cle)
        controlees.fautes.extend((ligne.numero, faute) for faute in fautes)
        controlees.valides.append(comptage)
    return controlees


def _compare(site: Site, lignes: Sequence[Any]) -> Difference:
    return compare_comptages(site, comptages=lignes)


def _write(site: Site, lignes: Sequence[Any], *, par: str, le: dt.date) -> Difference:
    return write_comptages(site, comptages=lignes, provenance=Provenance.IMPORT, par=par)


def _list_lignes(site: Site, annee: int | None) -> Iterator[list[Any]]:
    comptages = Comptage.objects.filter(site=site)
    if annee is not None:
        comptages = comptages.filter(mois__range=(annee * 100 + 1, annee * 100 + 12))
    for c in comptages.order_by("mois", "grandeur", "dimension"):
        mois = dt.date(c.mois // 100, c.mois % 100, 1)
        yield [mois, c.grandeur, c.dimension or None, c.valeur, c.source or None]


GENRE_COMPTAGES = GenreFichier(
    code=COMPTAGES,
    libelle="Quantités comptées",
    build_champs=_build_champs,
    check=_check,
    compare=_compare,
    write=_write,
    list_lignes=_list_lignes,
    nomme=False,
)
