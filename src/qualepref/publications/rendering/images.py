"""Charts as pictures, for documents that cannot hold a drawing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qualepref.noyau.documents.composition import Document, render_images
from qualepref.noyau.documents.textes import REMPLACEMENTS
from qualepref.noyau.graphiques.modele import Graphique, Theme
from qualepref.noyau.graphiques.rendu_svg import render_svg
from qualepref.publications.rendering.contenu import trace_of


PPI = 160
PAGES = b"""#set page(width: auto, height: auto, margin: 0pt)
#set text(font: ("Marianne", "Libertinus Serif"))
#for dessin in json("contenu.json").dessins { page(image(bytes(dessin), format: "svg", width: 165mm)) }
"""


def draw_graphiques(graphiques: Sequence[Graphique], *, date: dt.date) -> list[bytes]:
    """Return each chart as a PNG picture, in order; one process draws them all."""
    if not graphiques:
        return []
    dessins = [
        render_svg(g, theme=Theme.PDF, trace=trace_of(g)).translate(REMPLACEMENTS)
        for g in graphiques
    ]
    document = Document(modele=PAGES, contenu={"dessins": list(dessins)}, normes=(), date=date)
    return list(render_images(document, ppi=PPI))
