from django.apps import AppConfig


class SocleConfig(AppConfig):
    name = "qualepref.socle"
    verbose_name = "Socle"
