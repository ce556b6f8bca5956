"""`qualepref plan`: the improvement plan of a site, its totals and its actions."""

import datetime as dt

from qualepref.config.commandes.analyseur import parse_annee
from qualepref.config.commandes.cadre import print_json, say_nombre, start_django, today_of


def add_arguments(parseur):
    parseur.add_argument("--site", required=True, help="code du site (pref-44)")
    parseur.add_argument(
        "--annee", type=parse_annee, help="plan de cette année (sinon, de l’année en cours)"
    )
    parseur.add_format()


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
    from qualepref.amelioration.enums import EtatAction
    from qualepref.amelioration.rendering.plan_donnees import say_compte
    from qualepref.noyau.documents.textes import format_date
    from qualepref.organisation.rules import say_du_site

    arrete_le = dt.date.fromisoformat(plan["arrete_le"])
    print(
        f"Plan d’amélioration {plan['annee']} {say_du_site(plan['nom'])}, au {format_date(arrete_le)}"
    )
    for titre, cle in (("Par axe", "axes"), ("Par source", "sources"), ("Par service", "services")):
        print(f"\n{titre}")
        for ligne in plan[cle]:
            print(f"  {ligne['libelle']} : {say_compte(ligne)}")
    print(f"\nEnsemble : {say_compte(plan['total'])}")
    reste = plan["total"]["a_faire"]
    passent = "passent" if reste > 1 else "passe"
    print(f"À l’année suivante {passent} {say_nombre(reste, 'action')}.")
    if plan["actions"]:
        print()
    for action in plan["actions"]:
        etat = EtatAction(action["etat"]).label
        echeance = action["echeance"]
        pour = f"{dt.date.fromisoformat(echeance):%d/%m/%Y}" if echeance else "sans échéance"
        print(f"  {action['reference']}  {etat:<9}  {pour:<13}  {action['titre']}")
