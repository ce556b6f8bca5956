"""`qualepref preuves`: what an auditor would find on a site today, and the folder made for him."""

import datetime as dt
from pathlib import Path

from qualepref.config.commandes.cadre import print_json, say, say_nombre, start_django, today_of


def add_arguments(parseur):
    parseur.add_argument("--site", required=True, help="code du site (pref-44)")
    parseur.add_format()
    parseur.add_argument("--manquantes", action="store_true", help="seulement ce qui manque")
    parseur.add_argument(
        "--zip", type=Path, metavar="FICHIER", help="écrire le dossier de l’auditeur"
    )
    parseur.add_argument("--graine", help="graine du tirage des lignes (sinon, le jour : 20261121)")
    parseur.add_argument(
        "--besoin", default="", help="pourquoi l’auditeur a besoin des noms ; sans lui, aucun nom"
    )


def run(arguments) -> int:
    start_django()
    from qualepref.organisation.queries import get_site
    from qualepref.preuves.queries.manques import load_tableau_preuves
    from qualepref.preuves.rendering.donnees import render_tableau

    site = get_site(arguments.site)
    le = today_of(site)
    tableau = load_tableau_preuves(site, le=le).select(manquants=arguments.manquantes)
    donnees = render_tableau(tableau)
    if arguments.zip is not None:
        donnees["dossier"] = _write_zip(site, arguments, le)
    if arguments.format == "json":
        print_json(donnees)
    else:
        _print_texte(donnees)
    return 0


def _write_zip(site, arguments, le) -> dict:
    from qualepref.organisation.operations import SYSTEME
    from qualepref.preuves.operations.dossiers import export_dossier

    arguments.zip.parent.mkdir(parents=True, exist_ok=True)
    graine = arguments.graine or f"{le:%Y%m%d}"
    ecrit = export_dossier(
        site, sortie=arguments.zip, graine=graine, besoin=arguments.besoin, par=SYSTEME, le=le
    )
    say(
        f"{arguments.zip} : {say_nombre(ecrit.pieces, 'pièce')}, graine {graine}, SHA-256 {ecrit.empreinte}"
    )
    return {"fichier": str(arguments.zip), "graine": graine, "empreinte": ecrit.empreinte}


def _print_texte(donnees) -> None:
    from qualepref.noyau.documents.textes import format_date
    from qualepref.organisation.rules import say_du_site
    from qualepref.preuves.enums import EtatPreuve

    etats = ", ".join(
        f"{n} {EtatPreuve(etat).pluriel if n > 1 else EtatPreuve(etat).label}"
        for etat, n in donnees["etats"].items()
    )
    le = format_date(dt.date.fromisoformat(donnees["arrete_le"]))
    print(f"Preuves {say_du_site(donnees['nom'])}, au {le}")
    print(f"{donnees['applicables']} engagements qui s’appliquent : {etats}")
    print(f"Un auditeur s’arrêterait {donnees['manques']} fois")
    for engagement in donnees["engagements"]:
        etat = "sans objet" if engagement["sans_objet"] else EtatPreuve(engagement["etat"]).label
        print(f"\n{engagement['numero']}. {engagement['texte']} : {etat}")
        for manque in engagement["manques"]:
            print(f"  - {manque}")
