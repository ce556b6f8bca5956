from django.apps import AppConfig


class IndicateursConfig(AppConfig):
    name = "qualepref.indicateurs"
    verbose_name = "Indicateurs"
