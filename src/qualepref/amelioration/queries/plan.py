"""The plan of a site: its actions on a day, selected, counted, shown by state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from qualepref.amelioration.enums import EtatAction, SourceAction
from qualepref.amelioration.models import Action
from qualepref.amelioration.queries.reglages import get_reglages
from qualepref.amelioration.rules.plan import (
    PILOTAGE,
    CellulePlan,
    Compte,
    Totaux,
    build_totaux,
)
from qualepref.amelioration.rules.plan_actions import ActionDonnee, Cadre
from qualepref.amelioration.rules.plan_doublons import find_proches
from qualepref.organisation.enums import NomRole
from qualepref.organisation.models import Agent, Site
from qualepref.organisation.queries import get_referentiel
from qualepref.socle.models import Evenement


SANS = "sans"
# How the audit trail names a whole plan, and a plan made up for a demonstration.
OBJET, RECONSTITUER = "plan d’amélioration", "reconstituer"
CHAMPS_TOTAUX = ("module", "source", "service", "etat_au")


class ActionInconnueError(LookupError):
    """The site has no such action."""

    def __init__(self) -> None:
        super().__init__("Cette action n’existe pas, ou n’existe plus.")


@dataclass(frozen=True, slots=True)
class TotauxPlan:
    """Totals of a plan three ways; each sums up to the same whole."""

    axes: Totaux
    sources: Totaux
    services: Totaux

    @property
    def total(self) -> Compte:
        """The whole plan."""
        return self.axes.total


@dataclass(frozen=True, slots=True)
class ColonneTableau:
    """One state of the board: its first actions, and how many there are."""

    etat: EtatAction
    actions: list[Action]
    nombre: int

    @property
    def autres(self) -> int:
        """How many are not shown."""
        return self.nombre - len(self.actions)


def arrete_of(annee: int, *, le: dt.date) -> dt.date:
    """Return the day on which the plan of a year is looked at: its end, or today before that."""
    return min(dt.date(annee, 12, 31), le)


def select_plan(site: Site, annee: int, *, le: dt.date) -> QuerySet[Action]:
    """Return the actions of the plan of a year, with their state that day as `etat_au`."""
    return Action.objects.filter(site=site).du_plan(annee).with_etat(arrete_of(annee, le=le))


def filter_actions(
    actions: QuerySet[Action], criteres: Mapping[str, Any], *, le: dt.date
) -> QuerySet[Action]:
    """Return the actions that match the filters; an empty filter is ignored.

    criteres: `axe` (« pilotage », « module-1 »), `source`, `etat` (as `etat_au`), `service`,
    `pilote` (a primary key, or « sans »), `engagement`, `retard` (true), `q` (in the reference,
    the title, the theme).
    """
    if axe := criteres.get("axe"):
        module = None if axe == PILOTAGE else int(axe.removeprefix("module-"))
        actions = actions.filter(module=module)
    if source := criteres.get("source"):
        actions = actions.filter(source=source)
    if etat := criteres.get("etat"):
        actions = actions.filter(etat_au=etat)
    for champ in ("service", "pilote"):
        if valeur := criteres.get(champ):
            actions = actions.filter(**{champ: None if valeur == SANS else int(valeur)})
    if engagement := criteres.get("engagement"):
        actions = actions.filter(engagement=engagement)
    if criteres.get("retard"):
        actions = actions.en_retard(le)
    if q := criteres.get("q"):
        actions = actions.filter(
            Q(reference__icontains=q) | Q(titre__icontains=q) | Q(theme__icontains=q)
        )
    return actions


def load_totaux(site: Site, actions: QuerySet[Action]) -> TotauxPlan:
    """Return the totals of actions that carry `etat_au`, by axis, by source and by service."""
    lignes = actions.order_by().values_list(*CHAMPS_TOTAUX).annotate(nombre=Count("pk"))
    cellules = [CellulePlan(m, s, sv, EtatAction(e), n) for m, s, sv, e, n in lignes]
    services = {s.pk: s for s in site.services.all()}
    libelles = [(s.code, s.nom) for s in services.values()]
    return TotauxPlan(
        axes=build_totaux(cellules, cle=lambda c: c.axe, libelles=list_axes(site)),
        sources=build_totaux(cellules, cle=lambda c: c.source, libelles=list_sources()),
        services=build_totaux(
            cellules,
            cle=lambda c: services[c.service].code if c.service else SANS,
            libelles=[*libelles, (SANS, "Tout le site")],
        ),
    )


def list_axes(site: Site) -> list[tuple[str, str]]:
    """Return (code, label) of the axes of a plan: the modules of the référentiel, then « Pilotage »."""
    modules = [
        (f"module-{m.numero}", f"Module {m.numero} – {m.titre}")
        for m in get_referentiel(site).modules
    ]
    return [*modules, (PILOTAGE, "Pilotage")]


def list_sources() -> list[tuple[str, str]]:
    """Return (code, label) of where actions come from."""
    return [(code, f"{nom[:1].upper()}{nom[1:]}") for code, nom in SourceAction.choices]


def list_annees_plan(site: Site, *, le: dt.date) -> list[int]:
    """Return the years that have a plan, the latest first, this year at least."""
    bornes = Action.objects.filter(site=site).aggregate(
        premiere=Min("inscrite_le"), derniere=Max("inscrite_le"), fin=Max("terminee_le")
    )
    jours = [j for j in bornes.values() if j is not None]
    return list(range(max([le, *jours]).year, min([le, *jours]).year - 1, -1))


def find_action(site: Site, pk: int) -> Action:
    """Return an action of the site.

    Raises:
        ActionInconnueError: none of that key.
    """
    action = (
        Action.objects.filter(site=site, pk=pk)
        .select_related("site", "service", "pilote", "ligne__evaluation", "verbatim__campagne")
        .select_related("demande", "apres")
        .first()
    )
    if action is None:
        raise ActionInconnueError
    return action


def load_tableau(actions: QuerySet[Action], *, limite: int) -> list[ColonneTableau]:
    """Return the board: one column per state, its nearest due dates first."""
    nombres = dict(actions.order_by().values_list("etat").annotate(n=Count("pk")))
    return [
        ColonneTableau(
            etat,
            list(actions.filter(etat=etat).select_related("service", "pilote")[:limite]),
            nombres.get(etat, 0),
        )
        for etat in (
            EtatAction.NON_FAIT,
            EtatAction.EN_COURS,
            EtatAction.FAIT,
            EtatAction.ABANDONNE,
        )
    ]


def list_echeances(site: Site, *, le: dt.date) -> tuple[list[Action], list[Action]]:
    """Return the actions late, then those due soon, the nearest first."""
    horizon = le + dt.timedelta(get_reglages().rappels.jours)
    actions = Action.objects.filter(site=site).select_related("service", "pilote")
    prochaines = actions.a_faire().filter(echeance__range=(le, horizon))
    return list(actions.en_retard(le)), list(prochaines)


def list_a_rappeler(site: Site) -> list[Action]:
    """Return the actions left to do that have a date, by pilot then date; those of nobody first."""
    return list(
        Action.objects.filter(site=site, echeance__isnull=False)
        .a_faire()
        .select_related("service", "pilote")
        .order_by("pilote__last_name", "pilote__username", "echeance", "reference")
    )


def list_pilotes(site: Site, *, le: dt.date) -> list[Agent]:
    """Return who may pilot an action: agents with a role on the site, and those who pilot one."""
    tenants = Q(roles__site=site) & (Q(roles__jusqu_au__isnull=True) | Q(roles__jusqu_au__gte=le))
    tenants &= ~Q(roles__role=NomRole.AUDITEUR)
    return list(
        Agent.objects.filter(tenants | Q(actions_pilotees__site=site))
        .distinct()
        .order_by("last_name", "username")
    )


def list_partis(site: Site, *, le: dt.date) -> list[Action]:
    """Return the actions left to do whose pilot has no role on the site any more: to hand over."""
    presents = Agent.objects.filter(
        Q(roles__jusqu_au__isnull=True) | Q(roles__jusqu_au__gte=le), roles__site=site
    )
    return list(
        Action.objects.filter(site=site, pilote__isnull=False)
        .a_faire()
        .exclude(pilote__in=presents)
        .select_related("pilote", "service")
    )


def list_proches(action: Action) -> list[Action]:
    """Return the actions of the site whose title is close, the closest first."""
    reglages = get_reglages().doublons
    autres = Action.objects.filter(site_id=action.site_id).exclude(pk=action.pk)
    cles = find_proches(
        action.titre,
        dict(autres.order_by().values_list("pk", "titre")),
        ressemblance=reglages.ressemblance,
        propositions=reglages.propositions,
    )
    trouvees = autres.in_bulk(cles)
    return [trouvees[c] for c in cles]


def list_historique(action: Action) -> list[Evenement]:
    """Return the audit trail of an action, most recent first."""
    return list(Evenement.objects.filter(site=action.site_id, objet=name_action(action.reference)))


def name_action(reference: str) -> str:
    """Return how the audit trail names an action; its reference never changes."""
    return f"action {reference}"


def is_reconstitue(site: Site) -> bool:
    """Tell whether the plan of a site was made up for a demonstration."""
    return Evenement.objects.filter(site=site.pk, objet=OBJET, action=RECONSTITUER).exists()


def load_cadre(site: Site) -> Cadre:
    """Return what an action may name on a site."""
    referentiel = get_referentiel(site)
    modules = frozenset(site.modules)
    engagements = [e for m in referentiel.modules for e in m.engagements]
    return Cadre(
        modules=modules,
        engagements={e.numero: e.module for e in engagements},
        sous_engagements={s.numero: e.numero for e in engagements for s in e.sous_engagements},
        indicateurs={
            i.code: i.libelle
            for i in referentiel.indicateurs
            if i.module is None or i.module in modules
        },
    )


def donnee_of(action: Action) -> ActionDonnee:
    """Return what an action of the base says."""
    return ActionDonnee(
        titre=action.titre,
        source=action.source,
        inscrite_le=action.inscrite_le,
        etat=EtatAction(action.etat),
        reference=action.reference,
        description=action.description,
        module=action.module,
        engagement=action.engagement,
        sous_engagement=action.sous_engagement,
        theme=action.theme,
        service=action.service_id,
        pilote=action.pilote_id,
        echeance=action.echeance,
        commencee_le=action.commencee_le,
        terminee_le=action.terminee_le,
        motif_abandon=action.motif_abandon,
        preuve=action.preuve,
        indicateur=action.indicateur,
        apres=action.apres.reference if action.apres_id else "",
    )
