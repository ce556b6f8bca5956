"""Files of answers as tools write them, for the tests of imports."""

import csv
import datetime as dt
import io

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from qualepref.enquetes.operations.imports import (
    apply_import_reponses,
    check_import_reponses,
    reopen_import,
    submit_import,
)


MAINTENANT = dt.datetime(2022, 9, 1, 8, tzinfo=dt.UTC)
LE = dt.date(2022, 9, 1)
DEMARCHE, GLOBALE, SUGGESTIONS = (
    "Pour quelle démarche êtes-vous venu ?",
    "Dans l’ensemble, que pensez-vous de votre passage ?",
    "Que pourrions-nous améliorer ?",
)
SPHINX = (
    ("CLE", "DATE_SAISIE", DEMARCHE, GLOBALE, SUGGESTIONS),
    (1, dt.date(2022, 5, 6), "Titre de séjour, asile ou titre de voyage, Permis de conduire",
     "Très satisfaisant", "Plus d’horaires"),
    (2, dt.date(2022, 5, 7), "PERMIS DE CONDUIRE", "peu satisfaisant", ""),
    (3, dt.date(2022, 6, 1), "", "Non réponse", ""),
)  # fmt: skip


def write_csv(lignes, *, separateur=";", encodage="utf-8-sig"):
    """The bytes of a CSV."""
    texte = io.StringIO(newline="")
    csv.writer(texte, delimiter=separateur, quoting=csv.QUOTE_ALL).writerows(lignes)
    return texte.getvalue().encode(encodage)


def write_xlsx(lignes):
    """The bytes of a workbook of one sheet."""
    octets = io.BytesIO()
    classeur = xlsxwriter.Workbook(octets, {"in_memory": True})
    jour = classeur.add_format({"num_format": "dd/mm/yyyy"})
    feuille = classeur.add_worksheet("Réponses")
    for rang, ligne in enumerate(lignes):
        for colonne, valeur in enumerate(ligne):
            if isinstance(valeur, dt.date):
                feuille.write_datetime(rang, colonne, valeur, jour)
            elif valeur not in ("", None):
                feuille.write(rang, colonne, valeur)
    classeur.close()
    return octets.getvalue()


def give(campagne, contenu, *, nom="reponses.csv", site=None, structure=None, outil="", **reglages):
    """An import of that content, checked."""
    depot = submit_import(
        campagne,
        site=site or campagne.pilote,
        fichier=SimpleUploadedFile(nom, contenu),
        structure=structure and SimpleUploadedFile("enquete.lss", structure),
        reglages=reglages,
        outil=outil,
        par="referent",
        maintenant=MAINTENANT,
        maximum=2**20,
    )
    check_import_reponses(depot, le=LE)
    return depot


def apply(depot):
    """The import, written when it may be."""
    reopen_import(depot, depuis=depot.etat)
    apply_import_reponses(depot, le=LE)
    depot.refresh_from_db()
    return depot
