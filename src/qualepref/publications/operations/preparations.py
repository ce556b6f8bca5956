"""Publications asked for by a page: taken, made behind it, given up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction

from qualepref.noyau.documents.composition import RenduImpossibleError
from qualepref.organisation.models import Site
from qualepref.publications.enums import EtatPreparation
from qualepref.publications.models import Preparation, Publication
from qualepref.publications.operations.publications import (
    PublicationRefuseeError,
    check_publication,
    publish_documents,
)
from qualepref.publications.rendering.figement import FormatInconnuError
from qualepref.publications.rendering.figes import Fige
from qualepref.publications.rendering.lecture import InstantaneAltereError
from qualepref.socle.operations import record_evenement


INTERROMPUE = (
    "La préparation s’est arrêtée avant la fin. Demandez-la de nouveau ; si cela se répète, prévenez "
    "l’administrateur du site."
)
REFUS = (
    PublicationRefuseeError, RenduImpossibleError, FormatInconnuError, InstantaneAltereError,
)  # fmt: skip


class DejaEnPreparationError(PublicationRefuseeError):
    """Documents of that year are being made."""

    def __init__(self, preparation: Preparation) -> None:
        super().__init__(
            f"Des documents de {preparation.annee} sont déjà en préparation, à la demande de "
            f"{preparation.par}. Attendez la fin, ou abandonnez cette préparation."
        )


class PreparationAbandonneeError(PublicationRefuseeError):
    """Given up while it was being made."""

    def __init__(self) -> None:
        super().__init__("Cette préparation a été abandonnée.")


def submit_preparation(
    site: Site,
    *,
    fige: Fige,
    genres: Collection[str],
    apercu: str,
    par: str,
    maintenant: dt.datetime,
    motif: str = "",
    doutes_acceptes: bool = False,
) -> Preparation:
    """Ask for documents of a year to be published, and return what to follow.

    fige: what would be published now. All that can be refused before drawing is. Of two askers, one
    gets it.

    Raises:
        DejaEnPreparationError: some are being made.
        PublicationRefuseeError: see `publish_documents`.
    """
    annee = fige.contenu.annee
    check_publication(
        site, fige=fige, genres=genres, motif=motif, apercu=apercu, doutes_acceptes=doutes_acceptes
    )
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)
        derniere = Preparation.objects.filter(site=site, annee=annee).first()
        if derniere is not None and derniere.etat == EtatPreparation.EN_COURS:
            raise DejaEnPreparationError(derniere)
        if derniere is not None:
            derniere.delete()
        preparation = Preparation.objects.create(
            site=site,
            annee=annee,
            genres=list(genres),
            motif=motif.strip(),
            apercu=apercu,
            doutes_acceptes=doutes_acceptes,
            par=par,
            le=maintenant,
        )
        _record(preparation, "publication demandée", par)
    return preparation


def publish_preparation(preparation: Preparation, *, le: dt.date) -> None:
    """Publish what was asked for; whatever happens, the preparation says so.

    It is closed in the transaction that publishes: given up meanwhile, nothing is published.
    """

    def tell(faits: Sequence[str], prevus: Sequence[str]) -> None:
        _change(preparation, documents=list(prevus), faits=list(faits))

    def conclude(publications: Sequence[Publication]) -> None:
        derniere = max(publications, key=lambda p: p.pk)
        _change(preparation, etat=EtatPreparation.PUBLIEE, reference=derniere.instantane.reference)

    if preparation.etat != EtatPreparation.EN_COURS:
        return
    try:
        publish_documents(
            preparation.site, annee=preparation.annee, genres=preparation.genres,
            motif=preparation.motif, apercu=preparation.apercu, par=preparation.par, le=le,
            doutes_acceptes=preparation.doutes_acceptes, avance=tell, acheve=conclude,
        )  # fmt: skip
    except PreparationAbandonneeError:
        return
    except REFUS as refus:
        _refuse(preparation, str(refus))
    except BaseException:
        _refuse(preparation, INTERROMPUE)
        raise


@transaction.atomic
def cancel_preparation(preparation: Preparation, *, par: str) -> None:
    """Give up documents being made; those already published are not concerned."""
    if _refuse(preparation, f"La préparation a été abandonnée par {par}."):
        _record(preparation, "publication abandonnée", par)


def reset_preparations() -> int:
    """Give up the preparations cut short, when no worker is; return how many."""
    interrompues = list(Preparation.objects.filter(etat=EtatPreparation.EN_COURS))
    return sum(_refuse(preparation, INTERROMPUE) for preparation in interrompues)


def _change(preparation: Preparation, **valeurs: object) -> None:
    if not _update(preparation, **valeurs):
        raise PreparationAbandonneeError


def _refuse(preparation: Preparation, refus: str) -> bool:
    return _update(preparation, etat=EtatPreparation.REFUSEE, refus=refus)


def _update(preparation: Preparation, **valeurs: object) -> bool:
    """Change a preparation that still runs; tell whether it does."""
    en_cours = Preparation.objects.filter(pk=preparation.pk, etat=EtatPreparation.EN_COURS)
    return bool(en_cours.update(**valeurs))


def _record(preparation: Preparation, action: str, par: str) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"documents {preparation.annee}",
        site=preparation.site_id,
        apres={"documents": preparation.genres, "apercu": preparation.apercu},
    )
