"""Values that no register gives: entered, corrected, deleted, written in one lot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from qualepref.indicateurs.enums import EtatDeclare, OrigineValeur
from qualepref.indicateurs.models import ValeurDeclaree
from qualepref.indicateurs.queries.perimetre import load_perimetre
from qualepref.indicateurs.queries.valeurs import donnee_of, load_connues
from qualepref.indicateurs.rules.perimetre import Perimetre
from qualepref.indicateurs.rules.refus import DejaDeclareeError, DoublonError
from qualepref.indicateurs.rules.valeurs import ValeurDonnee, check_valeur, settle_valeur
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement
from qualepref.suivi.rules.bilans import Difference


CLE = ("indicateur", "dimension", "code_detail", "premier_mois", "dernier_mois")
CONTENU = ("numerateur", "denominateur", "valeur", "etat", "source", "imprimee")
# The audit trail keeps figures; free texts stay beside the figure they explain.
TRACES = (*CLE, "numerateur", "denominateur", "valeur", "etat")


@transaction.atomic
def record_valeur(
    site: Site,
    *,
    donnee: ValeurDonnee,
    par: str,
    le: dt.date,
    origine: OrigineValeur = OrigineValeur.SAISI,
) -> ValeurDeclaree:
    """Keep a value of a site and return it.

    Raises:
        DejaDeclareeError: one stands for the same indicator, detail and period.
        DonneeRefuseeError: the first of the reasons `check_valeur` gives.
    """
    retenue = _settle(donnee, load_perimetre(site), le)
    _check_libre(site, retenue)
    valeur = ValeurDeclaree.objects.create(site=site, origine=origine, **_values_of(retenue))
    record_evenement(
        par=par,
        action="enregistrer",
        objet=f"valeur {retenue.objet}"[:120],
        site=site.pk,
        apres=_trace(retenue),
    )
    return valeur


@transaction.atomic
def update_valeur(
    valeur: ValeurDeclaree, *, donnee: ValeurDonnee, par: str, le: dt.date
) -> ValeurDeclaree:
    """Correct a value, its period and indicator included; what is corrected here was entered.

    Raises:
        DejaDeclareeError: another one stands for the same indicator, detail and period.
        DonneeRefuseeError: the first of the reasons `check_valeur` gives.
    """
    ancienne = donnee_of(valeur)
    retenue = _settle(donnee, load_perimetre(valeur.site), le)
    if retenue == ancienne:
        return valeur
    if retenue.cle != ancienne.cle:
        _check_libre(valeur.site, retenue)
    avant, apres = _trace(ancienne), _trace(retenue)
    for champ, contenu in _values_of(retenue).items():
        setattr(valeur, champ, contenu)
    valeur.origine = OrigineValeur.SAISI
    valeur.save()
    record_evenement(
        par=par,
        action="corriger",
        objet=f"valeur {ancienne.objet}"[:120],
        site=valeur.site_id,
        avant={c: v for c, v in avant.items() if apres[c] != v},
        apres={c: v for c, v in apres.items() if avant[c] != v},
    )
    return valeur


@transaction.atomic
def delete_valeur(valeur: ValeurDeclaree, *, par: str) -> None:
    """Delete a value; the audit trail keeps what it was."""
    donnee = donnee_of(valeur)
    record_evenement(
        par=par,
        action="supprimer",
        objet=f"valeur {donnee.objet}"[:120],
        site=valeur.site_id,
        avant=_trace(donnee),
    )
    valeur.delete()


def compare_valeurs(site: Site, *, valeurs: Sequence[ValeurDonnee]) -> Difference:
    """Return what `write_valeurs` would do with values as they are kept; nothing is written."""
    connues = {v.cle: v for v in map(donnee_of, load_connues(site))}
    nouvelles, modifiees = [], []
    for valeur in valeurs:
        if connues.get(valeur.cle) != valeur:
            (modifiees if valeur.cle in connues else nouvelles).append(valeur.objet)
    inchangees = len(valeurs) - len(nouvelles) - len(modifiees)
    return Difference(tuple(nouvelles), tuple(modifiees), inchangees)


@transaction.atomic
def write_valeurs(
    site: Site,
    *,
    valeurs: Sequence[ValeurDonnee],
    par: str,
    le: dt.date,
    origine: OrigineValeur = OrigineValeur.IMPORTE,
) -> Difference:
    """Write values, all or none, matched by indicator, detail and period; the same again is nothing.

    A value already there and unchanged keeps its origin.

    Raises:
        DoublonError: two values for the same thing.
        DonneeRefuseeError: the first of the reasons `check_valeur` gives.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    perimetre = load_perimetre(site)
    retenues = [_settle(v, perimetre, le) for v in valeurs]
    cles = set()
    for retenue in retenues:
        if retenue.cle in cles:
            raise DoublonError(objet=retenue.objet)
        cles.add(retenue.cle)
    difference = compare_valeurs(site, valeurs=retenues)
    touchees = {*difference.nouvelles, *difference.modifiees}
    ValeurDeclaree.objects.bulk_create(
        [
            ValeurDeclaree(site=site, origine=origine, **_values_of(r))
            for r in retenues
            if r.objet in touchees
        ],
        update_conflicts=True,
        unique_fields=("site", *CLE),
        update_fields=(*CONTENU, "origine"),
    )
    if touchees:
        record_evenement(
            par=par,
            action="importer" if origine == OrigineValeur.IMPORTE else "enregistrer",
            objet="valeurs déclarées",
            site=site.pk,
            apres={"nouvelles": len(difference.nouvelles), "modifiees": len(difference.modifiees)},
        )
    return difference


def _settle(donnee: ValeurDonnee, perimetre: Perimetre, le: dt.date) -> ValeurDonnee:
    for refus in check_valeur(donnee, perimetre, le=le):
        raise refus
    return settle_valeur(donnee, perimetre)


def _check_libre(site: Site, donnee: ValeurDonnee) -> None:
    prise = ValeurDeclaree.objects.filter(
        site=site, **dict(zip(CLE, donnee.cle, strict=True))
    ).exists()
    if prise:
        raise DejaDeclareeError(objet=donnee.objet)


def _values_of(donnee: ValeurDonnee) -> dict[str, Any]:
    champs = {c: getattr(donnee, c) for c in (*CLE, *CONTENU)}
    return {**champs, "etat": EtatDeclare(donnee.etat.value)}


def _trace(donnee: ValeurDonnee) -> dict[str, Any]:
    return {c: getattr(donnee, c) for c in TRACES}
