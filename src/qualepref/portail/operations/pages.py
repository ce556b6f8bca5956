"""What the référent does with the public page: write it, open it, close it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from qualepref.organisation.models import Site
from qualepref.portail.enums import EtatAccessibilite
from qualepref.portail.models import PageSite
from qualepref.portail.queries.regles import list_natures
from qualepref.socle.operations import record_evenement


class PageRefuseeError(ValueError):
    """The page cannot be as wanted; `champ` is the part at fault, None for the whole."""

    champ: str | None = None


class DeclarationSansDateError(PageRefuseeError):
    """A declared state without its day."""

    champ = "accessibilite_le"

    def __init__(self) -> None:
        super().__init__("Indiquez la date de cette déclaration.")


class DeclarationFutureError(PageRefuseeError):
    """A declaration dated after today."""

    champ = "accessibilite_le"

    def __init__(self, le: dt.date) -> None:
        super().__init__(f"Cette déclaration est datée d’après le {le:%d/%m/%Y}. Corrigez sa date.")


class FormulaireSansRegistreError(PageRefuseeError):
    """No register of the site takes what the public would write."""

    champ = "formulaire"

    def __init__(self) -> None:
        super().__init__(
            "Le référentiel de ce site ne suit ni suggestion ni réclamation par formulaire : laissez "
            "le formulaire fermé."
        )


@transaction.atomic
def write_page(site: Site, *, valeurs: Mapping[str, Any], par: str, le: dt.date) -> PageSite:
    """Keep what the référent wrote for the page and return it; it does not open it.

    Raises:
        PageRefuseeError: a declaration without a day or dated after today; a form no register takes.
    """
    declaree = valeurs["accessibilite"] != EtatAccessibilite.NON_DECLARE
    if declaree and valeurs["accessibilite_le"] is None:
        raise DeclarationSansDateError
    if declaree and valeurs["accessibilite_le"] > le:
        raise DeclarationFutureError(le)
    if valeurs["formulaire"] and not list_natures(site):
        raise FormulaireSansRegistreError
    page, _ = PageSite.objects.get_or_create(site=site)
    avant = {c: getattr(page, c) for c in valeurs if getattr(page, c) != valeurs[c]}
    if not avant:
        return page
    for champ, valeur in valeurs.items():
        setattr(page, champ, valeur)
    page.save()
    record_evenement(
        par=par,
        action="écrire la page publique",
        objet=str(page),
        site=site.pk,
        avant=avant,
        apres={c: valeurs[c] for c in avant},
    )
    return page


@transaction.atomic
def open_page(site: Site, *, par: str) -> PageSite:
    """Open the page to everybody and return it."""
    return _set_ouverte(site, ouverte=True, par=par)


@transaction.atomic
def close_page(site: Site, *, par: str) -> PageSite:
    """Close the page, its form and its files, and return it; what was written stays."""
    return _set_ouverte(site, ouverte=False, par=par)


def _set_ouverte(site: Site, *, ouverte: bool, par: str) -> PageSite:
    page, _ = PageSite.objects.get_or_create(site=site)
    if page.ouverte == ouverte:
        return page
    page.ouverte = ouverte
    page.save(update_fields=["ouverte"])
    record_evenement(
        par=par,
        action="ouvrir la page publique" if ouverte else "fermer la page publique",
        objet=str(page),
        site=site.pk,
    )
    return page
