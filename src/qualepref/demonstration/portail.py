"""Open the public pages of the demonstration, through the operations of the screens; once only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import Field

from qualepref.demonstration.donnees import Bloc, Texte, load_fichier
from qualepref.organisation.operations import SYSTEME
from qualepref.organisation.queries import get_site
from qualepref.portail.enums import EtatAccessibilite
from qualepref.portail.models import PageSite
from qualepref.portail.operations.pages import open_page, write_page


class PageDemontree(Bloc):
    """A page opened to be shown: no text but the one that says so."""

    site: Texte
    formulaire: bool
    presentation: Texte


class PagesDemontrees(Bloc):
    """The public pages of a demonstration, and what is supposed of them."""

    document: Texte
    hypotheses: tuple[Texte, ...] = ()
    pages: Annotated[tuple[PageDemontree, ...], Field(min_length=1)]


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
    valeurs = {
        "presentation": decrite.presentation,
        "formulaire": decrite.formulaire,
        "accessibilite": EtatAccessibilite.NON_DECLARE,
        "accessibilite_le": None,
    }
    write_page(site, valeurs=valeurs, par=SYSTEME, le=le)
    open_page(site, par=SYSTEME)
    return 1
