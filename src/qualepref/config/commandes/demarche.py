"""`qualepref demarche`: the calendar of a site's approach, and where its label stands."""

from qualepref.config.commandes.cadre import print_json, say_nombre, start_django, today_of


def add_arguments(parseur):
    parseur.add_argument("--site", required=True, help="code du site, comme pref-44")
    parseur.add_format()


def run(arguments) -> int:
    start_django()
    from qualepref.demarche.queries.calendrier import list_cycles, load_calendrier
    from qualepref.demarche.queries.vie import load_vie
    from qualepref.demarche.rendering.donnees import render_calendrier, render_vie
    from qualepref.noyau.documents.textes import format_date
    from qualepref.organisation.queries import get_site

    site = get_site(arguments.site)
    le = today_of(site)
    vie = load_vie(site, le=le)
    calendriers = [load_calendrier(cycle, le=le) for cycle in list_cycles(site)]
    if arguments.format == "json":
        print_json(
            {
                "site": site.pk,
                "arrete_le": le.isoformat(),
                "label": render_vie(vie),
                "calendriers": [render_calendrier(c) for c in calendriers],
            }
        )
        return 0
    print(f"{site.nom} — {vie.etat.libelle}")
    if vie.decision:
        print(f"Dernier jour du label : {format_date(vie.decision.fin_le)}")
    if not calendriers:
        print("Aucun calendrier sur ce site.")
    for calendrier in calendriers[:1]:
        _tell(calendrier)
    return 0


def _tell(calendrier) -> None:
    faites = say_nombre(calendrier.faites, "étape faite", "étapes faites")
    print(f"{calendrier.cycle.nom} : {faites} sur {calendrier.total}")
    for phase in calendrier.phases:
        if not phase.jalons:
            continue
        print(f"{phase.numero}. {phase.titre} ({phase.faites} sur {phase.total})")
        for jalon in phase.jalons:
            prevue = jalon.plage.texte if jalon.plage else "sans date"
            if jalon.fait_le:
                etat = f"faite le {jalon.fait_le:%d/%m/%Y}"
            else:
                etat = "en retard" if jalon.en_retard(calendrier.le) else "à faire"
            print(f"   {jalon.titre} : {prevue}, {etat}")
