"""The annual report of a snapshot as a PDF."""

from __future__ import annotations

from qualepref.publications.rendering.donnees import dump, render_csv, render_json
from qualepref.publications.rendering.figes import Fige
from qualepref.publications.rendering.pdf import Donnees, render_bilan_pdf


def render_pdf(fige: Fige) -> bytes:
    """Return the report of a snapshot; the same snapshot gives the same bytes.

    Raises:
        RenduImpossibleError: a character has no drawing in any font, or typesetting failed.
    """
    contenu = fige.contenu
    donnees = Donnees(render_csv(fige), render_json(fige), dump(contenu.donnees["enquetes"]))
    return render_bilan_pdf(contenu.bilan, donnees=donnees, date=contenu.arrete_le)
