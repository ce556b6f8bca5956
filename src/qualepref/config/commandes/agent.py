"""`qualepref agent`: an account and its role, such as a site's first référent qualité."""

import datetime as dt
import getpass
import sys

from qualepref.config.commandes.cadre import say, start_django


def add_arguments(parseur):
    parseur.add_argument("identifiant", help="identifiant de connexion")
    parseur.add_argument(
        "--role",
        required=True,
        choices=("referent", "correspondant", "lecteur", "auditeur", "enqueteur", "national"),
        help="rôle donné",
    )
    parseur.add_argument("--site", help="code du site (inutile pour le rôle national)")
    parseur.add_argument("--service", help="code du service (correspondant)")
    parseur.add_argument(
        "--jusqu-au", type=dt.date.fromisoformat, help="dernier jour, AAAA-MM-JJ (auditeur)"
    )
    parseur.add_argument("--nom", default="", help="nom affiché")
    parseur.epilog = "Le mot de passe est demandé, ou lu sur l’entrée standard."


def run(arguments) -> int:
    start_django()
    from qualepref.organisation.enums import NomRole
    from qualepref.organisation.queries import find_service, get_site
    from qualepref.organisation.rules import say_du_site

    site = get_site(arguments.site) if arguments.site else None
    service = find_service(site, arguments.service) if arguments.service else None
    _grant(arguments, site, service)
    role = NomRole(arguments.role).label
    say(f"{arguments.identifiant} : {role}{f' {say_du_site(site.nom)}' if site else ''}.")
    return 0


def _grant(arguments, site, service) -> None:
    """Give the role; a role refused leaves no account behind."""
    from django.db import transaction

    from qualepref.organisation.operations import create_agent, grant_role
    from qualepref.organisation.queries import find_agent

    agent = find_agent(arguments.identifiant)
    # Asked before anything is written: nobody else waits for it.
    mot_de_passe = "" if agent else _ask_mot_de_passe()
    with transaction.atomic():
        agent = agent or create_agent(
            identifiant=arguments.identifiant,
            mot_de_passe=mot_de_passe,
            nom=arguments.nom,
            par="système",
        )
        grant_role(
            agent,
            role=arguments.role,
            site=site,
            service=service,
            jusqu_au=arguments.jusqu_au,
            par="système",
        )


def _ask_mot_de_passe() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Mot de passe : ")
    return sys.stdin.readline().rstrip("\n")
