"""Snapshots and publications, as pages and commands find them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from qualepref.organisation.models import Site
from qualepref.publications.models import Fichier, Instantane, Publication


def list_instantanes(references: Iterable[str]) -> QuerySet[Instantane]:
    """Return the snapshots known under these identifiers."""
    return Instantane.objects.filter(reference__in=list(references)).select_related("site")


def list_fichiers(instantane: Instantane, extension: str) -> QuerySet[Fichier]:
    """Return the published files of a snapshot of that extension, one per kind of publication."""
    return (
        Fichier.objects.filter(publication__instantane=instantane, nom__endswith=f".{extension}")
        .select_related("publication__site")
        .order_by("pk")
    )


def find_fichier_par_empreinte(empreinte: str) -> Fichier | None:
    """Return the published file of that digest, the latest publication first; None when none is."""
    trouves = Fichier.objects.filter(empreinte=empreinte).defer("octets")
    return trouves.select_related("publication__site", "publication__instantane").last()


def list_publications(site: Site, annee: int | None = None) -> QuerySet[Publication]:
    """Return the publications of a site, the latest year first, past ones included."""
    lues = site.publications.select_related("instantane", "erratum_de", "rectificatif")
    # The bytes are read by the one page that sends them.
    lues = lues.prefetch_related(Prefetch("fichiers", Fichier.objects.defer("octets")))
    return lues if annee is None else lues.filter(annee=annee)


def list_en_vigueur(site: Site, annee: int, *, sujet: str = "") -> QuerySet[Publication]:
    """Return the publications of a year that hold today, one per kind."""
    return (
        site.publications.en_vigueur()
        .filter(annee=annee, sujet=sujet)
        .select_related("instantane__site")
    )


def find_en_vigueur(site: Site, annee: int, genre: str, *, sujet: str = "") -> Publication | None:
    """Return the publication of a kind that holds today; None before any."""
    return list_en_vigueur(site, annee, sujet=sujet).filter(genre=genre).first()


def find_publication(site: Site, pk: int) -> Publication | None:
    """Return a publication of a site with its snapshot and files; None when there is none."""
    return list_publications(site).filter(pk=pk).first()


def find_fichier(site: Site, pk: int, nom: str) -> Fichier | None:
    """Return a file of a publication of a site; None when there is none."""
    return Fichier.objects.filter(publication__site=site, publication=pk, nom=nom).first()
