from django.apps import AppConfig


class AmeliorationConfig(AppConfig):
    name = "qualepref.amelioration"
    verbose_name = "Amélioration"

    def ready(self):
        from qualepref.amelioration.operations.fichiers_personnes import GENRES
        from qualepref.amelioration.operations.grilles import GENRE_GRILLES
        from qualepref.amelioration.operations.plan_fichier import GENRE_PLAN
        from qualepref.amelioration.queries.charges import find_actions_pilotees
        from qualepref.amelioration.queries.echeances import SOURCES
        from qualepref.amelioration.sources import ACTIONS_COMPTEES
        from qualepref.indicateurs.queries.faits import add_source
        from qualepref.organisation.charges import add_source as add_charges
        from qualepref.organisation.echeances import add_source as add_echeances
        from qualepref.suivi.queries.genres import add_genre

        add_genre(GENRE_PLAN)
        add_source(ACTIONS_COMPTEES)
        add_genre(GENRE_GRILLES)
        for genre in GENRES:
            add_genre(genre)
        for source in SOURCES:
            add_echeances(source)
        add_charges("plan", find_actions_pilotees)
