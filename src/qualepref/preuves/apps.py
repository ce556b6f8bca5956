from django.apps import AppConfig


class PreuvesConfig(AppConfig):
    name = "qualepref.preuves"
    verbose_name = "Preuves"
