from django.apps import AppConfig


class ModelesConfig(AppConfig):
    name = "qualepref.modeles"
    verbose_name = "Modèles"

    def ready(self):
        from qualepref.modeles.operations.svi_fichier import GENRE_SVI
        from qualepref.suivi.queries.genres import add_genre

        add_genre(GENRE_SVI)
