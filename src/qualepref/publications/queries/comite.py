"""The meeting of users that a year is accounted for at: its agenda, seats, follow-ups, templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from zoneinfo import ZoneInfo

from qualepref.comites.enums import TypeComite
from qualepref.comites.models import Reunion, Suite
from qualepref.comites.queries.comites import jour_de
from qualepref.modeles.enums import AvisClu
from qualepref.modeles.models import Modele
from qualepref.modeles.queries.modeles import list_derniers
from qualepref.organisation.models import Site


def find_reunion(site: Site, annee: int, *, le: dt.date) -> Reunion | None:
    """Return the meeting of the users' committee that a year is presented at, None without any.

    Among those of the year and of the next one: the first still to be held as of `le`, else the
    last before.
    """
    fuseau = ZoneInfo(site.fuseau)
    debut = dt.datetime(annee, 1, 1, tzinfo=fuseau)
    fin = dt.datetime(annee + 2, 1, 1, tzinfo=fuseau)
    reunions = list(
        Reunion.objects.filter(
            comite__sites=site, comite__type=TypeComite.CLU, debut__gte=debut, debut__lt=fin
        )
        .select_related("comite__pilote")
        .order_by("debut", "pk")
    )
    a_venir = [r for r in reunions if not r.tenue and jour_de(r) >= le]
    return a_venir[0] if a_venir else (reunions or [None])[-1]


def find_precedente(reunion: Reunion) -> Reunion | None:
    """Return the meeting of the same committee held just before, None without any."""
    return (
        Reunion.objects.filter(comite=reunion.comite, debut__lt=reunion.debut)
        .select_related("comite__pilote")
        .order_by("-debut")
        .first()
    )


def list_suites_de(reunion: Reunion) -> list[Suite]:
    """Return what was said at a meeting, in order."""
    return list(Suite.objects.filter(reunion=reunion).order_by("pk"))


def list_soumis(site: Site, *, types: Collection[str], depuis: dt.date | None) -> list[Modele]:
    """Return the templates to be given an opinion, and those given one from a day on."""
    return [
        modele
        for modele in list_derniers(site)
        if modele.type in types
        and (
            modele.avis == AvisClu.NON_SOUMIS
            or (depuis is not None and modele.avis_le is not None and modele.avis_le >= depuis)
        )
    ]
