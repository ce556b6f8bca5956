from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "qualepref.organisation"
    verbose_name = "Organisation"
