"""Agents of the perimeter as a kind of file, imported and exported like a register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from qualepref.amelioration.models import Personne
from qualepref.amelioration.operations.personnes import compare_personnes, write_personnes
from qualepref.amelioration.queries.formations import presents_entre
from qualepref.amelioration.queries.personnes import load_annuaire, personne_donnee_of
from qualepref.amelioration.rules.personnes import (
    AGENTS,
    build_champs,
    build_ligne,
    check_personne,
    list_cellules,
)
from qualepref.noyau.tableurs.champs import Champ
from qualepref.noyau.tableurs.conversion import Ligne
from qualepref.organisation.models import Site
from qualepref.suivi.queries.genres import GenreFichier, LignesControlees
from qualepref.suivi.rules.bilans import Difference
from qualepref.suivi.rules.champs import FauteLigne


def _build_champs(site: Site) -> list[Champ]:
    return build_champs(dict(site.services.values_list("code", "nom")))


def _check(site: Site, lignes: Sequence[Ligne], _le: dt.date) -> LignesControlees:
    services = dict(site.services.values_list("code", "pk"))
    connues, controlees, cles = load_annuaire(site), LignesControlees(), set[Any]()
    for ligne in lignes:
        lue, fautes = build_ligne(ligne.valeurs, services)
        if lue is not None:
            fautes = check_personne(lue.donnee, site.modules)
            connue = connues.find(lue.donnee)
            cle = connue.pk if connue else (lue.donnee.matricule, lue.donnee.identite)
            if connues.is_ambigu(lue.donnee):
                fautes.append(
                    FauteLigne(
                        "nom",
                        "deux agents du site portent ce nom",
                        "Donner le matricule, ici et sur leurs fiches.",
                    )
                )
            elif cle in cles:
                fautes.append(
                    FauteLigne(
                        "nom",
                        "deux lignes du fichier donnent le même agent",
                        "Ne garder qu’une ligne, ou donner les deux matricules.",
                    )
                )
            cles.add(cle)
        if lue is None or fautes:
            controlees.fautes += [(ligne.numero, faute) for faute in fautes]
        else:
            controlees.valides.append(lue)
    return controlees


def _compare(site: Site, lignes: Sequence[Any]) -> Difference:
    return compare_personnes(site, lignes=lignes)


def _write(site: Site, lignes: Sequence[Any], *, par: str, le: dt.date) -> Difference:
    return write_personnes(site, lignes=lignes, par=par)


def _list_lignes(site: Site, annee: int | None) -> Iterator[list[Any]]:
    if annee is None:
        personnes = Personne.objects.filter(site=site)
    else:
        personnes = presents_entre(site, dt.date(annee, 1, 1), dt.date(annee, 12, 31))
    for personne in personnes.select_related("service").order_by("nom", "prenom", "pk"):
        service = personne.service.code if personne.service else ""
        yield list_cellules(personne_donnee_of(personne), service)


GENRES = (
    GenreFichier(
        code=AGENTS,
        libelle="Agents du périmètre",
        build_champs=_build_champs,
        check=_check,
        compare=_compare,
        write=_write,
        list_lignes=_list_lignes,
    ),
)
