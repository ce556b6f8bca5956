"""What an auditor would find missing on a day, engagement by engagement."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.db.models import Count

from qualepref.amelioration.enums import VerdictGrille
from qualepref.amelioration.models import Action, Evaluation, LigneGrille
from qualepref.noyau.referentiel.modele import Engagement, Module
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.preuves.enums import EtatPreuve
from qualepref.preuves.queries.pieces import PieceLue, list_pieces
from qualepref.preuves.queries.vivantes.constats import Constat, load_constats
from qualepref.preuves.rules.etats import judge_engagement


# What a grid said, the worst first: one line that fails speaks for the engagement.
SEVERITE = tuple(
    map(VerdictGrille, ("non_conforme", "partiel", "a_evaluer", "conforme", "sans_objet"))
)
ECARTS = (VerdictGrille.NON_CONFORME, VerdictGrille.PARTIEL)


@dataclass(frozen=True, slots=True)
class PreuvesEngagement:
    """An engagement and all that proves it.

    parts: parts that nothing proves on their own. verdict: the worst of the last grid, None when it
    says nothing of it. ouvertes: actions left to do. manques: sentences, what an auditor would find
    missing; none when all is well.
    """

    engagement: Engagement
    pieces: tuple[PieceLue, ...]
    constats: tuple[Constat, ...]
    etat: EtatPreuve
    verdict: VerdictGrille | None
    ouvertes: int
    parts: tuple[str, ...]
    sans_objet: bool
    manques: tuple[str, ...]

    @property
    def conditionnel(self) -> bool:
        """Whether it binds the site only in some case."""
        return bool(self.engagement.condition)

    @property
    def manque(self) -> bool:
        """Whether an auditor would stop there."""
        if self.sans_objet:
            return False
        return self.etat is not EtatPreuve.PROBANTE or self.ecart_sans_action

    @property
    def ecart_sans_action(self) -> bool:
        """Whether the last grid found a gap that no action left to do answers."""
        return self.verdict in ECARTS and not self.ouvertes


@dataclass(frozen=True, slots=True)
class ModulePreuves:
    """The engagements of a module."""

    module: Module
    engagements: tuple[PreuvesEngagement, ...]

    @property
    def comptes(self) -> Mapping[EtatPreuve, int]:
        """How many engagements that apply are in each state, every state present."""
        comptes = Counter(e.etat for e in self.engagements if not e.sans_objet)
        return {etat: comptes[etat] for etat in map(EtatPreuve, EtatPreuve.values)}


@dataclass(frozen=True, slots=True)
class TableauPreuves:
    """The evidence of a site on a day. grille: the last evaluation looked at, None without any."""

    site: Site
    le: dt.date
    modules: tuple[ModulePreuves, ...]
    grille: Evaluation | None

    @property
    def engagements(self) -> tuple[PreuvesEngagement, ...]:
        """Every engagement of the perimeter, in order."""
        return tuple(e for m in self.modules for e in m.engagements)

    @property
    def comptes(self) -> Mapping[EtatPreuve, int]:
        """How many engagements that apply are in each state: the sums of the modules."""
        return {
            etat: sum(m.comptes[etat] for m in self.modules)
            for etat in map(EtatPreuve, EtatPreuve.values)
        }

    @property
    def applicables(self) -> int:
        """How many engagements apply."""
        return sum(self.comptes.values())

    @property
    def manques(self) -> int:
        """Where an auditor would stop."""
        return sum(e.manque for e in self.engagements)

    def select(self, *, module: int | None = None, manquants: bool = False) -> TableauPreuves:
        """Return the same with one module only, or what is missing only."""
        modules = (
            ModulePreuves(m.module, tuple(e for e in m.engagements if e.manque or not manquants))
            for m in self.modules
            if module is None or m.module.numero == module
        )
        return TableauPreuves(
            self.site, self.le, tuple(m for m in modules if m.engagements), self.grille
        )


def load_tableau_preuves(site: Site, *, le: dt.date) -> TableauPreuves:
    """Return the evidence of the site's perimeter; as many reads whatever the number of pieces."""
    pieces: dict[int, list[PieceLue]] = defaultdict(list)
    for lue in list_pieces(site, le=le):
        for numero in lue.numeros:
            pieces[numero].append(lue)
    constats: dict[int, list[Constat]] = defaultdict(list)
    for constat in load_constats(site, le=le):
        for numero in constat.vivante.numeros:
            constats[numero].append(constat)
    grille = find_derniere_grille(site, le=le)
    build = partial(
        _build,
        pieces=pieces,
        constats=constats,
        verdicts=load_verdicts(grille),
        ouvertes=_count_ouvertes(site),
    )
    retenus = set(site.modules)
    modules = (
        ModulePreuves(m, tuple(build(e) for e in m.engagements))
        for m in get_referentiel(site).modules
        if m.numero in retenus
    )
    return TableauPreuves(site, le, tuple(modules), grille)


def find_derniere_grille(site: Site, *, le: dt.date) -> Evaluation | None:
    """Return the evaluation to look at: the last closed by then, else the last begun."""
    evaluations = Evaluation.objects.filter(site=site, debut_le__lte=le)
    closes = evaluations.filter(close_le__isnull=False, close_le__lte=le)
    return closes.order_by("-close_le", "-pk").first() or evaluations.first()


def load_verdicts(grille: Evaluation | None) -> dict[int, VerdictGrille]:
    """Return engagement -> the worst verdict of its lines."""
    if grille is None:
        return {}
    trouves: dict[int, list[VerdictGrille]] = defaultdict(list)
    lignes = LigneGrille.objects.filter(evaluation=grille).order_by()
    for numero, verdict in lignes.values_list("engagement", "verdict").distinct():
        trouves[numero].append(VerdictGrille(verdict))
    return {numero: min(lus, key=SEVERITE.index) for numero, lus in trouves.items()}


def _count_ouvertes(site: Site) -> dict[int, int]:
    actions = Action.objects.filter(site=site, engagement__isnull=False).a_faire()
    return dict(actions.order_by().values_list("engagement").annotate(n=Count("pk")))


def _build(
    engagement: Engagement,
    *,
    pieces: Mapping[int, list[PieceLue]],
    constats: Mapping[int, list[Constat]],
    verdicts: Mapping[int, VerdictGrille],
    ouvertes: Mapping[int, int],
) -> PreuvesEngagement:
    numero = engagement.numero
    siennes = tuple(pieces.get(numero, ()))
    siens = tuple(constats.get(numero, ()))
    prouvees = {
        *(e for lue in siennes if lue.etat is EtatPreuve.PROBANTE for e in lue.engagements),
        *(e for c in siens if c.etat is EtatPreuve.PROBANTE for e in c.vivante.engagements),
    }
    parts = tuple(s.numero for s in engagement.sous_engagements if s.numero not in prouvees)
    verdict = verdicts.get(numero)
    etat = judge_engagement([*(p.etat for p in siennes), *(c.etat for c in siens)])
    n = ouvertes.get(numero, 0)
    return PreuvesEngagement(
        engagement=engagement,
        pieces=siennes,
        constats=siens,
        etat=etat,
        verdict=verdict,
        ouvertes=n,
        parts=parts,
        sans_objet=verdict is VerdictGrille.SANS_OBJET,
        manques=tuple(_say_manques(siennes, siens, parts, verdict, ouvertes=n)),
    )


def _say_manques(
    pieces: tuple[PieceLue, ...],
    constats: tuple[Constat, ...],
    parts: tuple[str, ...],
    verdict: VerdictGrille | None,
    *,
    ouvertes: int,
) -> list[str]:
    if not pieces and not constats:
        manques = ["Aucune pièce, et aucune preuve vivante ne porte sur cet engagement."]
    else:
        manques = [
            f"{c.vivante.libelle} : {c.etat.label}."
            for c in constats
            if c.etat is not EtatPreuve.PROBANTE
        ]
        manques += [f"Pièce « {p.piece.titre} » : {p.raison}." for p in pieces if p.raison]
    manques += [f"Rien ne prouve le sous-engagement {part} aujourd’hui." for part in parts]
    if verdict in ECARTS and not ouvertes:
        manques.append("La dernière grille y voit un écart, et aucune action en cours n’y répond.")
    return manques
