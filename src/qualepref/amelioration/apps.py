from django.apps import AppConfig


class AmeliorationConfig(AppConfig):
    name = "qualepref.amelioration"
    verbose_name = "Amélioration"

    def ready(self):
        from qualepref.amelioration.operations.grilles import GENRE_GRILLES
        from qualepref.amelioration.operations.plan_fichier import GENRE_PLAN
        from qualepref.suivi.queries.genres import add_genre

        add_genre(GENRE_PLAN)
        add_genre(GENRE_GRILLES)
