"""Actions of a plan: written, changed, moved from one state to another, handed over, deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from qualepref.amelioration.enums import EtatAction
from qualepref.amelioration.models import Action, LigneGrille
from qualepref.amelioration.queries.plan import donnee_of, load_cadre, name_action
from qualepref.amelioration.rules.plan_actions import (
    FINIS,
    ActionDonnee,
    check_action,
    find_cercle,
    settle_action,
    tell_cercle,
)
from qualepref.enquetes.models import Verbatim
from qualepref.organisation.models import Agent, Site
from qualepref.socle.operations import record_evenement
from qualepref.suivi.models import Demande
from qualepref.suivi.rules.champs import FauteLigne


# Free texts and names stay out of the audit trail: personal data live in one place.
TRACES = (
    "source", "module", "engagement", "sous_engagement", "theme", "service_id", "pilote_id",
    "inscrite_le", "echeance", "etat", "commencee_le", "terminee_le", "indicateur", "apres_id",
)  # fmt: skip
CHIFFRES_REFERENCE = 3


class ActionRefuseeError(ValueError):
    """The action cannot be written; `fautes` names each field and why."""

    def __init__(self, fautes: Sequence[FauteLigne]) -> None:
        super().__init__(
            " ".join(f"{f.motif[:1].upper()}{f.motif[1:]}. {f.remede}" for f in fautes)
        )
        self.fautes = tuple(fautes)


class OriginesMeleesError(ValueError):
    """An action comes from one thing at most: a line of a grid, a remark, or a demande."""

    def __init__(self) -> None:
        super().__init__(
            "Une action vient d’une ligne de grille, d’une remarque ou d’une réclamation, pas de "
            "plusieurs à la fois."
        )


@transaction.atomic
def create_action(
    site: Site,
    *,
    donnee: ActionDonnee,
    par: str,
    le: dt.date,
    ligne: LigneGrille | None = None,
    verbatim: Verbatim | None = None,
    demande: Demande | None = None,
) -> Action:
    """Write an action in the plan and return it; without a reference, the next of the year is given.

    ligne, verbatim, demande: what it answers, one at most, of the same site.

    Raises:
        ActionRefuseeError: a value that cannot be, a reference already taken.
        OriginesMeleesError: more than one origin.
    """
    if sum(o is not None for o in (ligne, verbatim, demande)) > 1:
        raise OriginesMeleesError
    Site.objects.select_for_update().get(pk=site.pk)
    if not donnee.reference:
        donnee = replace(donnee, reference=_next_reference(site, donnee.inscrite_le.year))
    elif Action.objects.filter(site=site, reference=donnee.reference).exists():
        raise ActionRefuseeError(
            [
                FauteLigne(
                    "reference",
                    f"la référence « {donnee.reference} » existe déjà dans ce plan",
                    "En choisir une autre, ou laisser vide.",
                )
            ]
        )
    action = Action(site=site, ligne=ligne, verbatim=verbatim, demande=demande)
    _fill(action, donnee, le)
    action.save()
    record_evenement(
        par=par,
        action="créer",
        objet=name_action(action.reference),
        site=site.pk,
        apres={c: v for c, v in _trace(action).items() if v not in (None, "")},
    )
    return action


@transaction.atomic
def update_action(action: Action, *, donnee: ActionDonnee, par: str, le: dt.date) -> Action:
    """Change what an action says; its reference stays.

    Raises:
        ActionRefuseeError: a value that cannot be.
    """
    ancienne = donnee_of(action)
    donnee = replace(donnee, reference=action.reference)
    if settle_action(donnee) == ancienne:
        return action
    avant = _trace(action)
    _fill(action, donnee, le)
    action.save()
    _record(action, "corriger", avant, par)
    return action


@transaction.atomic
def change_etat(
    action: Action,
    *,
    etat: EtatAction,
    par: str,
    le: dt.date,
    motif: str = "",
    fait_le: dt.date | None = None,
    preuve: str | None = None,
) -> Action:
    """Move an action to another state and return it.

    fait_le: the day work began or ended, `le` when None. motif: why it is given up. preuve: what
    shows that it was done, unchanged when None.

    Raises:
        ActionRefuseeError: no reason to give it up, a date that cannot be.
    """
    jour = fait_le or le
    ancienne = donnee_of(action)
    commencee = ancienne.commencee_le
    if etat is EtatAction.EN_COURS and (commencee is None or fait_le is not None):
        commencee = jour
    if etat is EtatAction.NON_FAIT:
        commencee = None
    donnee = replace(
        ancienne,
        etat=etat,
        commencee_le=commencee,
        terminee_le=jour if etat in FINIS else None,
        motif_abandon=motif if etat is EtatAction.ABANDONNE else "",
        preuve=ancienne.preuve if preuve is None else preuve,
    )
    avant = _trace(action)
    _fill(action, donnee, le)
    action.save()
    _record(action, "changer l’état", avant, par)
    return action


@transaction.atomic
def delete_action(action: Action, *, par: str) -> None:
    """Delete an action; the audit trail keeps that it was, and in which state."""
    record_evenement(
        par=par,
        action="supprimer",
        objet=name_action(action.reference),
        site=action.site_id,
        avant={c: v for c, v in _trace(action).items() if v not in (None, "")},
    )
    action.delete()


@transaction.atomic
def assign_actions(site: Site, *, actions: Iterable[Action], pilote: Agent | None, par: str) -> int:
    """Hand actions of a site over to another pilot; return how many changed."""
    changees = [
        a
        for a in actions
        if a.site_id == site.pk and a.pilote_id != (pilote.pk if pilote else None)
    ]
    for action in changees:
        avant = _trace(action)
        action.pilote = pilote
        action.save(update_fields=("pilote",))
        _record(action, "confier", avant, par)
    return len(changees)


def _fill(action: Action, donnee: ActionDonnee, le: dt.date) -> None:
    """Put the values in the row once they are checked."""
    fautes = check_action(donnee, load_cadre(action.site), le=le)
    apres = _find_apres(action, donnee.reference, donnee.apres, fautes)
    if fautes:
        raise ActionRefuseeError(fautes)
    for champ, valeur in build_valeurs(settle_action(donnee)).items():
        setattr(action, champ, valeur)
    action.apres = apres


def _find_apres(
    action: Action, reference: str, apres: str, fautes: list[FauteLigne]
) -> Action | None:
    """Return the action to be done first; add to the faults why it cannot be."""
    if not apres:
        return None
    chaine = dict(
        Action.objects.filter(site_id=action.site_id).values_list("reference", "apres__reference")
    )
    if apres not in chaine:
        fautes.append(
            FauteLigne(
                "apres",
                f"l’action « {apres} » n’existe pas dans ce plan",
                "Écrire la référence d’une action du plan, ou laisser vide.",
            )
        )
        return None
    cercle = find_cercle({r: a or "" for r, a in chaine.items()} | {reference: apres})
    if cercle:
        fautes.append(tell_cercle(cercle))
        return None
    return Action.objects.get(site_id=action.site_id, reference=apres)


def build_valeurs(donnee: ActionDonnee) -> Mapping[str, Any]:
    """Return the fields of the row, the link to another action apart."""
    return {
        "reference": donnee.reference,
        "titre": donnee.titre,
        "description": donnee.description,
        "source": donnee.source,
        "module": donnee.module,
        "engagement": donnee.engagement,
        "sous_engagement": donnee.sous_engagement,
        "theme": donnee.theme,
        "service_id": donnee.service,
        "pilote_id": donnee.pilote,
        "inscrite_le": donnee.inscrite_le,
        "echeance": donnee.echeance,
        "etat": donnee.etat,
        "commencee_le": donnee.commencee_le,
        "terminee_le": donnee.terminee_le,
        "motif_abandon": donnee.motif_abandon,
        "preuve": donnee.preuve,
        "indicateur": donnee.indicateur,
    }


def _next_reference(site: Site, annee: int) -> str:
    debut = f"{annee}-"
    prises = Action.objects.filter(site=site, reference__startswith=debut)
    rangs = [
        int(r.removeprefix(debut))
        for r in prises.values_list("reference", flat=True)
        if r.removeprefix(debut).isdecimal()
    ]
    return f"{debut}{max(rangs, default=0) + 1:0{CHIFFRES_REFERENCE}d}"


def _trace(action: Action) -> dict[str, Any]:
    return {c: getattr(action, c) for c in TRACES}


def _record(action: Action, verbe: str, avant: Mapping[str, Any], par: str) -> None:
    apres = _trace(action)
    record_evenement(
        par=par,
        action=verbe,
        objet=name_action(action.reference),
        site=action.site_id,
        avant={c: v for c, v in avant.items() if apres[c] != v},
        apres={c: v for c, v in apres.items() if avant[c] != v},
    )
