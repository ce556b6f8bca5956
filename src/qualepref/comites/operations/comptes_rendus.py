"""Minutes written, and put on the public site."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from qualepref.comites.models import Reunion
from qualepref.comites.queries.comites import jour_de
from qualepref.socle.operations import record_evenement


class CompteRenduRefuseError(ValueError):
    """Minutes that cannot be written or published so."""


class CompteRenduPublieError(CompteRenduRefuseError):
    """Published minutes cannot be emptied."""

    def __init__(self) -> None:
        super().__init__(
            "Ce compte rendu est publié : il ne peut pas être vide. Effacez d’abord sa date de "
            "publication."
        )


class PublicationImpossibleError(CompteRenduRefuseError):
    """Minutes not written, or published before the meeting or after today."""


@transaction.atomic
def write_compte_rendu(reunion: Reunion, *, texte: str, par: str) -> None:
    """Keep the minutes as written.

    Raises:
        CompteRenduPublieError: empty, though published.
    """
    if not texte.strip() and reunion.publie_le:
        raise CompteRenduPublieError
    reunion.compte_rendu = texte.strip()
    reunion.save(update_fields=["compte_rendu"])
    _record(reunion, "compte rendu écrit", par, {"caracteres": len(reunion.compte_rendu)})


@transaction.atomic
def publish_compte_rendu(
    reunion: Reunion, *, publie_le: dt.date | None, par: str, le: dt.date
) -> None:
    """Note when the minutes were put on the public site; None takes the date back.

    Raises:
        PublicationImpossibleError: nothing written, or a day before the meeting or after `le`.
    """
    if publie_le is not None:
        _check_publication(reunion, publie_le, le)
    reunion.publie_le = publie_le
    reunion.save(update_fields=["publie_le"])
    action = "compte rendu publié" if publie_le else "publication retirée"
    _record(reunion, action, par, {"publie_le": publie_le})


def _check_publication(reunion: Reunion, publie_le: dt.date, le: dt.date) -> None:
    if not reunion.compte_rendu:
        raise PublicationImpossibleError("Rédigez le compte rendu avant de dire sa publication.")
    if not reunion.tenue or publie_le < jour_de(reunion):
        raise PublicationImpossibleError(
            "Un compte rendu se publie après la réunion : corrigez la date, ou dites la réunion "
            "tenue."
        )
    if publie_le > le:
        raise PublicationImpossibleError("La date de publication est dans le futur. Corrigez-la.")


def _record(reunion: Reunion, action: str, par: str, apres: dict) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"réunion {reunion.pk} du comité {reunion.comite_id}",
        site=reunion.comite.pilote_id,
        apres=apres,
    )
