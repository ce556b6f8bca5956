"""`qualepref plan`: the improvement plan of a site, its totals and its actions."""

from qualepref.config.commandes.analyseur import parse_annee
from qualepref.config.commandes.cadre import print_json, start_django, today_of


def add_arguments(parseur):
    parseur.add_argument("--site", required=True, help="code du site (pref-44)")
    parseur.add_argument(
        "--annee", type=parse_annee, help="plan de cette année (sinon, de l’année en cours)"
    )
    parseur.add_argument("--format", choices=("texte", "json"), default="texte")


def run(arguments) -> int:
    start_django()
    from qualepref.amelioration.rendering.plan_donnees import render_plan
    from qualepref.organisation.queries import get_site

    site = get_site(arguments.site)
    le = today_of(site)
    plan = render_plan(site, arguments.annee or le.year, le=le)
    if arguments.format == "json":
        print_json(plan)
    else:
        _print_texte(plan)
    return 0


def _print_texte(plan) -> None:
    from qualepref.amelioration.rendering.plan_donnees import say_compte

    print(f"Plan d’amélioration {plan['annee']} de {plan['nom']}, au {plan['arrete_le']}")
    for titre, cle in (("Par axe", "axes"), ("Par source", "sources"), ("Par service", "services")):
        print(f"\n{titre}")
        for ligne in plan[cle]:
            print(f"  {ligne['libelle']} : {say_compte(ligne)}")
    print(f"\nEnsemble : {say_compte(plan['total'])}")
    print(f"Passe à l’année suivante : {plan['total']['a_faire']}")
    if plan["actions"]:
        print()
    for action in plan["actions"]:
        echeance = action["echeance"] or "sans échéance"
        print(f"  {action['reference']}  {action['etat']:<9}  {echeance}  {action['titre']}")
