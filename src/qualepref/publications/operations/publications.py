"""Publishing, correcting and withdrawing: what was published never changes."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import asdict
from importlib.metadata import version

from django.db import transaction

from qualepref.organisation.models import Site
from qualepref.publications.enums import EtatPublication, GenrePublication
from qualepref.publications.models import Fichier, Instantane, Publication
from qualepref.publications.operations.instantanes import record_fige
from qualepref.publications.queries.instantanes import find_en_vigueur
from qualepref.publications.rendering.chiffres import list_chiffres
from qualepref.publications.rendering.figes import Fige
from qualepref.publications.rendering.formats import list_formats
from qualepref.publications.rendering.lecture import read_instantane
from qualepref.publications.rules.changements import Changement, compare_chiffres
from qualepref.socle.operations import record_evenement


class PublicationRefuseeError(ValueError):
    """A publication that cannot be made now."""


class DejaPublieError(PublicationRefuseeError):
    """Something else holds: what differs is an erratum, with its reason."""

    def __init__(self, publication: Publication) -> None:
        super().__init__(
            f"« {publication} » est déjà publié ({publication.instantane.reference}), avec d’autres "
            "chiffres ou d’autres textes : dites pourquoi il faut le rectifier."
        )


class PublicationCloseError(PublicationRefuseeError):
    """A publication already corrected or withdrawn."""

    def __init__(self, publication: Publication) -> None:
        super().__init__(
            f"Cette publication est déjà {publication.get_etat_display()} : elle ne change plus."
        )


class MotifManquantError(PublicationRefuseeError):
    """An erratum or a withdrawal without its reason."""

    def __init__(self) -> None:
        super().__init__("Dites pourquoi : ce motif sera imprimé avec la publication.")


@transaction.atomic
def publish_publication(
    site: Site,
    *,
    genre: GenrePublication,
    fige: Fige,
    par: str,
    le: dt.date,
    sujet: str = "",
    motif: str = "",
) -> Publication:
    """Publish a snapshot under a kind, with every document of that kind, and return it.

    The very snapshot that already holds is returned as it is. Another one needs `motif`, and makes
    an erratum that keeps what changed; the former stays, byte for byte, marked as corrected.

    Raises:
        DejaPublieError: something else holds, and no reason was given.
        RenduImpossibleError: a document cannot be typeset; nothing is published.
    """
    ancienne = find_en_vigueur(site, fige.contenu.annee, genre, sujet=sujet)
    if ancienne is not None and ancienne.instantane_id == fige.empreinte:
        return ancienne
    motif = motif.strip()
    if ancienne is not None and not motif:
        raise DejaPublieError(ancienne)
    instantane = record_fige(site, fige=fige, par=par, le=le)
    changements = _correct(ancienne, fige) if ancienne else ()
    publication = Publication.objects.create(
        site=site,
        annee=fige.contenu.annee,
        genre=genre,
        sujet=sujet,
        instantane=instantane,
        publiee_le=le,
        par=par,
        version=version("qualepref"),
        erratum_de=ancienne,
        motif=motif if ancienne else "",
        changements=[asdict(c) for c in changements],
    )
    _write_fichiers(publication, fige)
    _record(publication, "erratum publié" if ancienne else "publication", par, instantane)
    return publication


@transaction.atomic
def withdraw_publication(publication: Publication, *, motif: str, par: str, le: dt.date) -> None:
    """Withdraw a publication: it stays readable, marked as withdrawn with its reason.

    Raises:
        PublicationCloseError: corrected or withdrawn meanwhile.
        MotifManquantError: no reason given.
    """
    verrou = Publication.objects.select_for_update().get(pk=publication.pk)
    if verrou.etat != EtatPublication.PUBLIEE:
        raise PublicationCloseError(verrou)
    if not motif.strip():
        raise MotifManquantError
    verrou.etat = EtatPublication.RETIREE
    verrou.retiree_le = le
    verrou.motif_retrait = motif.strip()
    verrou.save(update_fields=["etat", "retiree_le", "motif_retrait"])
    _record(verrou, "publication retirée", par, verrou.instantane)


def _correct(ancienne: Publication, fige: Fige) -> tuple[Changement, ...]:
    """Mark the former publication as corrected, and return what changes."""
    avant = list_chiffres(read_instantane(ancienne.instantane).contenu)
    ancienne.etat = EtatPublication.RECTIFIEE
    ancienne.save(update_fields=["etat"])
    return compare_chiffres(avant, list_chiffres(fige.contenu))


def _write_fichiers(publication: Publication, fige: Fige) -> None:
    for modele in list_formats(publication.genre):
        octets = modele.render(fige)
        Fichier.objects.create(
            publication=publication,
            nom=modele.nom,
            type=modele.type,
            empreinte=hashlib.sha256(octets).hexdigest(),
            octets=octets,
        )


def _record(publication: Publication, action: str, par: str, instantane: Instantane) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"{publication.genre} {publication.annee}",
        site=publication.site_id,
        apres={"instantane": instantane.reference},
    )
