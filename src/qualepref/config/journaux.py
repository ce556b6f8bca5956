"""What the server writes down of requests."""

import logging


PUBLIQUES = ("/enquete/", "/demarche-qualite/")
ERREUR_SERVEUR = 500


class SansReponses(logging.Filter):
    """Leaves out refusals of public pages: the address of a form being filled in, or sent, is its key."""

    def filter(self, record):
        chemin = getattr(getattr(record, "request", None), "path", "")
        refus = getattr(record, "status_code", ERREUR_SERVEUR) < ERREUR_SERVEUR
        return not (refus and chemin.startswith(PUBLIQUES))


class SansTravaux(logging.Filter):
    """Leaves out each step of the background worker, which sets its own level; not its failures."""

    def filter(self, record):
        return record.levelno >= logging.ERROR or not record.name.startswith("django_tasks")
