"""Declaring and removing sample weeks; the demandes of the week follow."""

import datetime as dt

from django.db import transaction

from qualepref.organisation.models import Agent, Site
from qualepref.socle.operations import record_evenement
from qualepref.suivi.models import Demande, SemaineEchantillon
from qualepref.suivi.operations.cellules import update_cellules
from qualepref.suivi.queries.echantillons import monday_of, tracage_of


class SemaineDejaDeclareeError(ValueError):
    """The week is already a sample week of this register."""

    def __init__(self, lundi: dt.date) -> None:
        super().__init__(
            f"La semaine du {lundi:%d/%m/%Y} est déjà déclarée pour ce registre. "
            "Choisissez un jour d’une autre semaine."
        )


@transaction.atomic
def add_semaine(
    site: Site, *, registre: str, jour: dt.date, par: Agent, le: dt.date
) -> tuple[SemaineEchantillon, int]:
    """Declare the week of that day as a sample; return it and how many demandes joined it.

    Raises:
        SemaineDejaDeclareeError: it is declared already.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    lundi = monday_of(jour)
    semaine, nouvelle = SemaineEchantillon.objects.get_or_create(
        site=site, registre=registre, lundi=lundi
    )
    if not nouvelle:
        raise SemaineDejaDeclareeError(lundi)
    changees = _retrace(site, registre, lundi, le)
    _record(semaine, "déclarer", changees, par)
    return semaine, changees


@transaction.atomic
def remove_semaine(semaine: SemaineEchantillon, *, par: Agent, le: dt.date) -> int:
    """Remove a sample week; return how many demandes became exhaustive again."""
    site = Site.objects.select_for_update().get(pk=semaine.site_id)
    registre, lundi = semaine.registre, semaine.lundi
    semaine.delete()
    changees = _retrace(site, registre, lundi, le)
    _record(semaine, "retirer", changees, par)
    return changees


def _retrace(site: Site, registre: str, lundi: dt.date, le: dt.date) -> int:
    """Apply the rule again to every demande of the week; return how many changed."""
    regles: dict[tuple, str] = {}
    a_changer: dict[str, list[int]] = {}
    mois = set()
    demandes = Demande.objects.filter(
        site=site, registre=registre, recue_le__range=(lundi, lundi + dt.timedelta(days=6))
    )
    lignes = demandes.values_list("pk", "recue_le", "service", "boite", "tracage", "mois")
    for pk, recue_le, service, boite, tracage, mois_recu in lignes:
        cle = (recue_le.year, service, boite)
        if cle not in regles:
            regles[cle] = tracage_of(
                site, registre=registre, recue_le=recue_le, service=service, boite=boite
            )
        if tracage != regles[cle]:
            a_changer.setdefault(regles[cle], []).append(pk)
            mois.add(mois_recu)
    for tracage, pks in a_changer.items():
        Demande.objects.filter(pk__in=pks).update(tracage=tracage)
    update_cellules(site, mois=mois, le=le)
    return sum(map(len, a_changer.values()))


def _record(semaine: SemaineEchantillon, action: str, changees: int, par: Agent) -> None:
    record_evenement(
        par=par.username,
        action=action,
        objet=f"semaine d’échantillon {semaine.registre}",
        site=semaine.site_id,
        apres={"lundi": semaine.lundi, "demandes": changees},
    )
