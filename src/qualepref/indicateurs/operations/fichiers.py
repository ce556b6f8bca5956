"""Values and targets as kinds of files, imported and exported like registers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from qualepref.indicateurs.operations.cibles import compare_cibles, write_cibles
from qualepref.indicateurs.operations.valeurs import compare_valeurs, write_valeurs
from qualepref.indicateurs.queries.perimetre import load_perimetre
from qualepref.indicateurs.queries.valeurs import donnee_of, list_valeurs
from qualepref.indicateurs.rules.cibles import check_cible, settle_cible
from qualepref.indicateurs.rules.fichiers import (
    CHAMPS_CIBLES,
    CHAMPS_VALEURS,
    CIBLES,
    VALEURS,
    build_cible,
    build_valeur,
    list_cellules_cible,
    list_cellules_valeur,
)
from qualepref.indicateurs.rules.refus import DonneeRefuseeError, DoublonError
from qualepref.indicateurs.rules.valeurs import check_valeur, settle_valeur, tell_reserves
from qualepref.noyau.tableurs.champs import Champ
from qualepref.noyau.tableurs.conversion import Ligne
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.suivi.queries.genres import GenreFichier, LignesControlees
from qualepref.suivi.rules.bilans import Difference
from qualepref.suivi.rules.champs import FauteLigne


def _build_champs_valeurs(_site: Site) -> list[Champ]:
    return CHAMPS_VALEURS


def _build_champs_cibles(_site: Site) -> list[Champ]:
    return CHAMPS_CIBLES


def _check_valeurs(site: Site, lignes: Sequence[Ligne], le: dt.date) -> LignesControlees:
    perimetre = load_perimetre(site)
    controlees, cles = LignesControlees(), set[Any]()
    for ligne in lignes:
        donnee, refus = build_valeur(ligne.valeurs, perimetre)
        if donnee is not None:
            refus = [*refus, *check_valeur(donnee, perimetre, le=le)]
        if donnee is None or refus:
            _refuse(controlees, ligne, refus)
            continue
        controlees.avertissements += tell_reserves(donnee, perimetre)
        _keep(controlees, ligne, settle_valeur(donnee, perimetre), cles)
    return controlees


def _check_cibles(site: Site, lignes: Sequence[Ligne], _le: dt.date) -> LignesControlees:
    perimetre = load_perimetre(site)
    controlees, cles = LignesControlees(), set[Any]()
    for ligne in lignes:
        donnee, refus = build_cible(ligne.valeurs)
        if donnee is not None:
            refus = [*refus, *check_cible(donnee, perimetre)]
        if donnee is None or refus:
            _refuse(controlees, ligne, refus)
            continue
        _keep(controlees, ligne, settle_cible(donnee, perimetre), cles)
    return controlees


def _keep(controlees: LignesControlees, ligne: Ligne, donnee: Any, cles: set[Any]) -> None:
    if donnee.cle in cles:
        _refuse(controlees, ligne, [DoublonError(objet=donnee.objet)])
        return
    cles.add(donnee.cle)
    controlees.valides.append(donnee)


def _refuse(
    controlees: LignesControlees, ligne: Ligne, refus: Sequence[DonneeRefuseeError]
) -> None:
    controlees.fautes += [(ligne.numero, FauteLigne(r.champ, r.motif, r.remede)) for r in refus]


def _compare_valeurs(site: Site, lignes: Sequence[Any]) -> Difference:
    return compare_valeurs(site, valeurs=lignes)


def _compare_cibles(site: Site, lignes: Sequence[Any]) -> Difference:
    return compare_cibles(site, cibles=lignes)


def _write_valeurs(site: Site, lignes: Sequence[Any], *, par: str, le: dt.date) -> Difference:
    return write_valeurs(site, valeurs=lignes, par=par, le=le)


def _write_cibles(site: Site, lignes: Sequence[Any], *, par: str, le: dt.date) -> Difference:
    return write_cibles(site, cibles=lignes, par=par)


def _list_valeurs(site: Site, annee: int | None) -> Iterator[list[Any]]:
    libelles = {i.code: i.libelle for i in get_referentiel(site).indicateurs}
    for valeur in list_valeurs(site, annee=annee):
        yield list_cellules_valeur(donnee_of(valeur), libelles.get(valeur.indicateur, ""))


def _list_cibles(site: Site, annee: int | None) -> Iterator[list[Any]]:
    libelles = {i.code: i.libelle for i in get_referentiel(site).indicateurs}
    cibles = site.cibles.order_by("annee", "indicateur")
    for c in cibles if annee is None else cibles.filter(annee=annee):
        yield list_cellules_cible(
            indicateur=c.indicateur,
            libelle=libelles.get(c.indicateur, ""),
            annee=c.annee,
            bornes=(c.minimum, c.maximum),
            unite=c.unite,
            source=c.source,
        )


GENRES = (
    GenreFichier(
        code=VALEURS,
        libelle="Valeurs déclarées",
        build_champs=_build_champs_valeurs,
        check=_check_valeurs,
        compare=_compare_valeurs,
        write=_write_valeurs,
        list_lignes=_list_valeurs,
        nomme=False,
    ),
    GenreFichier(
        code=CIBLES,
        libelle="Cibles du site",
        build_champs=_build_champs_cibles,
        check=_check_cibles,
        compare=_compare_cibles,
        write=_write_cibles,
        list_lignes=_list_cibles,
        nomme=False,
    ),
)
