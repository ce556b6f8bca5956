from django.apps import AppConfig


class ComitesConfig(AppConfig):
    name = "qualepref.comites"
    verbose_name = "Comités"
