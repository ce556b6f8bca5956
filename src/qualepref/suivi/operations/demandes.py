"""Recording, correcting and answering a demande."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from django.db import IntegrityError, transaction

from qualepref.organisation.models import Agent, Site
from qualepref.organisation.queries import get_calendrier, get_referentiel
from qualepref.socle.operations import record_evenement
from qualepref.suivi.models import Demande
from qualepref.suivi.operations.cellules import update_cellules
from qualepref.suivi.rules import DatesDemande, FauteDate, check_dates, stamp_demande


CHAMPS_DATES = tuple(f.name for f in fields(DatesDemande))
# Free text and names stay out of the audit trail: personal data live in one place.
CHAMPS_DISCRETS = {"demandeur", "objet", "commentaire"}


class DatesImpossiblesError(ValueError):
    """Some dates of the demande cannot be; `fautes` names each field and why."""

    def __init__(self, fautes: list[FauteDate]) -> None:
        super().__init__(" ; ".join(f.motif for f in fautes))
        self.fautes = fautes


class ReferencePriseError(ValueError):
    """The register already holds a demande of that reference."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"La référence « {reference} » existe déjà dans ce registre.")


class DemandeModifieeEntreTempsError(ValueError):
    """Somebody else changed the demande since it was read."""

    def __init__(self) -> None:
        super().__init__(
            "Cette demande a été modifiée par quelqu’un d’autre pendant votre saisie. "
            "Rechargez la page, vérifiez, puis recommencez."
        )


@transaction.atomic
def record_demande(
    site: Site, *, registre: str, valeurs: Mapping[str, Any], par: Agent, le: dt.date
) -> Demande:
    """Write a new demande, stamped, and the cells of its month; return it.

    `valeurs`: fields of Demande; without `reference`, the next number of the year is given.

    Raises:
        DatesImpossiblesError, ReferencePriseError, SansHorlogeError.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    demande = Demande(site=site, registre=registre, **valeurs)
    if not demande.reference:
        demande.reference = next_reference(site, registre=registre, annee=demande.recue_le.year)
    _stamp(demande, le=le)
    _save(demande)
    update_cellules(site, mois=[demande.mois], le=le)
    record_evenement(
        par=par.username,
        action="enregistrer",
        objet=f"{registre} {demande.reference}",
        site=site.pk,
        apres=_traced(valeurs),
    )
    return demande


@transaction.atomic
def update_demande(
    demande: Demande,
    *,
    valeurs: Mapping[str, Any],
    par: Agent,
    le: dt.date,
    lue_le: dt.datetime | None = None,
) -> Demande:
    """Change fields of a demande, stamp it again, rebuild the months it touches; return it.

    `lue_le`: its `modifiee_le` when the agent read it; None skips the check.

    Raises:
        DatesImpossiblesError, ReferencePriseError, SansHorlogeError,
        DemandeModifieeEntreTempsError.
    """
    Site.objects.select_for_update().get(pk=demande.site_id)
    courante = Demande.objects.select_related("site").get(pk=demande.pk)
    if lue_le is not None and courante.modifiee_le != lue_le:
        raise DemandeModifieeEntreTempsError
    avant = {k: getattr(courante, k) for k in valeurs if getattr(courante, k) != valeurs[k]}
    if not avant:
        return courante
    mois = {courante.mois}
    for champ, valeur in valeurs.items():
        setattr(courante, champ, valeur)
    _stamp(courante, le=le)
    _save(courante)
    update_cellules(courante.site, mois=mois | {courante.mois}, le=le)
    record_evenement(
        par=par.username,
        action="corriger",
        objet=f"{courante.registre} {courante.reference}",
        site=courante.site_id,
        avant=_traced(avant),
        apres=_traced({k: valeurs[k] for k in avant}),
    )
    return courante


@transaction.atomic
def delete_demande(demande: Demande, *, par: Agent, le: dt.date) -> None:
    """Remove a demande recorded by mistake; the audit trail keeps its dates."""
    site, mois = demande.site, demande.mois
    record_evenement(
        par=par.username,
        action="supprimer",
        objet=f"{demande.registre} {demande.reference}",
        site=site.pk,
        avant={c: getattr(demande, c) for c in ("nature", "canal", *CHAMPS_DATES)},
    )
    demande.delete()
    update_cellules(site, mois=[mois], le=le)


def next_reference(site: Site, *, registre: str, annee: int) -> str:
    """Return the next free reference of a register and year, such as « 2022-0042 »."""
    prefixe = f"{annee}-"
    connues = Demande.objects.filter(
        site=site, registre=registre, reference__startswith=prefixe
    ).values_list("reference", flat=True)
    rangs = [int(r.removeprefix(prefixe)) for r in connues if r.removeprefix(prefixe).isdecimal()]
    return f"{prefixe}{max(rangs, default=0) + 1:04d}"


def _stamp(demande: Demande, *, le: dt.date) -> None:
    dates = DatesDemande(**{champ: getattr(demande, champ) for champ in CHAMPS_DATES})
    fautes = check_dates(dates, le=le)
    if fautes:
        raise DatesImpossiblesError(fautes)
    estampille = stamp_demande(
        dates,
        nature=get_referentiel(demande.site).nature(demande.nature),
        canal=demande.canal,
        calendrier=get_calendrier(demande.site),
    )
    for champ, valeur in asdict(estampille).items():
        setattr(demande, champ, valeur)


def _save(demande: Demande) -> None:
    try:
        with transaction.atomic():
            demande.save()
    except IntegrityError as erreur:
        if "reference" in str(erreur):
            raise ReferencePriseError(demande.reference) from erreur
        raise


def _traced(valeurs: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in valeurs.items() if k not in CHAMPS_DISCRETS}
