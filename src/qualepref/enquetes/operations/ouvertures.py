"""The life of a campaign once prepared: validated, closed, opened again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from qualepref.enquetes.enums import EtatCampagne
from qualepref.enquetes.models import Campagne
from qualepref.enquetes.operations.adresses import refresh_adresses
from qualepref.socle.operations import record_evenement


class EtapeImpossibleError(ValueError):
    """A step that the campaign is not ready for, or has already taken."""


@transaction.atomic
def validate_campagne(campagne: Campagne, *, par: str, le: dt.date) -> None:
    """Let a campaign take answers between its days, and draw its public addresses.

    From then on its questionnaire does not change.

    Raises:
        EtapeImpossibleError: validated already, or its last day is past.
    """
    _lock(campagne)
    if campagne.validee_le is not None:
        raise EtapeImpossibleError("Cette campagne est déjà validée.")
    if campagne.fermee_le is not None and campagne.fermee_le < le:
        raise EtapeImpossibleError(
            f"Le dernier jour de la campagne ({campagne.fermee_le:%d/%m/%Y}) est passé : personne "
            "ne pourrait répondre. Changez ses dates, puis validez-la."
        )
    campagne.validee_le = le
    campagne.save(update_fields=["validee_le"])
    refresh_adresses(campagne)
    adresses = campagne.collecteurs.count()
    _record(campagne, "campagne validée", par, apres={"le": le, "adresses": adresses})


@transaction.atomic
def close_campagne(campagne: Campagne, *, par: str, le: dt.date) -> None:
    """Make that day the last one: answers are taken until its end.

    Raises:
        EtapeImpossibleError: the campaign is not open on that day, or ends on it already.
    """
    _lock(campagne)
    if campagne.etat(le) != EtatCampagne.OUVERTE or campagne.fermee_le == le:
        raise EtapeImpossibleError(_tell_cloture(campagne, le))
    avant = campagne.fermee_le
    campagne.fermee_le = le
    campagne.save(update_fields=["fermee_le"])
    _record(campagne, "campagne close", par, avant={"au": avant}, apres={"au": le})


@transaction.atomic
def reopen_campagne(campagne: Campagne, *, jusqu_au: dt.date | None, par: str, le: dt.date) -> None:
    """Take answers again, until a day included; None until somebody closes it.

    Raises:
        EtapeImpossibleError: it is not closed, had no questionnaire, or the day is past.
    """
    _lock(campagne)
    if campagne.formulaire_id is None:
        raise EtapeImpossibleError(
            "Cette campagne n’a que des résultats publiés : personne ne peut y répondre."
        )
    if campagne.etat(le) != EtatCampagne.CLOSE and campagne.fermee_le != le:
        raise EtapeImpossibleError("Cette campagne n’est pas close.")
    if jusqu_au is not None and jusqu_au < le:
        raise EtapeImpossibleError("Ce jour est passé : choisissez aujourd’hui ou plus tard.")
    avant = campagne.fermee_le
    campagne.fermee_le = jusqu_au
    campagne.save(update_fields=["fermee_le"])
    _record(campagne, "campagne rouverte", par, avant={"au": avant}, apres={"au": jusqu_au})


def _tell_cloture(campagne: Campagne, le: dt.date) -> str:
    etat = campagne.etat(le)
    if etat == EtatCampagne.OUVERTE:
        return "Cette campagne se termine déjà aujourd’hui."
    if etat == EtatCampagne.CLOSE:
        return f"Cette campagne est close depuis le {campagne.fermee_le:%d/%m/%Y}."
    return "Cette campagne n’a pas commencé : changez ses dates, ou supprimez-la si elle n’a plus lieu."


def _lock(campagne: Campagne) -> None:
    Campagne.objects.select_for_update().get(pk=campagne.pk)
    campagne.refresh_from_db()


def _record(campagne: Campagne, action: str, par: str, **valeurs: Any) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"campagne {campagne.pk} « {campagne.titre} »",
        site=campagne.pilote_id,
        **valeurs,
    )
