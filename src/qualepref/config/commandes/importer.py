"""`qualepref importer`: what a register's file holds, what it would change, then do it."""

import datetime as dt
import tempfile
from pathlib import Path

from qualepref.config.commandes.analyseur import parse_colonne
from qualepref.config.commandes.cadre import (
    REFUSE,
    print_json,
    progress,
    say,
    start_django,
    today_of,
    write_file,
)


ERREURS_MONTREES = 20


def add_arguments(parseur):
    parseur.add_argument("fichier", type=Path, help="classeur XLSX, ODS ou fichier CSV")
    parseur.add_argument(
        "--registre", required=True, help="courriers, courriels, comptages, valeurs, cibles…"
    )
    parseur.add_argument("--site", required=True, help="code du site (pref-44)")
    parseur.add_argument("--feuille", help="nom de la feuille ; sans lui, la première remplie")
    parseur.add_argument(
        "--colonne",
        action="append",
        default=[],
        type=parse_colonne,
        metavar="EN-TÊTE=CHAMP",
        help="associer un en-tête à un champ (répétable)",
    )
    parseur.add_argument("--appliquer", action="store_true", help="écrire ; sinon, montrer l’effet")
    parseur.add_argument("--annote", type=Path, help="où rendre le fichier aux cellules marquées")
    parseur.add_format()


def run(arguments) -> int:
    start_django()
    from qualepref.noyau.tableurs.annotation import write_fichier_annote
    from qualepref.organisation.queries import get_site
    from qualepref.suivi.rendering.bilans import render_bilan_import

    en_json = arguments.format == "json"
    site = get_site(arguments.site)
    bilan = _import(site, arguments)
    if bilan.erreurs and arguments.annote:
        with tempfile.TemporaryDirectory() as dossier:
            provisoire = Path(dossier) / "annote.xlsx"
            write_fichier_annote(arguments.fichier, bilan.erreurs, provisoire)
            write_file(arguments.annote, provisoire.read_bytes())
    if en_json:
        print_json(render_bilan_import(bilan))
    else:
        _print_texte(bilan, site)
    if bilan.erreurs and arguments.annote:
        say(f"Fichier aux cellules marquées : {arguments.annote}")
    return REFUSE if bilan.erreurs else 0


def _import(site, arguments):
    from qualepref.suivi.operations.imports import FichierDonne, apply_import, check_import

    donne = FichierDonne(
        chemin=arguments.fichier,
        registre=arguments.registre,
        feuille=arguments.feuille,
        colonnes=dict(arguments.colonne),
    )
    le = today_of(site)
    if not arguments.appliquer:
        return check_import(site, donne=donne, le=le, avance=progress)

    return apply_import(
        site,
        donne=donne,
        par="système",
        le=le,
        maintenant=dt.datetime.now(tz=dt.UTC),
        avance=progress,
    )


def _print_texte(bilan, site) -> None:
    from qualepref.noyau.calcul.rendu import format_nombre
    from qualepref.suivi.queries.champs import champs_of, list_registres

    registre = dict(list_registres(site))[bilan.registre]
    print(f"{bilan.fichier}, feuille « {bilan.feuille} » → {registre}")
    libelles = {c.code: c.libelle for c in champs_of(site, registre=bilan.registre)}
    for entete, champ in bilan.colonnes.items():
        print(f"  {entete} → {libelles[champ]}")
    for entete in bilan.non_reconnues:
        print(f"  {entete} : colonne non reprise")
    for texte in bilan.avertissements:
        print(f"  Attention : {texte}")
    for i in bilan.ignorees:
        lignes = f"ligne {i.premiere}" + (f" à {i.derniere}" if i.derniere != i.premiere else "")
        print(f"  {lignes} non reprise : {i.motif}")
    if bilan.erreurs:
        _print_erreurs(bilan.erreurs)
        return
    d = bilan.difference
    verbe = "Écrit" if bilan.applique else "Serait écrit (ajoutez --appliquer)"
    print(
        f"{verbe} : nouvelles {format_nombre(len(d.nouvelles))}, "
        f"modifiées {format_nombre(len(d.modifiees))}, "
        f"inchangées {format_nombre(d.inchangees)} ; lignes lues : {format_nombre(bilan.lues)}."
    )


def _print_erreurs(erreurs) -> None:
    print(f"Erreurs : {len(erreurs)}. Rien n’est écrit.")
    for erreur in erreurs[:ERREURS_MONTREES]:
        print(f"  {erreur}")
    if len(erreurs) > ERREURS_MONTREES:
        print(
            f"  … et {len(erreurs) - ERREURS_MONTREES} autres : --annote FICHIER.xlsx les marque "
            "toutes dans une copie de votre fichier."
        )
