"""`qualepref publier`: a year frozen and published, or only looked at, and written to a file."""

from qualepref.config.commandes.analyseur import parse_annee, parse_sortie
from qualepref.config.commandes.cadre import (
    print_json,
    progress,
    say,
    start_django,
    today_of,
    write_file,
)


# « page »: the report as a web page (rendering/formats.py, NOMMES).
DOCUMENTS = ("bilan", "page", "support", "affiche", "donnees")


def add_arguments(parseur):
    parseur.add_argument(
        "publication",
        choices=DOCUMENTS,
        help="le bilan, sa page web (page), le support du comité, l’affiche ou les données ouvertes",
    )
    parseur.add_argument("--site", required=True, help="code du site (pref-44)")
    parseur.add_argument("--annee", required=True, type=parse_annee, help="année civile (2022)")
    parseur.add_argument(
        "--sortie",
        required=True,
        type=parse_sortie,
        help="fichier à écrire ; la fin de son nom décide du document (.pdf, .docx, .html, .pptx…)",
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
    from qualepref.publications.queries.instantanes import find_fichier
    from qualepref.publications.rendering.figement import build_fige, mark_apercu
    from qualepref.publications.rendering.formats import choose_format
    from qualepref.publications.rendering.lecture import read_instantane

    sortie = arguments.sortie
    modele = choose_format(arguments.publication, sortie.name)
    site = get_site(arguments.site)
    le = today_of(site)
    if arguments.apercu:
        fige, publie = mark_apercu(build_fige(site, arguments.annee, le=le)), None
    else:
        publiees = publish_documents(
            site, annee=arguments.annee, genres=[modele.genre], motif=arguments.motif,
            par="système", le=le, doutes_acceptes=arguments.accepter_doutes,
            avance=lambda faits, prevus: progress("Documents", len(faits), len(prevus)),
        )  # fmt: skip
        publication = next(p for p in publiees if p.genre == modele.genre)
        fige = read_instantane(publication.instantane)
        publie = find_fichier(site, publication.pk, modele.nom)
    # What LibreOffice could not write when it was published is asked of it again.
    contenu = modele.render(fige) if publie is None else bytes(publie.octets)
    write_file(sortie, contenu)
    if arguments.format == "json":
        print_json({"fichier": str(sortie), "octets": len(contenu), "reference": fige.reference})
    else:
        etat = "aperçu, non publié" if arguments.apercu else "publié"
        say(
            f"{sortie} : {modele.libelle}, {arguments.annee}, {site.nom}, {fige.reference}, {etat}."
        )
    return 0
