"""The door of every page of a site: who asks, which site, which day it is there."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from qualepref.organisation.models import Site
from qualepref.organisation.permissions import can_manage, can_read_registres
from qualepref.organisation.queries import SiteInconnuError, find_site, get_site


def today_at(site: Site) -> dt.date:
    """Return the civil day it is now at the site."""
    return timezone.now().astimezone(ZoneInfo(site.fuseau)).date()  # noqa: TID251  entry point


def resolve_site(request: HttpRequest, code: str) -> tuple[Site, dt.date]:
    """Return the site of a page and the civil day there.

    A site the agent may not see and a site that does not exist are answered alike. The request
    remembers as `lit_registres` whether the agent reads rows too: the menu follows.

    Raises:
        Http404: no such site for this agent.
    """
    try:
        le = today_at(get_site(code))
        site = find_site(code, pour=request.user, le=le)
    except SiteInconnuError as refus:
        raise Http404(str(refus)) from refus
    request.lit_registres = can_read_registres(request.user, site, le=le)
    return site, le


def resolve_registres(request: HttpRequest, code: str) -> tuple[Site, dt.date]:
    """Return the same for a page that shows rows of the registers.

    Raises:
        Http404: no such site for this agent.
        PermissionDenied: a national role, which reads figures only.
    """
    site, le = resolve_site(request, code)
    if not request.lit_registres:
        raise PermissionDenied(
            "Un rôle national lit les chiffres d’un site, pas les lignes de ses registres : elles "
            "peuvent nommer des personnes."
        )
    return site, le


def resolve_managed_site(request: HttpRequest, code: str) -> tuple[Site, dt.date]:
    """Return the same for a page that only the référent qualité may use.

    Raises:
        Http404: no such site for this agent.
        PermissionDenied: the agent sees the site but does not manage it.
    """
    site, le = resolve_site(request, code)
    if not can_manage(request.user, site, le=le):
        raise PermissionDenied("Cette page est réservée au référent qualité du site.")
    return site, le
