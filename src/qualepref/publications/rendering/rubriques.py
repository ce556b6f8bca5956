"""The parts of a report beside indicators and surveys: one module each, one line here.

To add one: a module `rendering/<sujet>.py` with a function that returns a `Figee`, or None when
there is nothing to say, and its `Rubrique` in RUBRIQUES, in the order of the report. Its `donnees`
are plain JSON values, for other documents and for machines; its `section` is what the report
prints. Both are frozen: nothing in them may be read again from the base, nor name a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qualepref.organisation.models import Site
from qualepref.publications.rendering.bilan_donnees import Section
from qualepref.publications.rendering.cellules import freeze_cellules
from qualepref.publications.rendering.comite import freeze_comite
from qualepref.publications.rendering.demarche import freeze_demarche
from qualepref.publications.rendering.evaluations import freeze_evaluations
from qualepref.publications.rendering.formations import freeze_formations
from qualepref.publications.rendering.plan import freeze_plan
from qualepref.publications.rendering.rubriques_donnees import Figee


@dataclass(frozen=True, slots=True)
class Rubrique:
    """A part of the report. `code`: its entry among the data, and its written comment.

    `imprimee`: false for data alone, which the report does not print and nobody comments.
    """

    code: str
    titre: str
    freeze: Callable[[Site, int, dt.date], Figee | None]
    imprimee: bool = True


RUBRIQUES = (
    Rubrique("cellules", "Cellules", freeze_cellules, imprimee=False),
    Rubrique("comite", "Comité local des usagers", freeze_comite, imprimee=False),
    Rubrique("demarche", "Calendrier de la démarche", freeze_demarche),
    Rubrique("evaluations", "Diagnostics et audits", freeze_evaluations),
    Rubrique("formations", "Formations", freeze_formations),
    Rubrique("plan", "Plan d’amélioration", freeze_plan),
)


def load_rubriques(site: Site, annee: int, *, le: dt.date) -> dict[str, Figee]:
    """Return what each rubric says of a year, those with nothing to say left out."""
    figees = ((r.code, r.freeze(site, annee, le)) for r in RUBRIQUES)
    return {code: figee for code, figee in figees if figee is not None}


def list_donnees(rubriques: dict[str, Figee]) -> dict[str, Any]:
    """Return the plain data of rubrics, by code."""
    return {code: figee.donnees for code, figee in rubriques.items()}


def list_sections(rubriques: dict[str, Figee]) -> tuple[Section, ...]:
    """Return what the report prints of rubrics, in order; some only give data."""
    return tuple(f.section for f in rubriques.values() if f.section is not None)
