"""The dated events of a site: noted, corrected, deleted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from qualepref.indicateurs.models import EvenementSite
from qualepref.indicateurs.queries.evenements import donne_of
from qualepref.indicateurs.queries.perimetre import load_perimetre
from qualepref.indicateurs.rules.evenements import (
    EvenementDonne,
    check_evenement,
    settle_evenement,
)
from qualepref.indicateurs.rules.refus import EvenementDejaNoteError
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement


# The audit trail keeps dates and choices; the words stay in the event.
TRACES = ("survenu_le", "nature", "recale")
CONTENU = (*TRACES, "indicateur", "libelle")


@transaction.atomic
def add_evenement(site: Site, *, donne: EvenementDonne, par: str, le: dt.date) -> EvenementSite:
    """Note an event on a site and return it.

    Raises:
        DonneeRefuseeError: the first of the reasons `check_evenement` gives, or already noted.
    """
    return _write(EvenementSite(site=site), donne, par=par, le=le)


@transaction.atomic
def update_evenement(
    evenement: EvenementSite, *, donne: EvenementDonne, par: str, le: dt.date
) -> EvenementSite:
    """Correct an event and return it.

    Raises:
        DonneeRefuseeError: the first of the reasons `check_evenement` gives, or already noted.
    """
    return _write(evenement, donne, par=par, le=le)


@transaction.atomic
def delete_evenement(evenement: EvenementSite, *, par: str) -> None:
    """Delete an event: control charts no longer start anew there."""
    donne = donne_of(evenement)
    record_evenement(
        par=par,
        action="supprimer",
        objet=donne.objet,
        site=evenement.site_id,
        avant=_trace(donne),
    )
    evenement.delete()


def _write(
    evenement: EvenementSite, donne: EvenementDonne, *, par: str, le: dt.date
) -> EvenementSite:
    perimetre = load_perimetre(evenement.site)
    for refus in check_evenement(donne, perimetre, le=le):
        raise refus
    retenu = settle_evenement(donne, perimetre)
    jumeau = evenement.site.evenements.filter(
        indicateur=retenu.indicateur, survenu_le=retenu.survenu_le, libelle=retenu.libelle
    )
    if jumeau.exclude(pk=evenement.pk).exists():
        raise EvenementDejaNoteError
    avant = None if evenement.pk is None else donne_of(evenement)
    if avant == retenu:
        return evenement
    for champ in CONTENU:
        setattr(evenement, champ, getattr(retenu, champ))
    evenement.save()
    record_evenement(
        par=par,
        action="enregistrer" if avant is None else "corriger",
        objet=retenu.objet,
        site=evenement.site_id,
        avant={} if avant is None else _trace(avant),
        apres=_trace(retenu),
    )
    return evenement


def _trace(donne: EvenementDonne) -> dict[str, Any]:
    return {champ: getattr(donne, champ) for champ in TRACES}
