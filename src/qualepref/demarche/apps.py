from django.apps import AppConfig


class DemarcheConfig(AppConfig):
    name = "qualepref.demarche"
    verbose_name = "Démarche"
