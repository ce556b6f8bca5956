"""The improvement plan of a year in words: totals, what is left, a few examples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from qualepref.amelioration.enums import EtatAction
from qualepref.amelioration.queries.plan import TotauxPlan, load_totaux, select_plan
from qualepref.amelioration.rendering.plan import build_graphique_etats
from qualepref.amelioration.rendering.plan_donnees import render_totaux
from qualepref.amelioration.rules.plan import Compte, Totaux
from qualepref.noyau.calcul.rendu import INSECABLE
from qualepref.noyau.documents.textes import format_date
from qualepref.organisation.models import Site
from qualepref.publications.rendering.bilan_donnees import Section
from qualepref.publications.rendering.rubriques_donnees import Figee
from qualepref.publications.rendering.tableaux_donnees import TableauDetail


EXEMPLES = 8
ENTETES = (
    "Fait", "En cours", "Non fait", "Taux de réalisation", "Abandonné", "Total",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanAnnee:
    """The plan of a year: its totals, and titles of actions done and left to do, by due date."""

    annee: int
    arrete_le: dt.date
    totaux: TotauxPlan
    faites: tuple[str, ...]
    a_faire: tuple[str, ...]


def load_plan(site: Site, annee: int, *, le: dt.date) -> PlanAnnee | None:
    """Return the plan of a year; None without an action."""
    actions = select_plan(site, annee, le=le)
    totaux = load_totaux(site, actions)
    if not totaux.total.total:
        return None
    # Several services often carry the same action: its words are printed once.
    faites = actions.filter(etat_au=EtatAction.FAIT, service__isnull=True)
    restent = actions.filter(
        etat_au__in=(EtatAction.EN_COURS, EtatAction.NON_FAIT), service__isnull=True
    )
    return PlanAnnee(
        annee,
        min(dt.date(annee, 12, 31), le),
        totaux,
        tuple(faites.order_by("reference").values_list("titre", flat=True)[:EXEMPLES]),
        tuple(restent.order_by("reference").values_list("titre", flat=True)[:EXEMPLES]),
    )


def freeze_plan(site: Site, annee: int, le: dt.date) -> Figee | None:
    """Return the plan of a year as its report holds it; None without an action."""
    plan = load_plan(site, annee, le=le)
    if plan is None:
        return None
    donnees = render_totaux(plan.totaux) | {
        "exemples_faits": list(plan.faites),
        "exemples_a_faire": list(plan.a_faire),
    }
    return Figee(donnees, build_section(plan))


def build_section(plan: PlanAnnee) -> Section:
    """Return what the report says of the plan."""
    graphique = build_graphique_etats(plan.totaux.axes, titre="Actions du plan par axe et par état")
    return Section(
        code="plan",
        titre="Plan d’amélioration",
        paragraphes=tuple(_paragraphes(plan)),
        tableaux=(
            _tableau(plan.totaux.axes, "Avancement par axe", "Axe"),
            _tableau(plan.totaux.sources, "D’où viennent les actions", "Source", parts=True),
        ),
        graphiques=(graphique,) if graphique else (),
    )


def _paragraphes(plan: PlanAnnee) -> Iterator[str]:
    total = plan.totaux.total
    taux = f", soit {total.taux_imprime}" if total.taux is not None else ""
    yield (
        f"Au {format_date(plan.arrete_le)}, le plan compte {_say(total.total, 'action')} : "
        f"{_say(total.fait, 'faite')} sur {total.denominateur}{taux}."
    )
    if total.abandonne:
        yield (
            f"{_say(total.abandonne, 'action abandonnée', 'actions abandonnées')}, comptées à part : "
            "ni faites, ni à faire."
        )
    reste = total.a_faire
    yield (
        f"{_say(reste, 'action')} {'passent' if reste > 1 else 'passe'} à {plan.annee + 1} : "
        f"{total.en_cours} en cours, {_say(total.non_fait, 'non faite')}."
        if reste
        else "Aucune action ne passe à l’année suivante."
    )
    if plan.faites:
        yield f"Exemples d’actions faites{INSECABLE}: {_list(plan.faites)}."
    if plan.a_faire:
        yield f"Exemples d’actions à poursuivre{INSECABLE}: {_list(plan.a_faire)}."


def _tableau(totaux: Totaux, legende: str, premier: str, *, parts: bool = False) -> TableauDetail:
    lignes = [(x.libelle, x.compte, x.part_imprimee) for x in totaux.lignes]
    lignes.append(("Ensemble", totaux.total, ""))
    return TableauDetail(
        legende=legende,
        entetes=(premier, *ENTETES, *(("Part",) if parts else ())),
        lignes=tuple(
            (
                nom,
                str(c.fait),
                str(c.en_cours),
                str(c.non_fait),
                _say_taux(c),
                str(c.abandonne),
                str(c.total),
                *((part,) if parts else ()),
            )
            for nom, c, part in lignes
        ),
        total=True,
        note=""
        if parts
        else "Taux de réalisation : actions faites, rapportées aux actions faites, en cours ou non "
        "faites.",
    )


def _say_taux(compte: Compte) -> str:
    """Return « 70 % (95 / 135) », its fraction on one line; « – » without a rate."""
    if compte.taux is None:
        return "–"
    fraction = f"({compte.fait}{INSECABLE}/{INSECABLE}{compte.denominateur})"
    return f"{compte.taux_imprime} {fraction}"


def _say(nombre: int, singulier: str, pluriel: str = "") -> str:
    return f"{nombre}{INSECABLE}{(pluriel or singulier + 's') if nombre > 1 else singulier}"


def _list(titres: tuple[str, ...]) -> str:
    return " ; ".join(f"{t[:1].lower()}{t[1:]}" for t in titres)
