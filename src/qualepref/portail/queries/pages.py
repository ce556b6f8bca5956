"""Which page is open, and what stands on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Length

from qualepref.comites.enums import EtatSuite, Qualite, TypeComite
from qualepref.comites.models import Comite, Reunion, Suite
from qualepref.comites.queries.comites import list_membres
from qualepref.enquetes.models import Campagne
from qualepref.organisation.models import Label, Site
from qualepref.portail.enums import GenreDocument
from qualepref.portail.models import DocumentPublic, EnvoiPublic, PageSite, SuitePubliee
from qualepref.portail.queries.regles import get_regles
from qualepref.publications.enums import EtatPublication
from qualepref.publications.models import Fichier, Publication
from qualepref.publications.rendering.formats import DE_TRAVAIL


@dataclass(frozen=True, slots=True)
class Siege:
    """Who sits in a capacity: organisations, and how many whom no organisation names."""

    qualite: str
    organisations: tuple[str, ...]
    autres: int


@dataclass(frozen=True, slots=True)
class ComitePublic:
    """A users' committee as the public knows it."""

    comite: Comite
    sites: tuple[Site, ...]
    sieges: tuple[Siege, ...]


def find_page(code: str) -> PageSite | None:
    """Return the page of a site that its référent opened; None for any other."""
    return PageSite.objects.select_related("site").filter(pk=code, ouverte=True).first()


def get_page(site: Site) -> PageSite:
    """Return the page of a site, closed and blank until somebody wrote it."""
    return PageSite.objects.filter(pk=site.pk).first() or PageSite(site=site)


def list_pages() -> QuerySet[PageSite]:
    """Return every page that is open."""
    return PageSite.objects.filter(ouverte=True).order_by("pk")


def find_label(site: Site, *, le: dt.date) -> Label | None:
    """Return the latest labelling decided by a day; None without any."""
    return site.labels.filter(decision_le__lte=le).first()


def list_documents(site: Site) -> list[DocumentPublic]:
    """Return the documents of a site, in the order of their kinds."""
    rangs = {genre.value: rang for rang, genre in enumerate(GenreDocument)}
    return sorted(site.documents_publics.all(), key=lambda d: (rangs[d.genre], -d.date.toordinal()))


def find_document(site: Site, pk: int) -> DocumentPublic | None:
    """Return a document of a site; None when there is none."""
    return site.documents_publics.filter(pk=pk).first()


def list_campagnes(site: Site, *, le: dt.date) -> list[Campagne]:
    """Return the latest surveys closed by a day, whose results may be read by all."""
    return list(_closes(site, le).order_by("-fermee_le", "-pk")[: get_regles().page.enquetes])


def find_campagne(site: Site, pk: int, *, le: dt.date) -> Campagne | None:
    """Return a survey closed by a day; None for one that still runs, or of another site."""
    campagnes = _closes(site, le).select_related("pilote", "formulaire", "precedente")
    return campagnes.filter(pk=pk).first()


def list_comites(site: Site, *, le: dt.date) -> list[ComitePublic]:
    """Return the users' committees of a site, by capacity and organisation: nobody is named."""
    comites = Comite.objects.filter(sites=site, type=TypeComite.CLU)
    return [
        ComitePublic(c, tuple(c.sites.all()), tuple(_iter_sieges(c, le)))
        for c in comites.prefetch_related("membres", "sites").order_by("nom")
    ]


def list_reunions(site: Site, *, le: dt.date) -> QuerySet[Reunion]:
    """Return the meetings of users' committees whose minutes are published, the latest first."""
    return (
        Reunion.objects.filter(
            comite__sites=site,
            comite__type=TypeComite.CLU,
            tenue=True,
            publie_le__lte=le,
        )
        .select_related("comite__pilote")
        .order_by("-debut")
    )


def list_suites(site: Site) -> QuerySet[SuitePubliee]:
    """Return what was said and done, as published."""
    return site.suites_publiees.all()


def list_suites_a_publier(site: Site) -> QuerySet[Suite]:
    """Return the follow-ups given to what users' committees said, not published by this site yet."""
    return (
        Suite.objects.filter(
            reunion__comite__sites=site,
            reunion__comite__type=TypeComite.CLU,
            etat=EtatSuite.DONNEE,
        )
        .exclude(suitepubliee__site=site)
        .select_related("reunion__comite__pilote")
        .order_by("-reunion__debut", "pk")
    )


def list_publications(site: Site) -> list[Publication]:
    """Return the publications in force of a site, their files without their bytes."""
    return list(
        Publication.objects.filter(site=site)
        .en_vigueur()
        .select_related("instantane", "erratum_de")
        .defer("instantane__contenu")
        .order_by("-annee", "genre", "sujet")
    )


def list_retirees(site: Site) -> list[Publication]:
    """Return the publications withdrawn from a site, which keep saying why."""
    return list(
        Publication.objects.filter(site=site, etat=EtatPublication.RETIREE).order_by("-retiree_le")
    )


def list_fichiers(publications: list[Publication]) -> dict[int, list[dict[str, Any]]]:
    """Return what the public reads of publications, by publication: key, name, type, bytes."""
    par_publication: dict[int, list[dict[str, Any]]] = {}
    fichiers = (
        Fichier.objects.filter(publication__in=publications)
        .exclude(nom__in=DE_TRAVAIL)
        .annotate(taille=Length("octets"))
    )
    for f in fichiers.order_by("pk").values("pk", "publication", "nom", "type", "taille"):
        par_publication.setdefault(f["publication"], []).append(f)
    return par_publication


def find_fichier(site: Site, pk: int, nom: str) -> Fichier | None:
    """Return a file of a publication in force that the public reads; None when there is none."""
    publications = Publication.objects.filter(site=site, pk=pk).en_vigueur()
    fichiers = Fichier.objects.exclude(nom__in=DE_TRAVAIL)
    return fichiers.filter(publication__in=publications, nom=nom).first()


def find_envoi(site: Site, cle: UUID) -> EnvoiPublic | None:
    """Return what was sent with a form, by its key; None when there is nothing."""
    return EnvoiPublic.objects.filter(cle=cle, demande__site=site).select_related("demande").first()


def _closes(site: Site, le: dt.date) -> QuerySet[Campagne]:
    return Campagne.objects.de(site).filter(validee_le__isnull=False, fermee_le__lt=le)


def _iter_sieges(comite: Comite, le: dt.date) -> Iterator[Siege]:
    for qualite, membres in list_membres(comite, le=le):
        organisations = sorted({m.organisation for m in membres if m.organisation})
        autres = sum(not m.organisation for m in membres)
        yield Siege(Qualite(qualite).label, tuple(organisations), autres)
