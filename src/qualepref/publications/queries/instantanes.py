"""Snapshots and publications, as pages and commands find them."""

from __future__ import annotations

from django.db.models import QuerySet

from qualepref.organisation.models import Site
from qualepref.publications.models import Instantane, Publication


class InstantaneInconnuError(LookupError):
    """No snapshot of that identifier in this installation."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"L’instantané {reference} n’est pas connu de cette installation : le document vient "
            "d’ailleurs, ou son identifiant a été changé."
        )


def get_instantane(reference: str) -> Instantane:
    """Return the snapshot of that identifier.

    Raises:
        InstantaneInconnuError: there is none.
    """
    try:
        return Instantane.objects.get(reference=reference)
    except Instantane.DoesNotExist:
        raise InstantaneInconnuError(reference) from None


def list_publications(site: Site, annee: int | None = None) -> QuerySet[Publication]:
    """Return the publications of a site, the latest year first, past ones included."""
    lues = site.publications.select_related("instantane", "erratum_de", "rectificatif")
    lues = lues.prefetch_related("fichiers")
    return lues if annee is None else lues.filter(annee=annee)


def find_en_vigueur(site: Site, annee: int, genre: str, *, sujet: str = "") -> Publication | None:
    """Return the publication of a kind that holds today; None before any."""
    return (
        site.publications.en_vigueur()
        .filter(annee=annee, genre=genre, sujet=sujet)
        .select_related("instantane")
        .first()
    )
