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
BLANC, FILET = "FFFFFF", "BBBBBB"
LARGEUR_MM = 165
PT_TEXTE, PT_TABLEAU, PT_PIED = 10, 8.5, 8
# Space after a paragraph, and above and below the words of a cell.
PT_APRES, PT_CELLULE = 6, 2
# A table this short is never cut by a page.
LIGNES_ENSEMBLE = 6
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
        self._write_pied(section.footer, pied)
        self._titres: list[tuple[str, str]] = []
        self._sommaire: Any = None
        for langue in self.document.styles.element.iter(qn("w:lang")):
            langue.set(qn("w:val"), "fr-FR")
        for nom in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
            style = self.document.styles[nom]
            style.font.name = "Marianne"
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Marianne")
            if nom != "Normal":
                style.font.color.rgb = RGBColor.from_string(BLEU)
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(PT_TEXTE)
        normal.paragraph_format.space_after = Pt(PT_APRES)
        normal.paragraph_format.line_spacing = 1
        instant = dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC)
        proprietes = self.document.core_properties
        proprietes.title, proprietes.author, proprietes.language = titre, auteur, "fr-FR"
        proprietes.created = proprietes.modified = instant
        proprietes.last_modified_by = auteur
        proprietes.comments = ""

    def add_titre(self, texte: str, niveau: int) -> None:
        """Write a heading; level 0 is the title of the document."""
        titre = self.document.add_heading(clean_visible(texte), level=niveau)
        if niveau == 1:
            self._mark(titre, clean_visible(texte))

    def add_sommaire(self, titre: str) -> None:
        """Write where the contents go: a link to each heading of level 1, those to come included."""
        self._sommaire = self.document.add_paragraph(clean_visible(titre), style="Title")

    def add_saut(self) -> None:
        """Begin another page."""
        self.document.add_page_break()

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
        tableau = self.document.add_table(rows=1, cols=len(entetes))
        tableau.autofit = False
        self._rule(tableau)
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
            for paragraphe in cellule.paragraphs:
                forme = paragraphe.paragraph_format
                forme.space_before = forme.space_after = Pt(PT_CELLULE)
                for morceau in paragraphe.runs:
                    morceau.font.size = Pt(PT_TABLEAU)
        self._dress_entete(tableau.rows[0])
        if len(lignes) <= LIGNES_ENSEMBLE:
            self._hold(tableau)
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

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
        self._write_sommaire()
        sortie = io.BytesIO()
        self.document.save(sortie)
        return settle_archive(sortie.getvalue())

    def _write_pied(self, pied: Any, texte: str) -> None:
        """Write the footer, and the number of the page under it."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        pied.paragraphs[0].text = clean_visible(texte)
        numero = pied.add_paragraph()
        numero.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for morceau in ("Page ", "PAGE", " / ", "NUMPAGES"):
            if morceau.isupper():
                add_champ(numero, morceau)
            else:
                numero.add_run(morceau)
        for paragraphe in pied.paragraphs:
            paragraphe.paragraph_format.space_after = Pt(0)
            for morceau in paragraphe.runs:
                morceau.font.size = Pt(PT_PIED)

    def _mark(self, titre: Any, texte: str) -> None:
        """Name the place of a heading, for the contents."""
        nom = f"titre_{len(self._titres) + 1}"
        debut = build_element("w:bookmarkStart", id=str(len(self._titres)), name=nom)
        fin = build_element("w:bookmarkEnd", id=str(len(self._titres)))
        titre._p.insert(1, debut)  # noqa: SLF001
        titre._p.append(fin)  # noqa: SLF001
        self._titres.append((nom, texte))

    def _write_sommaire(self) -> None:
        if self._sommaire is None:
            return
        for nom, texte in reversed(self._titres):
            ligne = self.document.add_paragraph()
            lien = build_element("w:hyperlink", anchor=nom)
            lien.append(ligne.add_run(texte)._r)  # noqa: SLF001
            ligne._p.append(lien)  # noqa: SLF001
            self._sommaire._p.addnext(ligne._p)  # noqa: SLF001
        self._sommaire = None

    def _rule(self, tableau: Any) -> None:
        """Draw a thin line under each row."""
        bords = build_element("w:tblBorders")
        for cote in ("bottom", "insideH"):
            bords.append(build_element(f"w:{cote}", val="single", sz="4", space="0", color=FILET))
        # Word reads properties in the order of its schema only.
        suivants = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
        tableau._tbl.tblPr.insert_element_before(bords, *suivants)  # noqa: SLF001

    def _dress_entete(self, rangee: Any) -> None:
        """Write the headings of a table in white on blue, as in the other documents."""
        from docx.shared import RGBColor

        for cellule in rangee.cells:
            fond = build_element("w:shd", val="clear", color="auto", fill=BLEU)
            cellule._tc.get_or_add_tcPr().append(fond)  # noqa: SLF001
            for morceau in (r for p in cellule.paragraphs for r in p.runs):
                morceau.font.color.rgb = RGBColor.from_string(BLANC)
                morceau.font.bold = True

    def _hold(self, tableau: Any) -> None:
        """Keep a short table on one page: each row with the next."""
        for rangee in tableau.rows[:-1]:
            for paragraphe in (p for c in rangee.cells for p in c.paragraphs):
                paragraphe.paragraph_format.keep_with_next = True

    def _add_legende(self, texte: str) -> None:
        """Write a caption that stays with what it names."""
        legende = self.document.add_paragraph(clean_visible(texte), style="Caption")
        legende.paragraph_format.keep_with_next = True

    def _fill(self, rangee: Any, cellules: Sequence[str]) -> None:
        for cellule, texte in zip(rangee.cells, cellules, strict=True):
            cellule.text = clean_visible(texte)


def build_element(balise: str, **attributs: str) -> Any:
    """Return an element of Word, its attributes in Word's own namespace."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(balise)
    for nom, valeur in attributs.items():
        element.set(qn(f"w:{nom}"), valeur)
    return element


def add_champ(paragraphe: Any, instruction: str) -> None:
    """Write a field that the word processor computes: the number of the page, of pages."""
    debut, fin = (build_element("w:fldChar", fldCharType=borne) for borne in ("begin", "end"))
    texte = build_element("w:instrText")
    texte.text = instruction
    for element in (debut, texte, fin):
        paragraphe.add_run()._r.append(element)  # noqa: SLF001


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
