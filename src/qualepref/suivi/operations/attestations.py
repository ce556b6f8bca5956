"""Attesting that a month of a register is empty, or not applicable."""

import datetime as dt

from django.db import transaction

from qualepref.noyau.calcul.periodes import format_mois, mois_of
from qualepref.organisation.models import Agent, Site
from qualepref.socle.operations import record_evenement
from qualepref.suivi.enums import Declaration
from qualepref.suivi.models import Attestation, Demande


class MoisNonTermineError(ValueError):
    """« Rien reçu » can only be said of a month that is over."""

    def __init__(self, mois: int) -> None:
        super().__init__(
            f"« Rien reçu » ne peut pas être attesté pour {format_mois(mois)} : le mois n’est pas "
            "terminé. Attendez le premier jour du mois suivant."
        )


class MoisNonVideError(ValueError):
    """The register holds demandes of that month."""

    def __init__(self, mois: int, nombre: int) -> None:
        s = "s" if nombre > 1 else ""
        super().__init__(
            f"Le registre contient {nombre} demande{s} reçue{s} en {format_mois(mois)} : ce mois "
            "ne peut pas être attesté. Supprimez d’abord ce qui a été saisi par erreur."
        )


@transaction.atomic
def set_attestation(
    site: Site, *, registre: str, mois: int, declaration: str, par: Agent, le: dt.date
) -> None:
    """Write what is attested of a month of a register; "" withdraws it.

    Raises:
        MoisNonTermineError, MoisNonVideError.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    actuelle = Attestation.objects.filter(site=site, registre=registre, mois=mois).first()
    avant = actuelle.declaration if actuelle else ""
    if declaration == avant:
        return
    if declaration == Declaration.RIEN_RECU and mois >= mois_of(le):
        raise MoisNonTermineError(mois)
    nombre = Demande.objects.filter(site=site, registre=registre, mois=mois).count()
    if declaration and nombre:
        raise MoisNonVideError(mois, nombre)
    if declaration:
        Attestation.objects.update_or_create(
            site=site,
            registre=registre,
            mois=mois,
            defaults={"declaration": declaration, "par": par.username},
        )
    else:
        actuelle.delete()
    record_evenement(
        par=par.username,
        action="attester",
        objet=f"{registre} {mois}",
        site=site.pk,
        avant={"declaration": avant},
        apres={"declaration": declaration},
    )
