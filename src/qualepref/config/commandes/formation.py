"""`qualepref formation`: the trainings of a site over a year, and how many agents are far from them."""

from qualepref.config.commandes.analyseur import parse_annee
from qualepref.config.commandes.cadre import print_json, say_nombre, start_django, today_of


def add_arguments(parseur):
    parseur.add_argument("--site", required=True, help="code du site, comme pref-44")
    parseur.add_argument(
        "--annee", type=parse_annee, help="année civile ; sans elle, celle de la dernière séance"
    )
    parseur.add_format()


def run(arguments) -> int:
    start_django()
    from qualepref.amelioration.queries.formations import default_annee, load_totaux
    from qualepref.amelioration.queries.personnes import load_eloignes
    from qualepref.amelioration.rendering.formations import render_eloignes, render_formations
    from qualepref.organisation.queries import get_site

    site = get_site(arguments.site)
    le = today_of(site)
    annee = arguments.annee or default_annee(site, le=le)
    totaux, eloignes = load_totaux(site, annee, le=le), load_eloignes(site, le=le)
    if arguments.format == "json":
        print_json(render_formations(totaux) | {"eloignes": render_eloignes(eloignes)})
    else:
        _print_texte(totaux, eloignes)
    return 0


def _print_texte(totaux, eloignes) -> None:
    from qualepref.amelioration.rendering.formations import say_formes, say_taux

    print(f"{totaux.site.nom} — formations {totaux.annee} (arrêté au {totaux.arrete_le:%d/%m/%Y})")
    for ligne in totaux.formations:
        compte = ligne.compte
        taux = say_taux(compte) or compte.motif
        formes = "agents formés" if compte.participations > 1 else "agent formé"
        seances = say_nombre(compte.seances, "séance")
        print(f"  {ligne.formation.titre} : {seances}, {say_formes(compte)} {formes} ; {taux}")
    print(f"Besoins en attente : {totaux.attente}")
    print(
        f"Agents éloignés de la formation depuis {eloignes.mois} mois : "
        f"{len(eloignes.agents)} sur {eloignes.nombre_presents}"
    )
