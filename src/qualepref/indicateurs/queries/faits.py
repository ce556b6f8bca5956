"""Every fact that formulas read, of registers and of surveys, in one cube."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from qualepref.enquetes.sources import load_reponses
from qualepref.noyau.calcul.cellules import CelluleComptage
from qualepref.noyau.calcul.cube import Cube
from qualepref.noyau.calcul.formules import filtres_reponses
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.referentiel.modele import Formule
from qualepref.organisation.models import Site
from qualepref.suivi.sources import load_cube


@dataclass(frozen=True, slots=True)
class SourceQuantites:
    """Quantities that a storey above counts from its own rows, so that none can disagree with them.

    load: the cells of a site over a period as of a day; None where the site keeps no such rows, and
    what was counted by hand stands.
    """

    grandeurs: frozenset[str]
    load: Callable[[Site, Periode, dt.date], Sequence[CelluleComptage] | None]


_SOURCES: dict[frozenset[str], SourceQuantites] = {}


def add_source(source: SourceQuantites) -> None:
    """Make a source of quantities known; the same quantities again replace it."""
    _SOURCES[source.grandeurs] = source


def load_faits(
    site: Site, periode: Periode, *, formules: Iterable[Formule | None], le: dt.date
) -> Cube:
    """Return the cells of a site over a period as of `le`; of answers, what these formulas read."""
    cube = _count_again(load_cube(site, periode, le=le), site, periode, le)
    filtres = {f for formule in formules if formule for f in filtres_reponses(formule)}
    if not filtres:
        return cube
    return replace(cube, reponses=load_reponses(site, periode, filtres=filtres))


def _count_again(cube: Cube, site: Site, periode: Periode, le: dt.date) -> Cube:
    for source in _SOURCES.values():
        comptees = source.load(site, periode, le)
        if comptees is not None:
            autres = [c for c in cube.comptages if c.grandeur not in source.grandeurs]
            cube = replace(cube, comptages=[*autres, *comptees])
    return cube
