"""Forms given back, row by row, for those who may read them."""

from __future__ import annotations

from collections.abc import Iterator

from qualepref.enquetes.models import Campagne, Retour, Verbatim
from qualepref.organisation.models import Site


LIGNES_PAR_LECTURE = 2_000


def iter_retours(campagne: Campagne, site: Site) -> Iterator[Retour]:
    """Yield the forms of a site, in the order they came, those left aside included."""
    retours = Retour.objects.filter(campagne=campagne, site=site).select_related("service")
    return retours.order_by("pk").iterator(chunk_size=LIGNES_PAR_LECTURE)


def load_textes_publies(campagne: Campagne, site: Site) -> dict[tuple[int, str], str]:
    """Return the free texts that somebody read and let be published, by (form, question)."""
    publiables = Verbatim.objects.publiables().filter(
        campagne=campagne, site=site, retour__isnull=False
    )
    return {
        (retour, question): texte
        for retour, question, texte in publiables.values_list(
            "retour_id", "question", "texte_publie"
        )
    }
