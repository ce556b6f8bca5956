"""Public pages for the tests."""

import datetime as dt

from qualepref.portail.models import PageSite
from qualepref.portail.operations.contenus import DocumentDonne, add_document


JOUR = dt.date(2026, 11, 20)
PDF = b"%PDF-1.7\n% un document de deux lignes\n"


def build_page(site, *, ouverte=True, formulaire=True, **valeurs):
    """Return the page of a site, open with its form unless said otherwise."""
    return PageSite.objects.create(site=site, ouverte=ouverte, formulaire=formulaire, **valeurs)


def build_document(site, **valeurs):
    """Return a document put on the page of a site."""
    base = {"genre": "charte_usager", "titre": "Charte de l’usager", "date": JOUR, "octets": PDF}
    return add_document(site, donne=DocumentDonne(**(base | valeurs)), par="usine", le=JOUR)
