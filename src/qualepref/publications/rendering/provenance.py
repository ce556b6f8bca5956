"""Where a published document comes from, and what took its place, in words."""

from __future__ import annotations

from collections.abc import Iterable

from qualepref.publications.enums import EtatPublication
from qualepref.publications.models import Publication
from qualepref.publications.queries.instantanes import find_derniere
from qualepref.publications.rules.verification import Recente


def say_publication(publication: Publication) -> str:
    """Return as what and when a document was published, what it corrects and what became of it."""
    dit = (
        f"{publication}, {publication.site} : publication du {publication.publiee_le:%d/%m/%Y} "
        f"par la version {publication.version}"
    )
    if publication.erratum_de is not None:
        corrigee = publication.erratum_de
        dit += (
            f", rectificatif de celle du {corrigee.publiee_le:%d/%m/%Y} "
            f"({corrigee.instantane.reference}) : {publication.motif.rstrip('.')}"
        )
    if publication.etat == EtatPublication.RECTIFIEE:
        dit += ", publication rectifiée depuis"
    if publication.etat == EtatPublication.RETIREE:
        dit += (
            f", publication retirée depuis, le {publication.retiree_le:%d/%m/%Y} : "
            f"{publication.motif_retrait.rstrip('.')}"
        )
    return dit


def list_recentes(publications: Iterable[Publication]) -> tuple[Recente, ...]:
    """Return what is in force in the place of publications, each once."""
    trouvees = {}
    for publication in publications:
        derniere = find_derniere(publication)
        if derniere is not None:
            trouvees[derniere.pk] = Recente(
                f"{derniere}, publication du {derniere.publiee_le:%d/%m/%Y}, référence "
                f"{derniere.instantane.reference}",
                derniere.site_id,
                derniere.pk,
            )
    return tuple(trouvees.values())
