from django.apps import AppConfig


class ModelesConfig(AppConfig):
    name = "qualepref.modeles"
    verbose_name = "Modèles"
