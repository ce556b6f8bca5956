"""`qualepref comite`: the committees of a site, their meetings, and what came of what was said."""

import datetime as dt

from qualepref.config.commandes.cadre import print_json, say_nombre, start_django, today_of
from qualepref.noyau.documents.textes import format_date


def add_arguments(parseur):
    parseur.add_argument("--site", required=True, help="code du site, comme pref-63")
    parseur.add_format()


def run(arguments) -> int:
    start_django()
    from qualepref.comites.queries.comites import list_comites, list_suites
    from qualepref.comites.rendering.donnees import render_comites
    from qualepref.organisation.queries import get_site

    site = get_site(arguments.site)
    le = today_of(site)
    comites = render_comites(list_comites(site, le=le), suites=list_suites(site, le=le), le=le)
    if arguments.format == "json":
        print_json({"site": site.pk, "arrete_le": le.isoformat(), "comites": comites})
        return 0
    if not comites:
        print("Aucun comité sur ce site.")
    for comite in comites:
        _tell(comite)
    return 0


def _tell(comite: dict) -> None:
    membres = say_nombre(sum(comite["membres"].values()), "membre")
    print(f"{comite['nom']} (n° {comite['numero']} ; {', '.join(comite['sites'])}) : {membres}")
    frequence = comite["frequence"]
    if frequence["alerte"]:
        tenues = say_nombre(frequence["tenues"], "réunion tenue", "réunions tenues")
        print(
            f"  À prévoir : {tenues} en {frequence['annee']}, au moins {frequence['attendues']} à tenir"
        )
    for reunion in comite["reunions"]:
        tenue = "tenue" if reunion["tenue"] else "à venir"
        donnees = sum(suite["etat"] == "donnee" for suite in reunion["suites"])
        jour = dt.datetime.fromisoformat(reunion["debut"]).date()
        print(
            f"  Réunion du {format_date(jour)}, {tenue} : "
            f"{say_nombre(donnees, 'suite donnée', 'suites données')} sur {len(reunion['suites'])}"
        )
