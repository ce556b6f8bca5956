"""`qualepref publier`: a publication written to a file."""

from qualepref.config.commandes.analyseur import parse_annee, parse_pdf
from qualepref.config.commandes.cadre import (
    print_json,
    say,
    start_django,
    today_of,
    write_file,
)


def add_arguments(parseur):
    parseur.add_argument("publication", choices=("bilan",), help="ce qu’il faut publier")
    parseur.add_argument("--site", required=True, help="code du site (pref-44)")
    parseur.add_argument("--annee", required=True, type=parse_annee, help="année civile (2022)")
    parseur.add_argument("--sortie", required=True, type=parse_pdf, help="fichier à écrire (.pdf)")
    parseur.add_argument("--format", choices=("texte", "json"), default="texte")


def run(arguments) -> int:
    start_django()
    from qualepref.organisation.queries import get_site
    from qualepref.publications.rendering.figement import build_fige
    from qualepref.publications.rendering.bilan_pdf import render_pdf

    en_json = arguments.format == "json"
    site = get_site(arguments.site)
    contenu = render_pdf(build_fige(site, arguments.annee, le=today_of(site)))
    write_file(arguments.sortie, contenu)
    if en_json:
        print_json({"fichier": str(arguments.sortie), "octets": len(contenu)})
    else:
        say(f"{arguments.sortie} : bilan {arguments.annee} de {site.nom}.")
    return 0
