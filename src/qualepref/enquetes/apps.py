from django.apps import AppConfig


class EnquetesConfig(AppConfig):
    name = "qualepref.enquetes"
    verbose_name = "Enquêtes"

    def ready(self):
        from qualepref.enquetes.queries.echeances import CLOTURES
        from qualepref.organisation.echeances import add_source

        add_source(CLOTURES)
