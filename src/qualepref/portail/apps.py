from django.apps import AppConfig


class PortailConfig(AppConfig):
    name = "qualepref.portail"
    verbose_name = "Portail"
