"""`qualepref comite`: the committees of a site, their meetings, and what came of what was said."""

from qualepref.config.commandes.cadre import print_json, start_django, today_of


def add_arguments(parseur):
    parseur.add_argument("--site", required=True, help="code du site, comme pref-63")
    parseur.add_argument("--format", choices=("texte", "json"), default="texte")


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
    membres = sum(comite["membres"].values())
    print(f"{comite['numero']}  {comite['nom']} ({', '.join(comite['sites'])}), {membres} membres")
    frequence = comite["frequence"]
    if frequence["alerte"]:
        print(
            f"  À prévoir : {frequence['tenues']} réunion tenue en {frequence['annee']}, "
            f"{frequence['attendues']} attendue au moins"
        )
    for reunion in comite["reunions"]:
        tenue = "tenue" if reunion["tenue"] else "à venir"
        donnees = sum(suite["etat"] == "donnee" for suite in reunion["suites"])
        print(
            f"  réunion du {reunion['debut'][:10]}, {tenue} : {donnees} suites données sur "
            f"{len(reunion['suites'])}"
        )
