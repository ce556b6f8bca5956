"""The dated targets of a site: set, deleted, written in one lot."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from qualepref.indicateurs.models import CibleSite
from qualepref.indicateurs.queries.cibles import donnee_of, list_cibles_a_recopier
from qualepref.indicateurs.queries.perimetre import load_perimetre
from qualepref.indicateurs.rules.cibles import CibleDonnee, check_cible, settle_cible
from qualepref.indicateurs.rules.perimetre import Perimetre
from qualepref.indicateurs.rules.refus import DoublonError
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement
from qualepref.suivi.rules.bilans import Difference


CLE = ("indicateur", "annee")
CONTENU = ("minimum", "maximum", "unite", "source")
# The audit trail keeps figures; free texts stay beside the figure they explain.
TRACES = ("minimum", "maximum", "unite")


@transaction.atomic
def set_cible(
    site: Site,
    *,
    indicateur: str,
    annee: int,
    minimum: Decimal,
    unite: str,
    source: str,
    par: str,
    maximum: Decimal | None = None,
) -> CibleSite:
    """Set the target of a site for an indicator and a year, in the unit printed; return it.

    unite: a code or as people write it. maximum: only for an interval such as « 75 à 80 % ».

    Raises:
        DonneeRefuseeError: the first of the reasons `check_cible` gives.
    """
    donnee = CibleDonnee(
        indicateur=indicateur,
        annee=annee,
        minimum=minimum,
        maximum=maximum,
        unite=unite,
        source=source,
    )
    retenue = _settle(donnee, load_perimetre(site))
    cible = CibleSite.objects.filter(
        site=site, indicateur=retenue.indicateur, annee=retenue.annee
    ).first()
    ancienne = None if cible is None else donnee_of(cible)
    if cible is not None and ancienne == retenue:
        return cible
    cible = cible or CibleSite(site=site)
    for champ, contenu in _values_of(retenue).items():
        setattr(cible, champ, contenu)
    cible.save()
    record_evenement(
        par=par,
        action="enregistrer" if ancienne is None else "corriger",
        objet=retenue.objet,
        site=site.pk,
        avant={} if ancienne is None else _trace(ancienne),
        apres=_trace(retenue),
    )
    return cible


@transaction.atomic
def adopt_cibles(site: Site, *, annee: int, par: str) -> list[CibleDonnee]:
    """Set again, for a year, the targets of the year before that it lacks; return those written."""
    Site.objects.select_for_update().get(pk=site.pk)
    reprises = list_cibles_a_recopier(site, annee=annee)
    CibleSite.objects.bulk_create([CibleSite(site=site, **_values_of(r)) for r in reprises])
    if reprises:
        record_evenement(
            par=par,
            action="recopier",
            objet=f"cibles {annee}",
            site=site.pk,
            apres={"de": annee - 1, "indicateurs": [r.indicateur for r in reprises]},
        )
    return reprises


@transaction.atomic
def delete_cible(cible: CibleSite, *, par: str) -> None:
    """Delete the target of a site: the référentiel's own, if any, holds again."""
    donnee = donnee_of(cible)
    record_evenement(
        par=par,
        action="supprimer",
        objet=donnee.objet,
        site=cible.site_id,
        avant=_trace(donnee),
    )
    cible.delete()


def compare_cibles(site: Site, *, cibles: Sequence[CibleDonnee]) -> Difference:
    """Return what `write_cibles` would do with targets as they are kept; nothing is written."""
    connues = {c.cle: c for c in map(donnee_of, site.cibles.all())}
    nouvelles, modifiees = [], []
    for cible in cibles:
        if connues.get(cible.cle) != cible:
            (modifiees if cible.cle in connues else nouvelles).append(cible.objet)
    inchangees = len(cibles) - len(nouvelles) - len(modifiees)
    return Difference(tuple(nouvelles), tuple(modifiees), inchangees)


@transaction.atomic
def write_cibles(site: Site, *, cibles: Sequence[CibleDonnee], par: str) -> Difference:
    """Write targets, all or none, matched by indicator and year; the same again is nothing.

    Raises:
        DoublonError: two targets for the same thing.
        DonneeRefuseeError: the first of the reasons `check_cible` gives.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    perimetre = load_perimetre(site)
    retenues = [_settle(c, perimetre) for c in cibles]
    cles = set()
    for retenue in retenues:
        if retenue.cle in cles:
            raise DoublonError(objet=retenue.objet)
        cles.add(retenue.cle)
    difference = compare_cibles(site, cibles=retenues)
    touchees = {*difference.nouvelles, *difference.modifiees}
    CibleSite.objects.bulk_create(
        [CibleSite(site=site, **_values_of(r)) for r in retenues if r.objet in touchees],
        update_conflicts=True,
        unique_fields=("site", *CLE),
        update_fields=CONTENU,
    )
    if touchees:
        record_evenement(
            par=par,
            action="importer",
            objet="cibles",
            site=site.pk,
            apres={"nouvelles": len(difference.nouvelles), "modifiees": len(difference.modifiees)},
        )
    return difference


def _settle(donnee: CibleDonnee, perimetre: Perimetre) -> CibleDonnee:
    for refus in check_cible(donnee, perimetre):
        raise refus
    return settle_cible(donnee, perimetre)


def _values_of(donnee: CibleDonnee) -> dict[str, Any]:
    return {c: getattr(donnee, c) for c in (*CLE, *CONTENU)}


def _trace(donnee: CibleDonnee) -> dict[str, Any]:
    return {c: getattr(donnee, c) for c in TRACES}
