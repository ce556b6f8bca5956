"""Trainings of a site: courses, sessions, totals of a year, engagements they answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet

from qualepref.amelioration.models import Besoin, Formation, Personne, Presence, Seance
from qualepref.amelioration.queries.reglages_formations import ReglageEngagement, get_reglages
from qualepref.amelioration.rules.formations import (
    CompteFormes,
    FormationDonnee,
    SeanceDonnee,
    SeanceTenue,
    count_formes,
    is_perimetre_connu,
)
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel


class FormationInconnueError(LookupError):
    """The site has no such course or session."""

    def __init__(self) -> None:
        super().__init__("Cette formation n’existe pas, ou n’existe plus.")


@dataclass(frozen=True, slots=True)
class EngagementForme:
    """An engagement that trainings answer. module: the agents it promises to train; None for all."""

    numero: int
    texte: str
    module: int | None


@dataclass(frozen=True, slots=True)
class LigneFormation:
    """A course in a year. besoins: expressed and not answered at the end of it."""

    formation: Formation
    compte: CompteFormes
    besoins: int


@dataclass(frozen=True, slots=True)
class LigneEngagement:
    """An engagement in a year, all its courses together."""

    engagement: EngagementForme
    formations: tuple[LigneFormation, ...]
    compte: CompteFormes


@dataclass(frozen=True, slots=True)
class TotauxFormations:
    """The trainings of a year, as of its last day or today.

    exprimes, satisfaits: needs expressed, answered during the year; None when those of agents
    erased since are missing. attente: left on the last day, of agents still there.
    """

    site: Site
    annee: int
    arrete_le: dt.date
    formations: tuple[LigneFormation, ...]
    engagements: tuple[LigneEngagement, ...]
    compte: CompteFormes
    exprimes: int | None
    satisfaits: int | None
    attente: int

    @property
    def vides(self) -> bool:
        """Whether there is nothing to say of the year."""
        return not (self.compte.seances or self.exprimes or self.satisfaits or self.attente)


def list_engagements(site: Site) -> list[EngagementForme]:
    """Return the engagements of the site's perimeter that trainings answer, in order."""
    reglages = {r.numero: r for r in get_reglages().engagements}
    retenus = set(site.modules)
    return [
        EngagementForme(e.numero, e.texte, _module_of(reglages[e.numero], m.numero))
        for m in get_referentiel(site).modules
        if m.numero in retenus
        for e in m.engagements
        if e.numero in reglages
    ]


def load_totaux(site: Site, annee: int, *, le: dt.date) -> TotauxFormations:
    """Return the trainings of a year: by course, by engagement, in all."""
    arrete = min(dt.date(annee, 12, 31), le)
    premier = dt.date(annee, 1, 1)
    par_formation = _load_tenues(site, premier, arrete)
    agents = _load_agents(site, premier, arrete, le=le)
    tous = None if agents is None else frozenset(agents)
    besoins = Besoin.objects.filter(formation__site=site, exprime_le__lte=arrete)
    restes = besoins.exclude(personne__partie_le__lt=arrete)
    en_attente = Q(satisfait_le__isnull=True) | Q(satisfait_le__gt=arrete)
    attentes = dict(
        restes.filter(en_attente).order_by().values_list("formation").annotate(n=Count("pk"))
    )
    lignes = tuple(
        LigneFormation(f, count_formes(par_formation.get(f.pk, ()), tous), attentes.get(f.pk, 0))
        for f in Formation.objects.filter(site=site)
    )
    return TotauxFormations(
        site=site,
        annee=annee,
        arrete_le=arrete,
        formations=lignes,
        engagements=tuple(
            _build_engagement(e, lignes, par_formation, agents) for e in list_engagements(site)
        ),
        compte=count_formes((s for tenues in par_formation.values() for s in tenues), tous),
        exprimes=None if tous is None else besoins.filter(exprime_le__gte=premier).count(),
        satisfaits=None
        if tous is None
        else besoins.filter(satisfait_le__range=(premier, arrete)).count(),
        attente=sum(attentes.values()),
    )


def list_annees(site: Site, *, le: dt.date) -> list[int]:
    """Return the years with a session, the latest first, this year at least."""
    bornes = Seance.objects.filter(formation__site=site).aggregate(
        premiere=Min("debut_le"), derniere=Max("debut_le")
    )
    jours = [le, *(j for j in bornes.values() if j is not None)]
    return list(range(max(jours).year, min(jours).year - 1, -1))


def default_annee(site: Site, *, le: dt.date) -> int:
    """Return the year of the latest session begun, this year when there is none."""
    seances = Seance.objects.filter(formation__site=site, debut_le__lte=le)
    derniere = seances.aggregate(jour=Max("debut_le"))["jour"]
    return (derniere or le).year


def find_formation(site: Site, pk: int) -> Formation:
    """Return a course of the site.

    Raises:
        FormationInconnueError: none of that key.
    """
    formation = Formation.objects.filter(site=site, pk=pk).select_related("site").first()
    if formation is None:
        raise FormationInconnueError
    return formation


def find_seance(site: Site, pk: int) -> Seance:
    """Return a session of the site.

    Raises:
        FormationInconnueError: none of that key.
    """
    seances = Seance.objects.filter(formation__site=site).select_related("formation__site")
    seance = seances.filter(pk=pk).first()
    if seance is None:
        raise FormationInconnueError
    return seance


def list_seances(formation: Formation) -> QuerySet[Seance]:
    """Return the sessions of a course, the latest first, with `inscrits` and `presents`."""
    return formation.seances.annotate(
        inscrits=Count("presences"), presents=Count("presences", filter=Q(presences__present=True))
    )


def list_presences(seance: Seance) -> QuerySet[Presence]:
    """Return who is enrolled in a session, by name."""
    return seance.presences.select_related("personne__service").order_by(
        "personne__nom", "personne__prenom"
    )


def list_a_inscrire(seance: Seance) -> list[Personne]:
    """Return the agents there that day and not enrolled, those who need the course first.

    Each bears `attend`: whether they expressed a need that nobody answered.
    """
    personnes = (
        presents_entre(seance.formation.site, seance.debut_le, seance.debut_le)
        .exclude(presences__seance=seance)
        .select_related("service")
        .annotate(
            attend=Count(
                "besoins",
                filter=Q(
                    besoins__formation=seance.formation_id, besoins__satisfait_le__isnull=True
                ),
            )
        )
    )
    return list(personnes.order_by("-attend", "nom", "prenom"))


def list_besoins(site: Site, *, le: dt.date) -> QuerySet[Besoin]:
    """Return the needs that nobody answered, of agents still there, the oldest first."""
    return (
        Besoin.objects.filter(formation__site=site, satisfait_le__isnull=True)
        .exclude(personne__partie_le__lt=le)
        .select_related("personne__service", "formation")
        .order_by("exprime_le", "personne__nom")
    )


def presents_entre(site: Site, premier: dt.date, dernier: dt.date) -> QuerySet[Personne]:
    """Return the agents of the perimeter there on one of those days at least."""
    return Personne.objects.filter(
        Q(arrivee_le__isnull=True) | Q(arrivee_le__lte=dernier),
        Q(partie_le__isnull=True) | Q(partie_le__gte=premier),
        site=site,
    )


def formation_donnee_of(formation: Formation) -> FormationDonnee:
    """Return what a course of the base says."""
    return FormationDonnee(
        formation.titre, formation.objectif, tuple(formation.engagements), formation.organisme
    )


def seance_donnee_of(seance: Seance) -> SeanceDonnee:
    """Return what a session of the base says."""
    return SeanceDonnee(seance.debut_le, seance.fin_le, seance.lieu, seance.heures, seance.effectif)


def _module_of(reglage: ReglageEngagement, module: int) -> int | None:
    return module if reglage.agents == "module" else None


def _load_tenues(site: Site, premier: dt.date, dernier: dt.date) -> dict[int, list[SeanceTenue]]:
    """Return the sessions begun between two days, by course."""
    suivies = Prefetch("presences", Presence.objects.filter(present=True))
    seances = Seance.objects.filter(
        formation__site=site, debut_le__range=(premier, dernier)
    ).prefetch_related(suivies)
    par_formation: dict[int, list[SeanceTenue]] = {}
    for s in seances:
        presents = frozenset(p.personne_id for p in s.presences.all())
        tenue = SeanceTenue(s.formation_id, presents, s.effectif)
        par_formation.setdefault(s.formation_id, []).append(tenue)
    return par_formation


def _load_agents(
    site: Site, premier: dt.date, dernier: dt.date, *, le: dt.date
) -> dict[int, tuple[int, ...]] | None:
    """Return the agents of the perimeter between two days and the modules they work for.

    None when some may have been erased since.
    """
    connu = is_perimetre_connu(premier.year, le=le, conservation_mois=site.conservation_mois)
    if not connu:
        return None
    agents = presents_entre(site, premier, dernier).values_list("pk", "modules")
    return {pk: tuple(modules) for pk, modules in agents}


def _build_engagement(
    engagement: EngagementForme,
    lignes: Iterable[LigneFormation],
    par_formation: dict[int, list[SeanceTenue]],
    agents: dict[int, tuple[int, ...]] | None,
) -> LigneEngagement:
    formations = tuple(li for li in lignes if engagement.numero in li.formation.engagements)
    seances = [s for li in formations for s in par_formation.get(li.formation.pk, ())]
    concernes = None
    if agents is not None:
        module = engagement.module
        concernes = frozenset(
            pk for pk, modules in agents.items() if not modules or module in (None, *modules)
        )
    return LigneEngagement(engagement, formations, count_formes(seances, concernes))
