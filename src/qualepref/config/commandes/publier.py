"""`qualepref publier`: a year frozen and published, or only looked at, and written to a file."""

from qualepref.config.commandes.analyseur import parse_annee, parse_sortie
from qualepref.config.commandes.cadre import (
    print_json,
    say,
    start_django,
    today_of,
    write_file,
)


GENRES = ("bilan", "support", "affiche", "page", "donnees")


def add_arguments(parseur):
    parseur.add_argument(
        "publication",
        choices=GENRES,
        help="le bilan, le support du comité, l’affiche, la page ou les données ouvertes",
    )
    parseur.add_argument("--site", required=True, help="code du site (pref-44)")
    parseur.add_argument("--annee", required=True, type=parse_annee, help="année civile (2022)")
    parseur.add_argument(
        "--sortie", required=True, type=parse_sortie, help="fichier à écrire (.pdf, .docx, .csv…)"
    )
    parseur.add_argument(
        "--apercu", action="store_true", help="écrire le fichier sans rien figer ni publier"
    )
    parseur.add_argument("--motif", default="", help="pourquoi rectifier ce qui est publié")
    parseur.add_argument(
        "--accepter-doutes", action="store_true", help="publier malgré des chiffres à vérifier"
    )
    parseur.add_format()


def run(arguments) -> int:
    start_django()
    from qualepref.organisation.queries import get_site
    from qualepref.publications.operations.publications import publish_documents
    from qualepref.publications.rendering.figement import build_fige, mark_apercu
    from qualepref.publications.rendering.formats import choose_format
    from qualepref.publications.rendering.lecture import read_instantane

    genre, sortie = arguments.publication, arguments.sortie
    modele = choose_format(genre, sortie.suffix)
    site = get_site(arguments.site)
    le = today_of(site)
    if arguments.apercu:
        fige = mark_apercu(build_fige(site, arguments.annee, le=le))
    else:
        publiees = publish_documents(
            site, annee=arguments.annee, genres=[genre], motif=arguments.motif, par="système", le=le,
            doutes_acceptes=arguments.accepter_doutes,
        )  # fmt: skip
        fige = read_instantane(next(p for p in publiees if p.genre == genre).instantane)
    contenu = modele.render(fige)
    write_file(sortie, contenu)
    if arguments.format == "json":
        print_json({"fichier": str(sortie), "octets": len(contenu), "reference": fige.reference})
    else:
        etat = "aperçu, non publié" if arguments.apercu else "publié"
        say(
            f"{sortie} : {modele.libelle}, {arguments.annee}, {site.nom}, {fige.reference}, {etat}."
        )
    return 0
