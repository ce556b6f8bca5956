"""`qualepref demo`: from published figures to a site one can visit, in one command."""

import datetime as dt
from pathlib import Path

from qualepref.config.commandes.cadre import say, start_django, today_of, write_file
from qualepref.config.commandes.preparer import prepare
from qualepref.config.commandes.servir import add_arguments as add_adresse, serve


# What the demonstration publishes.
BILANS = (("pref-44", 2022), ("pref-63", 2022))


def add_arguments(parseur):
    parseur.add_argument(
        "--sans-servir", action="store_true", help="s’arrêter une fois les publications écrites"
    )
    add_adresse(parseur)


def run(arguments) -> int:
    prepare()
    bilan = _load()
    ecrits = [chemin for code, annee in BILANS for chemin in _publish(code, annee)]
    say("\nÉcrit :")
    for chemin in ecrits:
        say(f"  {chemin}")
    say(f"\nComptes de démonstration, mot de passe commun : {bilan.mot_de_passe}")
    for compte in bilan.comptes:
        say(f"  {compte.identifiant:<18} {compte.libelle}")
    say(f"  (gardés dans {bilan.fichier_comptes})")
    if arguments.sans_servir:
        return 0
    say("")
    return serve(hote=arguments.hote, port=arguments.port)


def _load():
    from qualepref.demonstration.operations import load_demonstration
    from qualepref.organisation.queries import get_site

    say("Données de démonstration…")
    return load_demonstration(
        le=today_of(get_site(BILANS[0][0])), maintenant=dt.datetime.now(tz=dt.UTC)
    )


def _publish(code: str, annee: int):
    start_django()
    from django.conf import settings

    from qualepref.indicateurs.rendering.tableurs import render_lignes
    from qualepref.organisation.queries import get_site
    from qualepref.publications.operations.publications import publish_documents
    from qualepref.publications.rendering.formats import list_genres
    from qualepref.publications.rendering.lecture import read_instantane

    site = get_site(code)
    publications = publish_documents(
        site,
        annee=annee,
        genres=list_genres(),
        par="démonstration",
        le=today_of(site),
        motif="La démonstration a été installée de nouveau.",
        # What the published reports hold of doubtful is what the demonstration shows.
        doutes_acceptes=True,
    )
    fige = read_instantane(publications[0].instantane)
    contenus = {
        **{
            f"{Path(f.nom).stem}-{code}-{annee}{Path(f.nom).suffix}": bytes(f.octets)
            for publication in publications
            for f in publication.fichiers.all()
        },
        f"indicateurs-{code}-{annee}.xlsx": render_lignes(
            fige.contenu.donnees["indicateurs"], "xlsx", reference=fige.reference
        ),
    }
    for nom, contenu in contenus.items():
        write_file(settings.SORTIE / nom, contenu)
        yield settings.SORTIE / nom
