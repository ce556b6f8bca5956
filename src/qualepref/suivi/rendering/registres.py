"""A register as a file that imports back identical."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qualepref.noyau.tableurs.ecriture import write_tableau
from qualepref.organisation.models import Site
from qualepref.suivi.models import Demande
from qualepref.suivi.queries.champs import champs_of
from qualepref.suivi.queries.genres import find_genre


def export_registre(
    site: Site, sortie: Path, *, registre: str, annee: int | None = None, modele: bool = False
) -> int:
    """Write a register to a .xlsx, .ods or .csv file; return the number of rows.

    annee: limits it to what was received that year, or bears on it. modele: the headings alone.

    Raises:
        RegistreInconnuError, ExportImpossibleError.
    """
    champs = champs_of(site, registre=registre)
    codes = [c.code for c in champs]
    genre = find_genre(registre)
    lignes: list[list[Any]] = []
    if not modele:
        lignes.extend(
            _list_demandes(site, registre, annee, codes)
            if genre is None
            else genre.list_lignes(site, annee)
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
