from django.apps import AppConfig


class AmeliorationConfig(AppConfig):
    name = "qualepref.amelioration"
    verbose_name = "Amélioration"
