"""Courses and sessions: written, changed, deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from qualepref.amelioration.models import Besoin, Formation, Seance
from qualepref.amelioration.queries.formations import list_engagements
from qualepref.amelioration.queries.reglages_formations import get_reglages
from qualepref.amelioration.rules.formations import (
    FormationDonnee,
    SeanceDonnee,
    check_formation,
    check_seance,
)
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement
from qualepref.suivi.rules.champs import FauteLigne


class FormationRefuseeError(ValueError):
    """What is given of a training cannot be written; `fautes` names each field and why."""

    def __init__(self, fautes: Sequence[FauteLigne]) -> None:
        super().__init__(
            " ".join(f"{f.motif[:1].upper()}{f.motif[1:]}. {f.remede}" for f in fautes)
        )
        self.fautes = tuple(fautes)


class FormationTenueError(ValueError):
    """A course with sessions is not deleted: its figures would go."""

    def __init__(self) -> None:
        super().__init__(
            "Cette formation a des séances : elle ne se supprime pas. Supprimez d’abord les séances "
            "inscrites par erreur."
        )


@transaction.atomic
def create_formation(site: Site, *, donnee: FormationDonnee, par: str) -> Formation:
    """Add a course to the catalogue and return it.

    Raises:
        FormationRefuseeError: an engagement that trainings do not answer, a title already taken.
    """
    formation = Formation(site=site)
    _fill(formation, donnee)
    formation.save()
    _record(formation, "créer", par, apres={"engagements": formation.engagements})
    return formation


@transaction.atomic
def update_formation(formation: Formation, *, donnee: FormationDonnee, par: str) -> Formation:
    """Change what a course of the catalogue says.

    Raises:
        FormationRefuseeError: an engagement that trainings do not answer, a title already taken.
    """
    avant = {"titre": formation.titre, "engagements": list(formation.engagements)}
    _fill(formation, donnee)
    formation.save()
    apres = {"titre": formation.titre, "engagements": list(formation.engagements)}
    _record(formation, "corriger", par, avant=avant, apres=apres)
    return formation


@transaction.atomic
def delete_formation(formation: Formation, *, par: str) -> None:
    """Delete a course that was never held; needs of it go too.

    Raises:
        FormationTenueError: it has sessions.
    """
    if formation.seances.exists():
        raise FormationTenueError
    _record(formation, "supprimer", par, avant={"besoins": formation.besoins.count()})
    formation.delete()


@transaction.atomic
def create_seance(formation: Formation, *, donnee: SeanceDonnee, par: str, le: dt.date) -> Seance:
    """Add a session to a course and return it.

    Raises:
        FormationRefuseeError: dates reversed, heads counted before the session.
    """
    seance = Seance(formation=formation)
    _fill_seance(seance, donnee, le)
    seance.save()
    _record(formation, "ajouter une séance", par, apres=_trace(seance))
    return seance


@transaction.atomic
def update_seance(seance: Seance, *, donnee: SeanceDonnee, par: str, le: dt.date) -> Seance:
    """Change what a session says, the count of unnamed heads included.

    The needs it answered follow its last day; those expressed since wait again.

    Raises:
        FormationRefuseeError: dates reversed, heads or people counted before the session.
    """
    avant = _trace(seance)
    besoins = _find_repondus(seance)
    if donnee.debut_le > le and seance.presences.filter(present__isnull=False).exists():
        raise FormationRefuseeError(
            [
                FauteLigne(
                    "debut_le",
                    "des présences sont déjà notées : la séance a eu lieu",
                    "Corriger la date, ou effacer d’abord les présences.",
                )
            ]
        )
    _fill_seance(seance, donnee, le)
    seance.save()
    besoins.filter(exprime_le__gt=seance.fin_le).update(satisfait_le=None)
    besoins.update(satisfait_le=seance.fin_le)
    _record(seance.formation, "corriger une séance", par, avant=avant, apres=_trace(seance))
    return seance


@transaction.atomic
def delete_seance(seance: Seance, *, par: str) -> None:
    """Delete a session; who came is forgotten, and the needs it answered wait again."""
    _find_repondus(seance).update(satisfait_le=None)
    avant = _trace(seance) | {"presents": seance.presences.filter(present=True).count()}
    _record(seance.formation, "supprimer une séance", par, avant=avant)
    seance.delete()


def _find_repondus(seance: Seance) -> QuerySet[Besoin]:
    """Return the needs that a session answered, by who came and on which last day."""
    return seance.formation.besoins.filter(
        satisfait_le=seance.fin_le,
        personne__in=seance.presences.filter(present=True).values("personne"),
    )


def _fill(formation: Formation, donnee: FormationDonnee) -> None:
    site = formation.site
    numeros = [r.numero for r in get_reglages().engagements]
    connus = frozenset(e.numero for e in list_engagements(site))
    fautes = check_formation(donnee, connus or frozenset(numeros))
    prises = Formation.objects.filter(site=site, titre__iexact=donnee.titre).exclude(
        pk=formation.pk
    )
    if prises.exists():
        fautes.append(
            FauteLigne(
                "titre",
                "une formation du catalogue porte déjà ce titre",
                "En choisir un autre, ou ajouter une séance à celle qui existe.",
            )
        )
    if fautes:
        raise FormationRefuseeError(fautes)
    formation.titre = donnee.titre
    formation.objectif = donnee.objectif
    formation.engagements = sorted(set(donnee.engagements))
    formation.organisme = donnee.organisme


def _fill_seance(seance: Seance, donnee: SeanceDonnee, le: dt.date) -> None:
    if fautes := check_seance(donnee, le=le):
        raise FormationRefuseeError(fautes)
    seance.debut_le = donnee.debut_le
    seance.fin_le = donnee.fin_le
    seance.lieu = donnee.lieu
    seance.heures = donnee.heures
    seance.effectif = donnee.effectif


def _trace(seance: Seance) -> dict[str, object]:
    return {
        "debut_le": seance.debut_le,
        "fin_le": seance.fin_le,
        "heures": seance.heures,
        "effectif": seance.effectif,
    }


def _record(formation, action, par, *, avant=None, apres=None) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"formation {formation.titre}"[:120],
        site=formation.site_id,
        avant=avant,
        apres=apres,
    )
