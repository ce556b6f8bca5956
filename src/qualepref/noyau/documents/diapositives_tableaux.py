"""Tables as an office suite draws and edits them: a header row, figures on the right, a total."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from qualepref.noyau.calcul.periodes import MOIS
from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.rendu import INSECABLE
from qualepref.noyau.documents.gabarits import read_encre
from qualepref.noyau.documents.mise_en_diapositives import (
    INTERLIGNE,
    MARGE_CELLULE,
    MARGE_LIGNE,
    PT,
    MiseEnTableau,
    Tranche,
)
from qualepref.noyau.documents.word import clean_xml


# A header row in the accent, a bold first column (« Style moyen 1 – Accentuation 1 »).
STYLE_TABLEAU = "{B301B821-A1FF-4177-AEE7-76D212191A09}"
# Numbers, and the words said in their place, stand on the right.
NOMBRE = re.compile(rf"(au plus )?[-+]?\d(?!.*({'|'.join(MOIS)}))")
SANS_NOMBRE = frozenset({"sans", *(e.libelle for e in Etat)})

Cadre = tuple[int, int, int, int]


def write_tableau(
    diapositive: Any,
    entetes: Sequence[str],
    mise: MiseEnTableau,
    tranche: Tranche,
    cadre: Cadre,
    *,
    encres: Mapping[str, str],
    total: bool,
) -> Any:
    """Draw the rows of one slide under the header row, in a frame of it; return the shape.

    encres: ink of the cells that say exactly these words.
    """
    forme = diapositive.shapes.add_table(len(tranche.lignes) + 1, len(entetes), *cadre[:3], PT)
    tableau = forme.table
    tableau._tbl.tblPr.xpath("./a:tableStyleId")[0].text = STYLE_TABLEAU  # noqa: SLF001
    tableau.horz_banding = False
    tableau.first_col = True
    tableau.last_row = total
    _fill(tableau, entetes, mise, tranche, encres)
    for rang in (0, len(tranche.lignes)) if total else (0,):
        for cellule in tableau.rows[rang].cells:
            _embolden(cellule)
    return forme


def _fill(
    tableau: Any,
    entetes: Sequence[str],
    mise: MiseEnTableau,
    tranche: Tranche,
    encres: Mapping[str, str],
) -> None:
    from pptx.util import Emu

    for colonne, largeur in zip(tableau.columns, mise.largeurs, strict=True):
        colonne.width = Emu(int(largeur * PT))
    hauteurs = (mise.entete, *tranche.hauteurs)
    chiffrees = [_is_chiffree([x[rang] for x in tranche.lignes]) for rang in range(len(entetes))]
    for rang, (rangee, hauteur) in enumerate(zip(tableau.rows, hauteurs, strict=True)):
        rangee.height = Emu(int(hauteur * PT))
        textes = tranche.lignes[rang - 1] if rang else entetes
        for place, (cellule, texte) in enumerate(zip(rangee.cells, textes, strict=True)):
            droite = bool(place) and chiffrees[place]
            _fill_cellule(cellule, clean_xml(texte), mise.corps, droite=droite)
            if encre := encres.get(texte) if rang else None:
                _ink(cellule, encre)


def _is_chiffree(cellules: Sequence[str]) -> bool:
    """Tell a column of figures: most cells are one, or say why there is none."""
    dits = [c for c in cellules if c not in ("–", "")]
    return not dits or 2 * sum(map(_is_nombre, dits)) > len(dits)


def _is_nombre(cellule: str) -> bool:
    return cellule.replace(INSECABLE, " ") in SANS_NOMBRE or bool(NOMBRE.match(cellule))


def _fill_cellule(cellule: Any, texte: str, corps: int, *, droite: bool) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    cellule.text = texte
    cellule.vertical_anchor = MSO_ANCHOR.MIDDLE
    cellule.margin_left = cellule.margin_right = Pt(MARGE_CELLULE)
    cellule.margin_top = cellule.margin_bottom = Pt(MARGE_LIGNE)
    for paragraphe in cellule.text_frame.paragraphs:
        paragraphe.font.size = Pt(corps)
        paragraphe.line_spacing = Pt(corps * INTERLIGNE)
        if droite:
            paragraphe.alignment = PP_ALIGN.RIGHT
        for morceau in paragraphe.runs:
            morceau.font.size = Pt(corps)
            morceau.font.name = "+mn-lt"  # the theme's, which tables do not take by themselves


def _ink(cellule: Any, encre: str) -> None:
    _embolden(cellule)
    for morceau in (m for p in cellule.text_frame.paragraphs for m in p.runs):
        morceau.font.color.rgb = read_encre(encre)


def _embolden(cellule: Any) -> None:
    for morceau in (m for p in cellule.text_frame.paragraphs for m in p.runs):
        morceau.font.bold = True
