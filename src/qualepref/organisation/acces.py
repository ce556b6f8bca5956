"""The door of every page of a site: who asks, which site, which day it is there."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from qualepref.organisation.models import Agent, Site
from qualepref.organisation.permissions import can_consult, can_manage, can_read_registres
from qualepref.organisation.queries import (
    SiteInconnuError,
    find_role_passe,
    find_site,
    get_site,
)
from qualepref.organisation.rules import elide_de


def today_at(site: Site) -> dt.date:
    """Return the civil day it is now at the site."""
    return timezone.now().astimezone(ZoneInfo(site.fuseau)).date()  # noqa: TID251  entry point


def resolve_site(request: HttpRequest, code: str) -> tuple[Site, dt.date]:
    """Return the site of a page and the civil day there.

    A site the agent may not see and a site that does not exist are answered alike, but for who held
    a role there: they are told when it ended. The request remembers as `lit_registres` whether the
    agent reads rows too: the menu follows.

    Raises:
        Http404: no such site for this agent.
        PermissionDenied: a role on the site ended before that day.
    """
    try:
        le = today_at(get_site(code))
        site = find_site(code, pour=request.user, le=le)
    except SiteInconnuError as refus:
        if (role := find_role_passe(request.user, code)) is not None:
            nom = elide_de(role.get_role_display())
            raise PermissionDenied(
                f"Votre rôle {nom} sur ce site a pris fin le {role.jusqu_au:%d/%m/%Y}. Le référent "
                "qualité du site peut le prolonger."
            ) from refus
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


def sign_agenda(site: Site, agent: Agent, *, sel: str) -> str:
    """Return what names a calendar of a site for one agent alone, without log-in."""
    return signing.dumps([site.pk, agent.pk], salt=sel)


def open_agenda(jeton: str, *, sel: str) -> tuple[Site, Agent, dt.date]:
    """Return the site of such a calendar, its agent, and the civil day there.

    Raises:
        Http404: not one of ours, or the agent no longer has a role on the site.
    """
    try:
        code, pk = signing.loads(jeton, salt=sel)
        site = get_site(code)
    except (signing.BadSignature, SiteInconnuError, ValueError, TypeError) as refus:
        raise Http404("Cette adresse d’agenda n’est pas valable.") from refus
    le = today_at(site)
    agent = Agent.objects.filter(pk=pk, is_active=True).first()
    if agent is None or not can_consult(agent, site, le=le):
        raise Http404("Cette adresse d’agenda n’est plus valable.")
    return site, agent, le
