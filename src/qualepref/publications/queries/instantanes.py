"""Snapshots and publications, as pages and commands find them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from qualepref.organisation.models import Site
from qualepref.publications.enums import EtatPublication
from qualepref.publications.models import Fichier, Instantane, Publication


@dataclass(frozen=True, slots=True)
class Portee:
    """What a document may be compared with. `site`: of this site alone; None: of all.

    `public`: for everybody, hence never with what was withdrawn, nor with what was never published.
    """

    site: Site | None = None
    public: bool = False

    def list_publications(self) -> QuerySet[Publication]:
        """Return the publications whose files may be shown, line by line."""
        lues = Publication.objects.all()
        if self.site is not None:
            lues = lues.filter(site=self.site)
        return lues.exclude(etat=EtatPublication.RETIREE) if self.public else lues


PARTOUT = Portee()


def list_instantanes(references: Iterable[str], portee: Portee = PARTOUT) -> QuerySet[Instantane]:
    """Return the snapshots known under these identifiers."""
    connus = Instantane.objects.filter(reference__in=list(references)).select_related("site")
    return connus if portee.site is None else connus.filter(site=portee.site)


def list_fichiers(
    instantane: Instantane, extension: str = "", portee: Portee = PARTOUT
) -> QuerySet[Fichier]:
    """Return the published files of a snapshot, of that extension, one per kind of publication."""
    publications = portee.list_publications().filter(instantane=instantane)
    fichiers = Fichier.objects.filter(publication__in=publications).order_by("pk")
    return fichiers.filter(nom__endswith=f".{extension}") if extension else fichiers


def list_de_l_instantane(instantane: Instantane) -> list[Publication]:
    """Return the publications of a snapshot, with what corrected them and what they correct."""
    lues = instantane.publications.select_related(
        "site", "instantane", "erratum_de__instantane", "rectificatif__instantane"
    )
    return list(lues.order_by("pk"))


def find_derniere(publication: Publication) -> Publication | None:
    """Return the publication in force of the same year, kind and subject; None when it is this one."""
    return (
        list_en_vigueur(publication.site, publication.annee, sujet=publication.sujet)
        .filter(genre=publication.genre)
        .exclude(pk=publication.pk)
        .first()
    )


def find_fichier_par_empreinte(empreinte: str, portee: Portee = PARTOUT) -> Fichier | None:
    """Return the published file of that digest, the latest publication first; None when none is."""
    trouves = Fichier.objects.filter(empreinte=empreinte).defer("octets")
    if portee.site is not None:
        trouves = trouves.filter(publication__site=portee.site)
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
