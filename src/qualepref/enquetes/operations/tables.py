"""Results that somebody published, and remarks on their own, written from a table."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

from django.db import transaction

from qualepref.enquetes.enums import FormatReponses
from qualepref.enquetes.models import Campagne, ImportReponses, ResultatSeul, Verbatim
from qualepref.enquetes.queries.imports import get_jour_defaut
from qualepref.enquetes.queries.tables import read_table
from qualepref.enquetes.rules.imports import Effet


CHAMPS_RESULTAT = ("pourcentage", "numerateur", "repondants", "critere", "question", "source")


def load_table(depot: ImportReponses, *, chemin: Path) -> tuple[Effet, list[dict[str, Any]]]:
    """Return the effect of a table, and its rows to be written.

    Raises:
        FichierRefuseError: the file cannot be read.
    """
    lue = read_table(depot, chemin=chemin)
    sorts = _compare(depot, lue.lignes)
    return Effet(
        format=depot.format,
        fichier=depot.nom,
        feuille=lue.grille.feuille,
        ligne_entete=lue.grille.ligne_entete,
        colonnes=lue.colonnes,
        lues=len(lue.grille.cellules),
        nouvelles=sorts["nouvelle"],
        modifiees=sorts["modifiee"],
        connues=sorts["connue"],
        refusees=lue.refusees,
        blocages=lue.blocages,
        fautes=tuple(lue.fautes),
        avertissements=tuple(lue.avertissements),
        ecartees=tuple(
            (i.motif, tuple(range(i.premiere, i.derniere + 1))) for i in lue.grille.ignorees
        ),
        sauf_refusees=bool(depot.reglages.get("sauf_refusees")),
    ), lue.lignes


@transaction.atomic
def write_table(depot: ImportReponses, *, lignes: list[dict[str, Any]], le: dt.date) -> None:
    """Write the rows of a table; those already there change nothing."""
    Campagne.objects.select_for_update().get(pk=depot.campagne_id)
    if depot.format == FormatReponses.RESULTATS:
        for ligne in lignes:
            ResultatSeul.objects.update_or_create(
                campagne=depot.campagne,
                site=depot.site,
                libelle=ligne["libelle"],
                defaults={champ: ligne[champ] for champ in CHAMPS_RESULTAT},
            )
        return
    defaut = min(get_jour_defaut(depot), le)
    Verbatim.objects.bulk_create(
        Verbatim(
            campagne=depot.campagne,
            site=depot.site,
            jour=ligne["jour"] or defaut,
            texte=ligne["texte"],
            categorie=ligne["categorie"],
            note=ligne["note"],
        )
        for ligne in _list_nouvelles(depot, lignes)
    )


def _compare(depot: ImportReponses, lignes: list[dict[str, Any]]) -> Counter[str]:
    if depot.format == FormatReponses.VERBATIMS:
        nouvelles = len(_list_nouvelles(depot, lignes))
        return Counter(nouvelle=nouvelles, connue=len(lignes) - nouvelles)
    connus = {
        r.libelle: tuple(getattr(r, champ) for champ in CHAMPS_RESULTAT)
        for r in ResultatSeul.objects.filter(campagne=depot.campagne, site=depot.site)
    }
    return Counter(
        "nouvelle"
        if ligne["libelle"] not in connus
        else "connue"
        if connus[ligne["libelle"]] == tuple(ligne[champ] for champ in CHAMPS_RESULTAT)
        else "modifiee"
        for ligne in lignes
    )


def _list_nouvelles(depot: ImportReponses, lignes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the remarks that are not there yet; the same words twice are two remarks."""
    connues = Counter(
        Verbatim.objects.filter(
            campagne=depot.campagne, site=depot.site, retour__isnull=True
        ).values_list("texte", "note")
    )
    nouvelles = []
    for ligne in lignes:
        cle = (ligne["texte"], ligne["note"])
        if connues[cle]:
            connues[cle] -= 1
        else:
            nouvelles.append(ligne)
    return nouvelles
