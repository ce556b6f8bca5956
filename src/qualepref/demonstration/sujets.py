"""What the demonstration tells beside figures and registers: one module each, three lines here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qualepref.demonstration.comites import list_jours, write_comites
from qualepref.demonstration.demarche import Demarches, load_demarches, write_demarches
from qualepref.demonstration.donnees_comites import Comites, load_comites
from qualepref.demonstration.donnees_enquetes import Enquetes, load_enquetes
from qualepref.demonstration.enquetes import list_derniers, write_enquetes
from qualepref.demonstration.evaluations import Evaluations, load_evaluations, write_evaluations
from qualepref.demonstration.formations import (
    FormationsPubliees,
    load_formations,
    write_formations,
)
from qualepref.demonstration.modeles import ModelesSite, load_modeles_site, write_modeles
from qualepref.demonstration.plans import Plan, load_plans, write_plan
from qualepref.demonstration.portail import PagesDemontrees, load_pages, write_pages
from qualepref.demonstration.preuves import PreuvesSite, load_preuves, write_preuves


@dataclass(frozen=True, slots=True)
class Sujets:
    """The files of every subject, read and checked."""

    enquetes: tuple[Enquetes, ...]
    comites: tuple[Comites, ...]
    formations: tuple[FormationsPubliees, ...]
    plans: tuple[Plan, ...]
    evaluations: tuple[Evaluations, ...]
    modeles: tuple[ModelesSite, ...]
    demarches: tuple[Demarches, ...]
    preuves: tuple[PreuvesSite, ...]
    pages: tuple[PagesDemontrees, ...]

    def list_jours(self) -> Iterator[dt.date]:
        """Yield the days of what is told to have taken place."""
        for e in self.enquetes:
            yield from list_derniers(e)
        for c in self.comites:
            yield from list_jours(c)
        for f in self.formations:
            yield from (s.fin_le for formation in f.formations for s in formation.seances)
        yield from (p.arrete_le for p in self.plans)
        for v in self.evaluations:
            yield from v.list_jours()
        for m in self.modeles:
            yield from m.list_jours()
        for d in (*self.demarches, *self.preuves, *self.pages):
            yield from d.list_jours()

    def list_hypotheses(self) -> Iterator[str]:
        """Yield everything supposed, in French."""
        for e in self.enquetes:
            yield from e.list_hypotheses()
        for decrit in (
            *self.comites, *self.plans, *self.formations, *self.evaluations, *self.modeles,
            *self.demarches, *self.preuves, *self.pages,
        ):  # fmt: skip
            yield from decrit.hypotheses


def load_sujets(dossier: Path) -> Sujets:
    """Return the subjects of a folder of demonstration.

    Raises:
        DemonstrationInvalideError: a file is unreadable, with every fault.
    """
    return Sujets(
        enquetes=load_enquetes(dossier / "enquetes"),
        comites=load_comites(dossier / "comites"),
        formations=load_formations(dossier / "formations"),
        plans=load_plans(dossier / "plans"),
        evaluations=load_evaluations(dossier / "evaluations"),
        modeles=load_modeles_site(dossier / "modeles"),
        demarches=load_demarches(dossier / "demarche"),
        preuves=load_preuves(dossier / "preuves"),
        pages=load_pages(dossier / "portail"),
    )


def write_sujets(sujets: Sujets, *, le: dt.date) -> tuple[int, int]:
    """Write what is missing; return how many answers and actions had to be."""
    retours = sum(write_enquetes(e, le=le) for e in sujets.enquetes)
    write_comites(sujets.comites, le=le)
    write_formations(sujets.formations, le=le)
    # Plans first: they name the services that grids and templates speak of.
    actions = sum(write_plan(p) for p in sujets.plans)
    write_evaluations(sujets.evaluations)
    write_modeles(sujets.modeles)
    write_demarches(sujets.demarches, le=le)
    write_preuves(sujets.preuves, le=le)
    write_pages(sujets.pages, le=le)
    return retours, actions
