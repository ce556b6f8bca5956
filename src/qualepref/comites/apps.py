from django.apps import AppConfig


class ComitesConfig(AppConfig):
    name = "qualepref.comites"
    verbose_name = "Comités"

    def ready(self):
        from qualepref.comites.queries.echeances import REUNIONS
        from qualepref.organisation.echeances import add_source

        add_source(REUNIONS)
