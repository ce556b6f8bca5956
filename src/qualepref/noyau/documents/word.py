"""A Word document that people may edit, and that assistive technologies read."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Sequence
from typing import Any

from qualepref.noyau.documents.archives import settle_archive
from qualepref.noyau.documents.textes import hold_ponctuation


BLEU = "000091"
LARGEUR_MM = 165
PT_TABLEAU = 8.5
# Room of a character at that size, and of the margins of a cell.
SIGNE_MM = 1.9
MARGES_MM = 5


class Word:
    """A document being written: headings as styles, tables with a header row, named pictures."""

    def __init__(self, *, titre: str, auteur: str, pied: str, date: dt.date) -> None:
        from docx import Document
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt, RGBColor

        self.document: Any = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(22)
        section.top_margin = section.bottom_margin = Mm(22)
        section.footer.paragraphs[0].text = clean_visible(pied)
        for langue in self.document.styles.element.iter(qn("w:lang")):
            langue.set(qn("w:val"), "fr-FR")
        for nom in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
            style = self.document.styles[nom]
            style.font.name = "Marianne"
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Marianne")
            if nom != "Normal":
                style.font.color.rgb = RGBColor.from_string(BLEU)
        self.document.styles["Normal"].font.size = Pt(10)
        instant = dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC)
        proprietes = self.document.core_properties
        proprietes.title, proprietes.author, proprietes.language = titre, auteur, "fr-FR"
        proprietes.created = proprietes.modified = instant
        proprietes.last_modified_by = auteur
        proprietes.comments = ""

    def add_titre(self, texte: str, niveau: int) -> None:
        """Write a heading; level 0 is the title of the document."""
        self.document.add_heading(clean_visible(texte), level=niveau)

    def add_paragraphe(self, *morceaux: str | tuple[str, bool], style: str | None = None) -> None:
        """Write a paragraph of runs, each a text or a text and whether it is bold."""
        paragraphe = self.document.add_paragraph(style=style)
        for morceau in morceaux:
            texte, gras = morceau if isinstance(morceau, tuple) else (morceau, False)
            paragraphe.add_run(clean_visible(texte)).bold = gras or None

    def add_liste(self, elements: Sequence[Sequence[tuple[str, bool]]]) -> None:
        """Write items, each in runs."""
        for element in elements:
            self.add_paragraphe(*element, style="List Bullet")

    def add_tableau(
        self, legende: str, entetes: Sequence[str], lignes: Sequence[Sequence[str]]
    ) -> None:
        """Write a table under its caption, its header row repeated on each page."""
        from docx.oxml import OxmlElement
        from docx.shared import Mm, Pt

        self._add_legende(legende)
        tableau = self.document.add_table(rows=1, cols=len(entetes), style="Light Grid Accent 1")
        tableau.autofit = False
        largeurs = share_largeurs([entetes, *lignes])
        self._fill(tableau.rows[0], entetes)
        tableau.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
        for ligne in lignes:
            self._fill(tableau.add_row(), ligne)
        for colonne, largeur in zip(tableau.columns, largeurs, strict=True):
            colonne.width = Mm(largeur)
        for rangee in tableau.rows:
            rangee._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
        for rang, cellule in ((i, c) for r in tableau.rows for i, c in enumerate(r.cells)):
            cellule.width = Mm(largeurs[rang])
            for morceau in (r for p in cellule.paragraphs for r in p.runs):
                morceau.font.size = Pt(PT_TABLEAU)
        self.document.add_paragraph()

    def add_image(self, png: bytes, *, titre: str, description: str) -> None:
        """Write a picture with its alternative text, under its caption."""
        from docx.shared import Mm

        self._add_legende(titre)
        image = self.document.add_picture(io.BytesIO(png), width=Mm(LARGEUR_MM))
        proprietes = image._inline.docPr  # noqa: SLF001  the library has no name for it
        proprietes.set("descr", clean_xml(description))
        proprietes.set("title", clean_xml(titre))

    def build(self) -> bytes:
        """Return the file, in the same bytes for the same words."""
        sortie = io.BytesIO()
        self.document.save(sortie)
        return settle_archive(sortie.getvalue())

    def _add_legende(self, texte: str) -> None:
        """Write a caption that stays with what it names."""
        legende = self.document.add_paragraph(clean_visible(texte), style="Caption")
        legende.paragraph_format.keep_with_next = True

    def _fill(self, rangee: Any, cellules: Sequence[str]) -> None:
        for cellule, texte in zip(rangee.cells, cellules, strict=True):
            cellule.text = clean_visible(texte)


def share_largeurs(lignes: Sequence[Sequence[str]]) -> list[float]:
    """Return the widths of columns in millimetres, adding up to the width of the page.

    No word is cut where the page allows it; the rest goes to the columns that have most to say.
    """
    colonnes = list(zip(*lignes, strict=True))
    mots = [max(len(m) for c in colonne for m in (c.split(" ") or [""])) for colonne in colonnes]
    minimales = [MARGES_MM + SIGNE_MM * longueur for longueur in mots]
    reste = LARGEUR_MM - sum(minimales)
    if reste <= 0:
        return [LARGEUR_MM * m / sum(minimales) for m in minimales]
    # A column wants its longest cell on one line; the square root keeps one from taking all.
    souhaits = [MARGES_MM + SIGNE_MM * max(len(c) for c in colonne) for colonne in colonnes]
    parts = [math.sqrt(max(s - m, 0)) for s, m in zip(souhaits, minimales, strict=True)]
    total = sum(parts)
    if not total:
        return [m + reste / len(colonnes) for m in minimales]
    return [m + reste * p / total for m, p in zip(minimales, parts, strict=True)]


def clean_visible(texte: str) -> str:
    """Return a text to be laid out: what XML can hold, no punctuation mark beginning a line."""
    return clean_xml(hold_ponctuation(texte))


def clean_xml(texte: str) -> str:
    """Return a text without what XML cannot hold."""
    return "".join(c for c in texte if c in "\n\t" or (ord(c) >= ord(" ") and not _is_interdit(c)))


def _is_interdit(caractere: str) -> bool:
    return "\ud800" <= caractere <= "\udfff" or caractere in "\ufffe\uffff"
