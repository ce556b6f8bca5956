"""The cells of a year, frozen: what every indicator adds up, and nothing that names anybody."""

from __future__ import annotations

import datetime as dt

from qualepref.noyau.calcul.cellules import CLES
from qualepref.noyau.calcul.periodes import Periode
from qualepref.organisation.models import Site
from qualepref.publications.rendering.rubriques_donnees import Figee
from qualepref.suivi.sources import load_cube


def freeze_cellules(site: Site, annee: int, le: dt.date) -> Figee | None:
    """Return the cells of demandes and the counted quantities of a year, sorted; None without any.

    Cells of answers stay: some would tell what one person answered.
    """
    cube = load_cube(site, Periode.annee(annee), le=le)
    cellules = sorted(c for c in cube.cellules if any(c.mesures))
    comptages = sorted(cube.comptages)
    if not cellules and not comptages:
        return None
    rang = len(CLES)
    return Figee(
        {
            "cellules": [[*c[1:rang], *c.mesures] for c in cellules],
            "comptages": [[c.mois, c.grandeur, c.dimension, c.valeur] for c in comptages],
        }
    )
