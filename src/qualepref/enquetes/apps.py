from django.apps import AppConfig


class EnquetesConfig(AppConfig):
    name = "qualepref.enquetes"
    verbose_name = "Enquêtes"
