"""Agents of the perimeter: written, gone, erased. Their names stay out of the audit trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q

from qualepref.amelioration.models import Personne, Seance
from qualepref.amelioration.operations.formations import FormationRefuseeError
from qualepref.amelioration.queries.personnes import load_annuaire, personne_donnee_of
from qualepref.amelioration.rules.personnes import LignePersonne, PersonneDonnee, check_personne
from qualepref.noyau.agendas.plages import add_mois
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement
from qualepref.suivi.rules.bilans import Difference
from qualepref.suivi.rules.champs import FauteLigne


TRACES = ("service_id", "modules", "arrivee_le", "partie_le")


class PersonneFormeeError(ValueError):
    """An agent who attended sessions is not deleted: those sessions would lose somebody."""

    def __init__(self, seances: int, mois: int) -> None:
        pluriel = "s" if seances > 1 else ""
        super().__init__(
            f"Cet agent a suivi {seances} séance{pluriel} : il ne se supprime pas. Enregistrez son "
            f"départ : son nom s’effacera de lui-même {mois} mois après."
        )


@transaction.atomic
def create_personne(site: Site, *, donnee: PersonneDonnee, par: str) -> Personne:
    """Add an agent to the perimeter and return it.

    Raises:
        FormationRefuseeError: a value that cannot be, a staff number already taken.
    """
    personne = Personne(site=site)
    _fill(personne, donnee)
    personne.save()
    _record(personne, "créer", par, apres=_trace(personne))
    return personne


@transaction.atomic
def update_personne(personne: Personne, *, donnee: PersonneDonnee, par: str) -> Personne:
    """Change what is known of an agent, arrival and departure included.

    Raises:
        FormationRefuseeError: a value that cannot be, a staff number already taken.
    """
    if donnee == personne_donnee_of(personne):
        return personne
    avant = _trace(personne)
    _fill(personne, donnee)
    personne.save()
    _record(personne, "corriger", par, avant=avant, apres=_trace(personne))
    return personne


def set_depart(personne: Personne, *, partie_le: dt.date, par: str) -> Personne:
    """Write the last day of an agent in the perimeter.

    Raises:
        FormationRefuseeError: before the arrival.
    """
    donnee = replace(personne_donnee_of(personne), partie_le=partie_le)
    return update_personne(personne, donnee=donnee, par=par)


@transaction.atomic
def delete_personne(personne: Personne, *, par: str) -> None:
    """Delete an agent written by mistake, with the needs and enrolments.

    Raises:
        PersonneFormeeError: the agent attended sessions.
    """
    suivies = personne.presences.filter(present=True).count()
    if suivies:
        raise PersonneFormeeError(suivies, personne.site.conservation_mois)
    _record(personne, "supprimer", par, avant=_trace(personne))
    personne.delete()


@transaction.atomic
def erase_personnes(site: Site, *, par: str, le: dt.date) -> int:
    """Erase the agents gone for longer than the site keeps names; return how many.

    Each session they attended keeps one more head without a name, so that no figure changes.
    """
    seuil = add_mois(le, -site.conservation_mois)
    parties = Personne.objects.filter(site=site, partie_le__lt=seuil)
    cles = list(parties.values_list("pk", flat=True))
    if not cles:
        return 0
    perdues = Seance.objects.filter(presences__personne__in=cles, presences__present=True)
    comptes = perdues.values_list("pk").annotate(
        n=Count("presences", filter=Q(presences__personne__in=cles, presences__present=True))
    )
    for pk, nombre in list(comptes.order_by()):
        Seance.objects.filter(pk=pk).update(effectif=F("effectif") + nombre)
    parties.delete()
    record_evenement(
        par=par,
        action="effacer les données personnelles",
        objet="agents du périmètre",
        site=site.pk,
        apres={"agents": len(cles), "conservation_mois": site.conservation_mois},
    )
    return len(cles)


def compare_personnes(site: Site, *, lignes: Sequence[LignePersonne]) -> Difference:
    """Return what `write_personnes` would do; nothing is written."""
    nouvelles, modifiees = [], []
    connues = load_annuaire(site)
    for ligne in lignes:
        connue = connues.find(ligne.donnee)
        if connue is None:
            nouvelles.append(_name(ligne.donnee))
        elif _merge(connue, ligne) != personne_donnee_of(connue):
            modifiees.append(_name(ligne.donnee))
    inchangees = len(lignes) - len(nouvelles) - len(modifiees)
    return Difference(tuple(nouvelles), tuple(modifiees), inchangees)


@transaction.atomic
def write_personnes(site: Site, *, lignes: Sequence[LignePersonne], par: str) -> Difference:
    """Write agents, all or none, matched by staff number, else by name; nobody is removed.

    A column that the file does not have changes nothing.

    Raises:
        FormationRefuseeError: a value that cannot be, a staff number already taken.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    difference = compare_personnes(site, lignes=lignes)
    connues = load_annuaire(site)
    for ligne in lignes:
        personne = connues.find(ligne.donnee)
        donnee = ligne.donnee if personne is None else _merge(personne, ligne)
        if personne is not None and donnee == personne_donnee_of(personne):
            continue
        personne = personne or Personne(site=site)
        _fill(personne, donnee)
        personne.save()
    if difference.nouvelles or difference.modifiees:
        record_evenement(
            par=par,
            action="importer",
            objet="agents du périmètre",
            site=site.pk,
            apres={"nouvelles": len(difference.nouvelles), "modifiees": len(difference.modifiees)},
        )
    return difference


def _merge(personne: Personne, ligne: LignePersonne) -> PersonneDonnee:
    champs = {c: getattr(ligne.donnee, c) for c in ligne.champs}
    return replace(personne_donnee_of(personne), **champs)


def _name(donnee: PersonneDonnee) -> str:
    return f"{donnee.nom} {donnee.prenom}"


def _fill(personne: Personne, donnee: PersonneDonnee) -> None:
    site = personne.site
    fautes = check_personne(donnee, site.modules)
    if donnee.service is not None and not site.services.filter(pk=donnee.service).exists():
        fautes.append(
            FauteLigne("service", "ce service n’est pas du site", "En choisir un de la liste.")
        )
    memes = Personne.objects.filter(site=site, matricule=donnee.matricule).exclude(pk=personne.pk)
    if donnee.matricule and memes.exists():
        fautes.append(
            FauteLigne(
                "matricule",
                "un autre agent du périmètre porte ce matricule",
                "Corriger le matricule, ou la fiche qui existe.",
            )
        )
    if fautes:
        raise FormationRefuseeError(fautes)
    personne.nom = donnee.nom
    personne.prenom = donnee.prenom
    personne.matricule = donnee.matricule
    personne.service_id = donnee.service
    personne.fonction = donnee.fonction
    personne.modules = list(donnee.modules)
    personne.arrivee_le = donnee.arrivee_le
    personne.partie_le = donnee.partie_le


def _trace(personne: Personne) -> dict[str, Any]:
    return {c: getattr(personne, c) for c in TRACES}


def _record(personne, action, par, *, avant=None, apres=None) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"agent du périmètre n° {personne.pk}",
        site=personne.site_id,
        avant=avant,
        apres=apres,
    )
