"""`qualepref calculer`: the indicators of a site and year."""

from qualepref.config.commandes.analyseur import parse_annee
from qualepref.config.commandes.cadre import (
    print_json,
    start_django,
    today_of,
)


def add_arguments(parseur):
    parseur.add_argument("--site", required=True, help="code du site (pref-44)")
    parseur.add_argument("--annee", required=True, type=parse_annee, help="année civile (2022)")
    parseur.add_argument("--indicateur", action="append", help="limiter à ce code (répétable)")
    parseur.add_argument("--format", choices=("texte", "json"), default="texte")


def run(arguments) -> int:
    start_django()
    from qualepref.indicateurs.queries.tableau import load_tableau
    from qualepref.indicateurs.rendering.donnees import render_tableau
    from qualepref.organisation.queries import get_site

    en_json = arguments.format == "json"
    site = get_site(arguments.site)
    codes = frozenset(arguments.indicateur) if arguments.indicateur else None
    tableau = load_tableau(site, arguments.annee, le=today_of(site), codes=codes)
    for code in codes or ():
        tableau.ligne(code)
    if en_json:
        print_json(render_tableau(tableau))
    else:
        _print_texte(render_tableau(tableau))
    return 0


def _print_texte(donnees) -> None:
    print(f"{donnees['nom']} — {donnees['annee']} (arrêté le {donnees['arrete_le']})")
    domaine = None
    for i in donnees["indicateurs"]:
        if i["domaine"] != domaine:
            domaine = i["domaine"]
            print(f"\n{domaine}")
        fraction = ""
        if i["numerateur"] is not None and i["denominateur"] is not None:
            fraction = f" ({i['numerateur']}/{i['denominateur']})"
        verdict = i["verdict"].replace("_", " ")
        publiee = f" ; publié : {i['publiee']}" if i["publiee"] else ""
        print(
            f"  {i['code']:<7} {i['libelle']} : {i['valeur_affichee']}{fraction} ; {verdict}{publiee}"
        )
