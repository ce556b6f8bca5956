"""A register as a file that imports back identical."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qualepref.noyau.tableurs.ecriture import write_tableau
from qualepref.organisation.models import Site
from qualepref.suivi.models import Comptage, Demande
from qualepref.suivi.queries.champs import champs_of
from qualepref.suivi.rules.champs import COMPTAGES


def export_registre(site: Site, sortie: Path, *, registre: str, annee: int | None = None) -> int:
    """Write a register to a .xlsx, .ods or .csv file; return the number of rows.

    annee: limits it to what was received that year.

    Raises:
        RegistreInconnuError, ExportImpossibleError.
    """
    champs = champs_of(site, registre=registre)
    codes = [c.code for c in champs]
    lignes = (
        list(_list_comptages(site, annee))
        if registre == COMPTAGES
        else list(_list_demandes(site, registre, annee, codes))
    )
    write_tableau(sortie, champs, lignes, feuille=registre)
    return len(lignes)


def _list_demandes(
    site: Site, registre: str, annee: int | None, codes: list[str]
) -> Iterator[list[Any]]:
    demandes = Demande.objects.filter(site=site, registre=registre)
    if annee is not None:
        demandes = demandes.filter(mois__range=(annee * 100 + 1, annee * 100 + 12))
    champs = {"service": "service__code", "boite": "boite__code"}
    colonnes = [champs.get(code, code) for code in codes]
    for ligne in demandes.order_by("recue_le", "pk").values_list(*colonnes).iterator():
        yield [None if valeur == "" else valeur for valeur in ligne]


def _list_comptages(site: Site, annee: int | None) -> Iterator[list[Any]]:
    comptages = Comptage.objects.filter(site=site)
    if annee is not None:
        comptages = comptages.filter(mois__range=(annee * 100 + 1, annee * 100 + 12))
    for c in comptages.order_by("mois", "grandeur", "dimension"):
        mois = dt.date(c.mois // 100, c.mois % 100, 1)
        yield [mois, c.grandeur, c.dimension or None, c.valeur, c.source or None]
