"""What the server writes down of requests."""

import logging


PUBLIQUES = "/enquete/"
ERREUR_SERVEUR = 500


class SansReponses(logging.Filter):
    """Leaves out refusals of the survey pages: the address of a form being filled in is its key."""

    def filter(self, record):
        chemin = getattr(getattr(record, "request", None), "path", "")
        refus = getattr(record, "status_code", ERREUR_SERVEUR) < ERREUR_SERVEUR
        return not (refus and chemin.startswith(PUBLIQUES))
