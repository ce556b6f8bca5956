"""Bursts of forms set aside, or taken back in."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from qualepref.enquetes.models import Campagne, Retour
from qualepref.enquetes.operations.retours import set_aside_retour


@transaction.atomic
def set_aside_rafale(campagne: Campagne, *, retours: Iterable[int], suspect: bool, par: str) -> int:
    """Leave these forms of a campaign out of every count, or back in; return how many changed."""
    lignes = Retour.objects.filter(campagne=campagne, pk__in=list(retours), suspect=not suspect)
    changes = list(lignes.select_related("campagne"))
    for retour in changes:
        set_aside_retour(retour, suspect=suspect, par=par)
    return len(changes)
