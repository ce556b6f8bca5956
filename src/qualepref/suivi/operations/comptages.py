"""Counted quantities entered by hand: a month without a row was not collected, zero is a count."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from qualepref.noyau.calcul.periodes import format_mois, mois_of
from qualepref.noyau.referentiel.modele import Grandeur
from qualepref.organisation.models import Agent, Site
from qualepref.socle.operations import record_evenement
from qualepref.suivi.enums import Provenance
from qualepref.suivi.models import Comptage


class MoisAVenirError(ValueError):
    """A month that has not begun cannot have been counted."""

    def __init__(self, mois: int) -> None:
        super().__init__(
            f"{format_mois(mois).capitalize()} n’a pas commencé : laissez ses cases vides."
        )


@transaction.atomic
def set_comptages(
    site: Site,
    *,
    grandeur: Grandeur,
    valeurs: Mapping[tuple[int, str], int | None],
    source: str,
    par: Agent,
    le: dt.date,
) -> int:
    """Write the counts of a quantity by (month, dimension) and return how many changed.

    A value of None removes the row: not collected. Rows already as asked keep their source.

    Raises:
        MoisAVenirError: a value is given for a month to come.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    for (mois, _), valeur in valeurs.items():
        if valeur is not None and mois > mois_of(le):
            raise MoisAVenirError(mois)
    connus = {
        (c.mois, c.dimension): c
        for c in Comptage.objects.filter(
            site=site, grandeur=grandeur.code, mois__in={m for m, _ in valeurs}
        )
    }
    changes = {
        cle: (connus[cle].valeur if cle in connus else None, valeur)
        for cle, valeur in valeurs.items()
        if (connus[cle].valeur if cle in connus else None) != valeur
    }
    for (mois, dimension), (_, valeur) in changes.items():
        if valeur is None:
            connus[mois, dimension].delete()
            continue
        Comptage.objects.update_or_create(
            site=site,
            grandeur=grandeur.code,
            dimension=dimension,
            mois=mois,
            defaults={"valeur": valeur, "source": source, "provenance": Provenance.SAISIE},
        )
    _record(site, grandeur, changes, par)
    return len(changes)


def _record(site: Site, grandeur: Grandeur, changes: Mapping, par: Agent) -> None:
    if not changes:
        return
    noms = {" ".join(str(partie) for partie in cle if partie): v for cle, v in changes.items()}
    record_evenement(
        par=par.username,
        action="saisir",
        objet=f"comptages {grandeur.code}",
        site=site.pk,
        avant={nom: ancienne for nom, (ancienne, _) in noms.items()},
        apres={nom: nouvelle for nom, (_, nouvelle) in noms.items()},
    )
