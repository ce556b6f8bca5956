"""Every fact that formulas read, of registers and of surveys, in one cube."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from qualepref.enquetes.sources import load_reponses
from qualepref.noyau.calcul.cube import Cube
from qualepref.noyau.calcul.formules import filtres_reponses
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.referentiel.modele import Formule
from qualepref.organisation.models import Site
from qualepref.suivi.sources import load_cube


def load_faits(
    site: Site, periode: Periode, *, formules: Iterable[Formule | None], le: dt.date
) -> Cube:
    """Return the cells of a site over a period as of `le`; of answers, what these formulas read."""
    cube = load_cube(site, periode, le=le)
    filtres = {f for formule in formules if formule for f in filtres_reponses(formule)}
    if not filtres:
        return cube
    return replace(cube, reponses=load_reponses(site, periode, filtres=filtres))
