"""What the public writes to a site: one demande in its register, acknowledged, never twice."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from smtplib import SMTPException
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction

from qualepref.organisation.models import Agent, Site
from qualepref.organisation.queries import get_referentiel
from qualepref.portail.models import EnvoiPublic
from qualepref.portail.queries.regles import get_regles, list_natures
from qualepref.portail.rendering.accuse import Accuse, render_accuse
from qualepref.suivi.operations.demandes import record_demande


# In the audit trail: nobody of the site.
PUBLIC = "formulaire public"
# Robots do not answer those that say so (RFC 3834).
ENTETES = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}

journal = logging.getLogger(__name__)


class MessageRefuseError(ValueError):
    """The form is not open for this kind of message."""

    def __init__(self) -> None:
        super().__init__(
            "Ce formulaire ne prend pas ce genre de message. Choisissez parmi ceux qu’il propose."
        )


@dataclass(frozen=True, slots=True)
class MessageEcrit:
    """What somebody wrote. nom, courriel: "" when not given. nature: code of the référentiel."""

    nature: str
    objet: str
    texte: str
    nom: str = ""
    courriel: str = ""


@transaction.atomic
def record_message(
    site: Site, *, message: MessageEcrit, cle: UUID, accuser: bool, le: dt.date
) -> EnvoiPublic:
    """Write a message in the register of the site and return it; the same key again changes nothing.

    accuser: send the acknowledgement to the address given, once the message is kept.

    Raises:
        MessageRefuseError: no register takes this nature by the form.
        SansHorlogeError: no deadline rule covers it on that day.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    connu = EnvoiPublic.objects.filter(cle=cle, demande__site=site).first()
    if connu is not None:
        return connu
    if message.nature not in {nature.code for nature in list_natures(site)}:
        raise MessageRefuseError
    canal = get_regles().message.canal
    registre = get_referentiel(site).registre_of(message.nature, canal)
    demande = record_demande(
        site,
        registre=registre.code,
        valeurs={
            "nature": message.nature,
            "canal": canal,
            "demandeur": ", ".join(filter(None, (message.nom, message.courriel))),
            "objet": message.objet,
            "commentaire": message.texte,
            "recue_le": le,
            "accuse_le": le,
        },
        par=Agent(username=PUBLIC),
        le=le,
    )
    if accuser := bool(accuser and message.courriel):
        accuse = render_accuse(demande, le=le)
        transaction.on_commit(lambda: _send(accuse, message.courriel))
    return EnvoiPublic.objects.create(cle=cle, demande=demande, recu_le=le, courriel=accuser)


@transaction.atomic
def delete_envois_anciens(*, avant: dt.date) -> int:
    """Forget the keys of forms sent before a day; the demandes stay. Return how many went."""
    return EnvoiPublic.objects.filter(recu_le__lt=avant).delete()[0]


def _send(accuse: Accuse, destinataire: str) -> None:
    """Hand the acknowledgement over; a server that fails never loses the message, already kept."""
    courriel = EmailMessage(
        accuse.objet,
        accuse.corps,
        to=[destinataire],
        reply_to=[accuse.reponse] if accuse.reponse else None,
        headers=ENTETES,
    )
    try:
        courriel.send()
    except (SMTPException, OSError) as erreur:
        journal.error("Accusé de réception non envoyé : %s", type(erreur).__name__)
