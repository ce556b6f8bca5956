from django.apps import AppConfig


class SuiviConfig(AppConfig):
    name = "qualepref.suivi"
    verbose_name = "Suivi"
