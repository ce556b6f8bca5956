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
    parseur.add_format()


def run(arguments) -> int:
    start_django()
    from qualepref.indicateurs.queries.projection import load_projections
    from qualepref.indicateurs.queries.tableau import load_tableau
    from qualepref.indicateurs.rendering.donnees import render_tableau
    from qualepref.indicateurs.rendering.projection import render_projection
    from qualepref.organisation.queries import get_site

    en_json = arguments.format == "json"
    site = get_site(arguments.site)
    codes = frozenset(arguments.indicateur) if arguments.indicateur else None
    le = today_of(site)
    tableau = load_tableau(site, arguments.annee, le=le, codes=codes)
    for code in codes or ():
        tableau.ligne(code)
    projections = load_projections(site, le=le, codes=codes) if arguments.annee == le.year else {}
    if en_json:
        donnees = render_tableau(tableau)
        donnees["projections"] = {c: render_projection(p) for c, p in projections.items()}
        print_json(donnees)
    else:
        _print_texte(tableau, projections)
    return 0


def _print_texte(tableau, projections) -> None:
    from qualepref.indicateurs.rendering.projection import say_compte, say_projection
    from qualepref.indicateurs.rendering.textes import say_fraction, say_valeur

    print(f"{tableau.site.nom} — {tableau.annee} (arrêté au {tableau.arrete_le:%d/%m/%Y})")
    domaine = None
    for ligne in tableau.lignes:
        i = ligne.indicateur
        if i.domaine != domaine:
            domaine = i.domaine
            print(f"\n{domaine}")
        calcul = say_fraction(ligne.releve)
        fraction = f" ({calcul})" if calcul else ""
        publiee = f" ; publié : {ligne.publiee.imprimee}" if ligne.publiee else ""
        print(
            f"  {i.code:<7} {i.libelle} : {say_valeur(ligne.releve, i)}{fraction} ; "
            f"{ligne.verdict.libelle}{publiee}"
        )
        if i.code in projections:
            projection = projections[i.code]
            print(f"          {say_projection(projection)} {say_compte(projection)}")
