"""Publishing: the report as bytes, with its figures attached."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from qualepref.indicateurs.rendering.donnees import render_tableau
from qualepref.indicateurs.rendering.tableurs import render_fichier
from qualepref.organisation.models import Site
from qualepref.publications.rendering.bilan import build_bilan
from qualepref.publications.rendering.pdf import Donnees, render_bilan_pdf


def publish_bilan(site: Site, *, annee: int, le: dt.date) -> bytes:
    """Return the annual report as PDF/UA-1 and PDF/A-3, its figures attached as CSV and JSON.

    Raises:
        RenduImpossibleError: a character that no font draws; the message says where.
    """
    bilan, sources = build_bilan(site, annee, le=le)
    return render_bilan_pdf(
        bilan,
        donnees=Donnees(
            csv=render_fichier(sources.tableau, "csv"),
            json=_dump(render_tableau(sources.tableau)),
            enquetes=_dump(sources.enquetes),
        ),
        date=le,
    )


def _dump(contenu: Any) -> bytes:
    return json.dumps(contenu, ensure_ascii=False, indent=2, sort_keys=True).encode()
