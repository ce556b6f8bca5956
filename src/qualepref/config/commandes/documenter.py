"""`qualepref documenter`: docs/indicateurs.md written again from the référentiel."""

from qualepref.config.commandes.cadre import say, start_django, write_file


def add_arguments(parseur):
    parseur.epilog = "À lancer après avoir changé une définition, une cible ou un exemple."


def run(arguments) -> int:
    start_django()
    from django.conf import settings

    from qualepref.noyau.documentation.indicateurs import build_page
    from qualepref.organisation.models import Site

    code, version = (Site._meta.get_field(c).default for c in ("referentiel", "version"))
    sortie = settings.RACINE / "docs" / "indicateurs.md"
    page = build_page(settings.REFERENTIELS, code=code, version=version)
    write_file(sortie, page.encode())
    say(f"{sortie} : indicateurs de {code}/{version}.")
    return 0
