"""`qualepref diagnostic`: the diagnostics and audits of a site, and what they say."""

from qualepref.config.commandes.cadre import print_json, start_django


def add_arguments(parseur):
    parseur.add_argument("--site", required=True, help="code du site (pref-44)")
    parseur.add_format()


def run(arguments) -> int:
    start_django()
    from qualepref.amelioration.queries.evaluations import list_evaluations
    from qualepref.amelioration.rendering.evaluations import render_evaluation, say_avancement
    from qualepref.organisation.queries import get_site

    site = get_site(arguments.site)
    suivies = list_evaluations(site)
    if arguments.format == "json":
        evaluations = [render_evaluation(suivie) for suivie in suivies]
        print_json({"site": site.pk, "evaluations": evaluations})
        return 0
    print(f"{site.nom} : diagnostics et audits ({len(suivies)})")
    for suivie in suivies:
        e = suivie.evaluation
        etat = f"close le {e.close_le:%d/%m/%Y}" if e.close_le else "ouverte"
        print(f"  {e.debut_le:%d/%m/%Y} {e.titre} ({e.get_type_display()}) : {etat}")
        print(f"    {say_avancement(suivie.avancement)}")
    return 0
