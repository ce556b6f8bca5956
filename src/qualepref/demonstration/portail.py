"""Open the public pages of the demonstration, through the operations of the screens; once only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from qualepref.demonstration.donnees import Bloc, Texte, load_fichier
from qualepref.demonstration.preuves import render_piece
from qualepref.organisation.models import Site
from qualepref.organisation.operations import SYSTEME
from qualepref.organisation.queries import get_site
from qualepref.portail.enums import EtatAccessibilite, GenreDocument
from qualepref.portail.models import PageSite
from qualepref.portail.operations.contenus import DocumentDonne, add_document, publish_suite
from qualepref.portail.operations.pages import open_page, write_page


class DeclarationDemontree(Bloc):
    """What the page declares of its accessibility."""

    etat: EtatAccessibilite
    le: dt.date
    texte: str = ""


class DocumentDemontre(Bloc):
    """A PDF of the page and the words it holds."""

    genre: GenreDocument
    titre: Texte
    date: dt.date
    paragraphes: Annotated[tuple[Texte, ...], Field(min_length=1)]


class SuiteDemontree(Bloc):
    """« Vous avez dit, nous avons fait »."""

    dit: Texte
    fait: Texte
    publiee_le: dt.date


class PageDemontree(Bloc):
    """A page opened to be shown. Its presentation says so, and what of it is invented."""

    site: Texte
    formulaire: bool
    presentation: Texte
    politique: str = ""
    contact: str = ""
    donnees_personnelles: str = ""
    accessibilite: DeclarationDemontree | None = None
    documents: tuple[DocumentDemontre, ...] = ()
    suites: tuple[SuiteDemontree, ...] = ()


class PagesDemontrees(Bloc):
    """The public pages of a demonstration, and what is supposed of them."""

    document: Texte
    hypotheses: tuple[Texte, ...] = ()
    pages: Annotated[tuple[PageDemontree, ...], Field(min_length=1)]

    def list_jours(self) -> Iterator[dt.date]:
        """Yield the days of what is on the pages."""
        for page in self.pages:
            if page.accessibilite is not None:
                yield page.accessibilite.le
            yield from (d.date for d in page.documents)
            yield from (s.publiee_le for s in page.suites)


def load_pages(dossier: Path) -> tuple[PagesDemontrees, ...]:
    """Return the pages described in a folder, by file name."""
    return tuple(load_fichier(p, PagesDemontrees) for p in sorted(dossier.glob("*.yaml")))


def write_pages(lues: Iterable[PagesDemontrees], *, le: dt.date) -> int:
    """Write and open the pages that are missing; return how many."""
    return sum(_write(decrite, le) for pages in lues for decrite in pages.pages)


def _write(decrite: PageDemontree, le: dt.date) -> int:
    site = get_site(decrite.site)
    if PageSite.objects.filter(site=site).exists():
        return 0
    declaree = decrite.accessibilite
    valeurs = {
        "presentation": decrite.presentation,
        "politique": decrite.politique,
        "contact": decrite.contact,
        "donnees_personnelles": decrite.donnees_personnelles,
        "formulaire": decrite.formulaire,
        "accessibilite": declaree.etat if declaree else EtatAccessibilite.NON_DECLARE,
        "accessibilite_le": declaree.le if declaree else None,
        "accessibilite_texte": declaree.texte if declaree else "",
    }
    write_page(site, valeurs=valeurs, par=SYSTEME, le=le)
    _fill(site, decrite)
    open_page(site, par=SYSTEME)
    return 1


def _fill(site: Site, decrite: PageDemontree) -> None:
    for document in decrite.documents:
        octets = render_piece(document.titre, document.paragraphes, le=document.date)
        donne = DocumentDonne(document.genre, document.titre, document.date, octets)
        add_document(site, donne=donne, par=SYSTEME, le=document.date)
    for suite in decrite.suites:
        publish_suite(site, dit=suite.dit, fait=suite.fait, par=SYSTEME, le=suite.publiee_le)
