"""`qualepref exporter`: a register in a file that imports back identical."""

import tempfile
from pathlib import Path

from qualepref.config.commandes.analyseur import parse_annee
from qualepref.config.commandes.cadre import print_json, say, start_django, write_file


def add_arguments(parseur):
    parseur.add_argument(
        "--registre", required=True, help="courriers, courriels, comptages, valeurs, cibles…"
    )
    parseur.add_argument("--site", required=True, help="code du site (pref-44)")
    parseur.add_argument("--annee", type=parse_annee, help="limiter à une année")
    parseur.add_argument("--sortie", required=True, type=Path, help="fichier .xlsx, .ods ou .csv")
    parseur.add_argument(
        "--modele", action="store_true", help="les en-têtes seuls, comme modèle à remplir"
    )
    parseur.add_format()


def run(arguments) -> int:
    start_django()
    from qualepref.organisation.queries import get_site
    from qualepref.suivi.rendering.registres import export_registre

    en_json = arguments.format == "json"
    with tempfile.TemporaryDirectory() as dossier:
        provisoire = Path(dossier) / arguments.sortie.name
        nombre = export_registre(
            get_site(arguments.site),
            provisoire,
            registre=arguments.registre,
            annee=arguments.annee,
            modele=arguments.modele,
        )
        write_file(arguments.sortie, provisoire.read_bytes())
    if en_json:
        print_json({"fichier": str(arguments.sortie), "lignes": nombre})
    else:
        say(f"{arguments.sortie} : {nombre} lignes.")
    return 0
