from django.apps import AppConfig


class DemarcheConfig(AppConfig):
    name = "qualepref.demarche"
    verbose_name = "Démarche"

    def ready(self):
        from qualepref.demarche.queries.charges import find_etapes_confiees
        from qualepref.demarche.queries.echeances import SOURCES
        from qualepref.organisation.charges import add_source as add_charges
        from qualepref.organisation.echeances import add_source

        for source in SOURCES:
            add_source(source)
        add_charges("demarche", find_etapes_confiees)
