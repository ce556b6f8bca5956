"""Diagnostics and audits of a site, and the grid of one of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count

from qualepref.amelioration.enums import VerdictGrille
from qualepref.amelioration.models import Evaluation, LigneGrille
from qualepref.amelioration.queries.pieces import Piece, list_pieces_of_lignes
from qualepref.amelioration.rules.evaluations import (
    Avancement,
    Exigence,
    compute_avancement,
    list_exigences,
)
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel_version


@dataclass(frozen=True, slots=True)
class EvaluationSuivie:
    """A diagnostic or an audit, and how far its grid is."""

    evaluation: Evaluation
    avancement: Avancement


@dataclass(frozen=True, slots=True)
class LigneAffichee:
    """A line of the grid beside what it judges.

    actions: of the plan, that answer it. pieces: (key, title) of those deposited for it.
    """

    ligne: LigneGrille
    exigence: Exigence
    actions: int
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class ModuleGrille:
    """The lines of one module. lignes: those shown. avancement: how far all of its lines are."""

    numero: int
    titre: str
    lignes: tuple[LigneAffichee, ...]
    avancement: Avancement


@dataclass(frozen=True, slots=True)
class Grille:
    """A whole grid. `par_service`: how far each service's lines are, "" for the site's own."""

    evaluation: Evaluation
    avancement: Avancement
    modules: tuple[ModuleGrille, ...]
    par_service: tuple[tuple[str, Avancement], ...]

    @property
    def en_cours(self) -> int | None:
        """The number of the first module with a line to judge, else of the first one."""
        restants = (m for m in self.modules if m.avancement.evaluees < m.avancement.total)
        module = next(restants, None) or next(iter(self.modules), None)
        return module.numero if module else None

    def list_montres(self, numero: int | None) -> list[ModuleGrille]:
        """Return the modules with lines to show: one of that number, all of them for None."""
        return [m for m in self.modules if m.lignes and numero in (None, m.numero)]

    def find_suivant(self, numero: int | None) -> ModuleGrille | None:
        """Return the module after one, None after the last."""
        suite = dict(pairwise([m.numero for m in self.modules]))
        return next((m for m in self.modules if m.numero == suite.get(numero)), None)


def list_evaluations(site: Site) -> list[EvaluationSuivie]:
    """Return the diagnostics and audits of a site, the latest first, in two queries."""
    comptes: dict[int, Counter[str]] = {}
    lignes = LigneGrille.objects.filter(evaluation__site=site).order_by()
    for pk, verdict, n in lignes.values_list("evaluation", "verdict").annotate(n=Count("pk")):
        comptes.setdefault(pk, Counter())[verdict] += n
    return [
        EvaluationSuivie(e, compute_avancement(comptes.get(e.pk, Counter()).elements()))
        for e in Evaluation.objects.filter(site=site)
    ]


def list_exigences_de(evaluation: Evaluation) -> tuple[Exigence, ...]:
    """Return what an evaluation judges, in the words of the version it is pinned to."""
    referentiel = get_referentiel_version(
        evaluation.site, code=evaluation.referentiel, version=evaluation.version
    )
    modules = {m.numero for m in referentiel.modules}
    return list_exigences(referentiel, modules)


def load_grille(evaluation: Evaluation, *, verdict: str = "", service: int | None = None) -> Grille:
    """Return the grid of an evaluation; verdict, service: show those lines only, count them all."""
    exigences = {e.cle: e for e in list_exigences_de(evaluation)}
    lignes = list(
        LigneGrille.objects.filter(evaluation=evaluation)
        .select_related("service")
        .annotate(nombre_actions=Count("actions"))
    )
    lignes.sort(key=_rank)
    pieces = list_pieces_of_lignes(lignes)
    montrees = [
        LigneAffichee(
            ligne,
            exigences[ligne.engagement, ligne.sous_engagement],
            n,
            tuple(pieces.get(ligne.pk, ())),
        )
        for ligne in lignes
        if (not verdict or ligne.verdict == verdict)
        and (service is None or ligne.service_id == service)
        for n in [ligne.nombre_actions]
    ]
    referentiel = get_referentiel_version(
        evaluation.site, code=evaluation.referentiel, version=evaluation.version
    )
    verdicts: dict[int, list[str]] = {}
    for ligne in lignes:
        module = exigences[ligne.engagement, ligne.sous_engagement].module
        verdicts.setdefault(module, []).append(ligne.verdict)
    modules = (
        ModuleGrille(
            m.numero,
            m.titre,
            tuple(x for x in montrees if x.exigence.module == m.numero),
            compute_avancement(verdicts[m.numero]),
        )
        for m in referentiel.modules
        if m.numero in verdicts
    )
    services: dict[str, list[str]] = {}
    for ligne in lignes:
        services.setdefault(ligne.service.nom if ligne.service else "", []).append(ligne.verdict)
    return Grille(
        evaluation=evaluation,
        avancement=compute_avancement(ligne.verdict for ligne in lignes),
        modules=tuple(modules),
        par_service=tuple((nom, compute_avancement(v)) for nom, v in sorted(services.items())),
    )


def find_evaluation(site: Site, pk: int) -> Evaluation | None:
    """Return an evaluation of the site, or None."""
    return Evaluation.objects.select_related("site").filter(site=site, pk=pk).first()


def find_ligne(evaluation: Evaluation, pk: int) -> LigneGrille | None:
    """Return a line of an evaluation, or None."""
    return evaluation.lignes.select_related("service", "evaluation").filter(pk=pk).first()


def find_suivante(ligne: LigneGrille, *, services: frozenset[int] | None) -> LigneGrille | None:
    """Return the next line to judge after this one, in the order of the grid; None when all are.

    services: those whose lines the agent may write, None for all.
    """
    lignes = LigneGrille.objects.filter(
        evaluation=ligne.evaluation_id, verdict=VerdictGrille.A_EVALUER
    )
    restantes = sorted(
        lignes if services is None else lignes.filter(service__in=services), key=_rank
    )
    apres = [autre for autre in restantes if _rank(autre) > _rank(ligne)]
    return next(iter([*apres, *restantes]), None)


def _rank(ligne: LigneGrille) -> tuple[int, tuple[int, ...], int]:
    """Order 2, 2.1, 2.2… 2.10 as numbers, the site's own line before those of services."""
    parts = tuple(int(p) for p in ligne.sous_engagement.split(".") if p.isdecimal())
    return ligne.engagement, parts, ligne.service_id or 0
