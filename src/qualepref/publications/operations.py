"""Publishing: the report as bytes, with its figures attached."""

from __future__ import annotations

import datetime as dt
import json

from qualepref.indicateurs.rendering.donnees import render_tableau
from qualepref.indicateurs.rendering.tableurs import render_fichier
from qualepref.organisation.models import Site
from qualepref.publications.rendering.bilan import build_bilan
from qualepref.publications.rendering.pdf import render_bilan_pdf


def publish_bilan(site: Site, *, annee: int, le: dt.date) -> bytes:
    """Return the annual report as PDF/UA-1 and PDF/A-3, its figures attached as CSV and JSON.

    Raises:
        RenduImpossibleError: a character that no font draws; the message says where.
    """
    bilan, tableau = build_bilan(site, annee, le=le)
    donnees = json.dumps(render_tableau(tableau), ensure_ascii=False, indent=2, sort_keys=True)
    return render_bilan_pdf(
        bilan,
        donnees_csv=render_fichier(tableau, "csv"),
        donnees_json=donnees.encode(),
        date=le,
    )
