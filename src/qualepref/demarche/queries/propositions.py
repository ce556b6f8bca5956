"""Steps that may be added to a calendar: those of the product it lacks, surveillances of the label."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from qualepref.demarche.models import Cycle
from qualepref.demarche.queries.regles import get_regles
from qualepref.demarche.queries.vie import list_surveillances_posees, load_vie
from qualepref.noyau.agendas.plages import Precision


PHASE_SURVEILLANCE = "audit"


@dataclass(frozen=True, slots=True)
class Proposition:
    """A step to add. initial: what its form starts from."""

    code: str
    libelle: str
    initial: dict[str, Any]


def list_propositions(cycle: Cycle, *, le: dt.date) -> list[Proposition]:
    """Return the steps a calendar lacks, in order; then the surveillances that no calendar holds."""
    poses = set(cycle.jalons.exclude(code="").values_list("code", flat=True))
    trouvees = [
        Proposition(e.code, e.titre, {"titre": e.titre, "phase": e.phase})
        for e in get_regles().etapes
        if e.code not in poses
    ]
    ailleurs = list_surveillances_posees(cycle.site)
    for s in load_vie(cycle.site, le=le).surveillances:
        if s.code not in ailleurs:
            titre = f"Surveillance du label, {s.prevue_le.year}"
            initial = {
                "titre": titre,
                "phase": PHASE_SURVEILLANCE,
                "precision": Precision.MOIS.value,
                "debut": s.prevue_le,
            }
            trouvees.append(Proposition(s.code, titre, initial))
    return trouvees


def find_proposition(cycle: Cycle, code: str, *, le: dt.date) -> Proposition | None:
    """Return the step of that code a calendar lacks; None for a step of the site's own."""
    return next((p for p in list_propositions(cycle, le=le) if p.code == code), None)
