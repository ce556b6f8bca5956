from django.apps import AppConfig


class SuiviConfig(AppConfig):
    name = "qualepref.suivi"
    verbose_name = "Suivi"

    def ready(self):
        from qualepref.suivi.operations.genres import GENRE_COMPTAGES
        from qualepref.suivi.queries.genres import add_genre

        add_genre(GENRE_COMPTAGES)
