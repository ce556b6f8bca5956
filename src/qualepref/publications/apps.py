from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "qualepref.publications"
    verbose_name = "Publications"
