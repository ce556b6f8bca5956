"""Rendering of a chart as SVG, for a web page or a PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache

from qualepref.noyau.graphiques.controle import draw_controle
from qualepref.noyau.graphiques.horizontales import draw_horizontales
from qualepref.noyau.graphiques.modele import Genre, Graphique, Theme
from qualepref.noyau.graphiques.niveaux import draw_niveaux
from qualepref.noyau.graphiques.toile import Toile
from qualepref.noyau.graphiques.verticales import draw_barres, draw_lignes


LARGEUR = 720
HAUTEUR_TRACE = 190
# Drawings kept: the same page is read again more often than its figures change.
DESSINS_GARDES = 256
DESSINS: dict[Genre, Callable[[Toile, Graphique], float]] = {
    Genre.BARRES: draw_barres,
    Genre.GROUPEES: draw_barres,
    Genre.EMPILEES: draw_barres,
    Genre.LIGNES: draw_lignes,
    Genre.HORIZONTALES: draw_horizontales,
    Genre.NIVEAUX: draw_niveaux,
    Genre.CONTROLE: draw_controle,
}


@lru_cache(maxsize=DESSINS_GARDES)
def render_svg(
    graphique: Graphique, *, theme: Theme, ident: str = "", trace: int = HAUTEUR_TRACE
) -> str:
    """Return the chart as an SVG element, named by its title and described for screen readers.

    On the web it carries classes only (`qualepref/graphiques.css` dresses them), in a PDF fixed
    inks. `ident` begins every id inside; by default it comes from the chart's content, so give one
    when the same chart stands twice on a page. `trace`: height of the plot of a standing chart, in
    units of the view box, which is 720 wide.
    """
    prefixe = ident or "gq-" + hashlib.sha256(repr(graphique).encode()).hexdigest()[:10]
    niveaux = graphique.genre is Genre.NIVEAUX
    toile = Toile(LARGEUR, theme=theme, ident=prefixe, trace=trace, niveaux=niveaux)
    hauteur = DESSINS[graphique.genre](toile, graphique)
    return toile.to_string(hauteur, titre=graphique.titre, description=graphique.description)
