"""Several indicators over one span of months, each against its target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualepref.indicateurs.queries.tableau import load_contexte, read_juge
from qualepref.noyau.calcul.formules import expand_formule
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Releve
from qualepref.noyau.calcul.verdicts import Verdict, choose_decimales, judge
from qualepref.noyau.referentiel.modele import Cible, Indicateur
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel


@dataclass(frozen=True, slots=True)
class LectureJugee:
    """An indicator over a span of months, pooled and month by month, against its target."""

    indicateur: Indicateur
    releve: Releve
    mois: tuple[Releve, ...]
    cible: Cible | None
    verdict: Verdict


def load_lectures(
    site: Site, codes: Sequence[str], periode: Periode, *, le: dt.date
) -> dict[str, LectureJugee]:
    """Return the readings of indicators of the perimeter over a span, in as many reads as for one.

    The target is that of the last year of the span. Codes out of the perimeter are left out.
    """
    referentiel = get_referentiel(site)
    modules = site.modules
    par_code = {i.code: i for i in referentiel.indicateurs}
    retenus = [i for c, i in par_code.items() if c in codes and i.module in (None, *modules)]
    formules = {i.code: expand_formule(i, par_code) for i in retenus}
    contexte = load_contexte(site, referentiel, formules, retenus, periode, le)
    lectures = {}
    for indicateur in retenus:
        releve = read_juge(indicateur, contexte, periode)
        cible = contexte.cibles.get((indicateur.code, contexte.annee))
        decimales = choose_decimales(indicateur, releve.valeur, cible)
        lectures[indicateur.code] = LectureJugee(
            indicateur=replace(indicateur, decimales=decimales),
            releve=releve,
            mois=tuple(read_juge(indicateur, contexte, Periode.un_mois(m)) for m in periode),
            cible=cible,
            verdict=judge(releve, cible, indicateur.sens),
        )
    return lectures
