from django.apps import AppConfig


class IndicateursConfig(AppConfig):
    name = "qualepref.indicateurs"
    verbose_name = "Indicateurs"

    def ready(self):
        from qualepref.indicateurs.operations.fichiers import GENRES
        from qualepref.suivi.queries.genres import add_genre

        for genre in GENRES:
            add_genre(genre)
