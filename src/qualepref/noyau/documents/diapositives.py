"""A deck of slides that people may edit, and that assistive technologies read."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from typing import Any

from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.documents.archives import settle_archive
from qualepref.noyau.documents.diapositives_graphiques import write_graphique
from qualepref.noyau.documents.gabarits import (
    ABIMES,
    BLOC_ETAT,
    MM,
    GabaritIllisibleError,
    GabaritIncompletError,
    find_dispositions,
    open_presentation,
    read_encre,
)
from qualepref.noyau.documents.mise_en_diapositives import (
    CORPS_OUVERTURE,
    CORPS_PIED,
    INTERLIGNE,
    MARGE_CELLULE,
    MARGE_LIGNE,
    PT,
    MiseEnTableau,
    Tranche,
    fit_lignes,
    fit_titre,
    lay_liste,
    lay_tableau,
)
from qualepref.noyau.documents.word import clean_xml
from qualepref.noyau.graphiques.modele import Genre, Graphique


# Lying bars that one slide draws legibly.
BARRES_MAX = 9
# A header row in the accent, light bands, a bold first column (« Style moyen 1 – Accentuation 1 »).
STYLE_TABLEAU = "{B301B821-A1FF-4177-AEE7-76D212191A09}"
DEVISE = ("Liberté", "Égalité", "Fraternité")
LANGUE = re.compile(rb'lang="en-[A-Z]{2}"')
# Numbers, and the words said in their place, stand on the right.
NOMBRE = re.compile(r"[-+]?\d[\d\s\u00a0,./%‰]*")
SANS_NOMBRE = frozenset({"–", "", "sans", *(e.libelle for e in Etat)})


class Diaporama:
    """A deck being written: titles as titles, native tables and charts, notes, names for pictures.

    modele: bytes of a template, ours when None. pied: printed at the foot of each slide.

    Raises:
        GabaritIllisibleError, GabaritIncompletError: the template cannot serve.
    """

    def __init__(
        self, *, titre: str, auteur: str, pied: str, date: dt.date, modele: bytes | None = None
    ) -> None:
        self.presentation: Any = open_presentation(modele)
        self.dispositions = find_dispositions(self.presentation)
        self.pied = clean_xml(pied)
        self._titres: set[str] = set()
        self._corps = self._find_corps()
        instant = dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC)
        proprietes = self.presentation.core_properties
        proprietes.title, proprietes.author, proprietes.language = titre, auteur, "fr-FR"
        proprietes.created = proprietes.modified = instant
        proprietes.last_modified_by, proprietes.revision = auteur, 1
        proprietes.subject = proprietes.keywords = proprietes.comments = proprietes.category = ""

    def add_ouverture(
        self, titre: str, lignes: Sequence[str], *, autorite: Sequence[str], notes: Sequence[str]
    ) -> None:
        """Write the first slide: the State's block, a title, a few lines."""
        diapositive = self._add(self.dispositions.ouverture, titre)
        for place in diapositive.placeholders:
            numero = place.placeholder_format.idx
            if numero == BLOC_ETAT:
                self._write_bloc(place, autorite)
            elif numero and "SUBTITLE" in str(place.placeholder_format.type):
                cote = place.width / PT - 8, place.height / PT - 8
                _write_lignes(place.text_frame, lignes, fit_lignes(lignes, *cote, CORPS_OUVERTURE))
        self._finish(diapositive, notes)

    def add_partie(self, titre: str, texte: str = "") -> None:
        """Write the head of a part."""
        diapositive = self._add(self.dispositions.partie, titre)
        corps = _find_texte(diapositive)
        if corps is not None and texte:
            corps.text_frame.text = clean_xml(texte)
        self._finish(diapositive, ())

    def add_liste(
        self, titre: str, puces: Sequence[str], *, notes: Sequence[str], numeros: bool = False
    ) -> None:
        """Write items, numbered or not, on as many slides as they need."""
        _, _, large, haut = self._corps
        corps, pages = lay_liste([clean_xml(p) for p in puces], large / PT - 24, haut / PT - 8)
        for page in pages:
            diapositive = self._add(self.dispositions.texte, titre)
            cadre = _find_texte(diapositive).text_frame
            _write_lignes(cadre, page, corps)
            if numeros:
                _number(cadre, 1 + sum(map(len, pages[: pages.index(page)])))
            self._finish(diapositive, notes)

    def add_tableau(
        self,
        titre: str,
        entetes: Sequence[str],
        lignes: Sequence[Sequence[str]],
        *,
        legende: str,
        notes: Sequence[str],
        encres: Mapping[str, str] | None = None,
        total: bool = False,
    ) -> None:
        """Write a table under its header row, on as many slides as it needs.

        legende: its alternative text. encres: ink of the cells that say exactly these words.
        """
        propres = [tuple(clean_xml(c) for c in ligne) for ligne in lignes]
        gauche, sommet, large, haut = self._corps
        mise = lay_tableau([clean_xml(e) for e in entetes], propres, large / PT, haut / PT)
        for rang, tranche in enumerate(mise.tranches):
            diapositive = self._add(self.dispositions.titre_seul, titre)
            forme = diapositive.shapes.add_table(
                len(tranche.lignes) + 1, len(entetes), gauche, sommet, large, PT
            )
            _name(forme, "Tableau", legende)
            tableau = forme.table
            tableau._tbl.tblPr.find(qualify("a:tableStyleId")).text = STYLE_TABLEAU  # noqa: SLF001
            tableau.horz_banding = True
            tableau.first_col = True
            tableau.last_row = total and rang == len(mise.tranches) - 1
            _fill_tableau(tableau, entetes, mise, tranche, encres or {})
            self._finish(diapositive, notes)

    def add_graphique(self, titre: str, graphique: Graphique, *, notes: Sequence[str]) -> None:
        """Write a chart that can be edited; lying bars too many for one slide go on the next."""
        for morceau in _cut(graphique):
            diapositive = self._add(self.dispositions.titre_seul, titre)
            forme = write_graphique(diapositive, morceau, self._corps)
            _name(forme, "Graphique", morceau.description)
            self._finish(diapositive, notes)

    def build(self) -> bytes:
        """Return the file, in the same bytes for the same words."""
        sortie = io.BytesIO()
        self.presentation.save(sortie)
        return settle_archive(_speak_french(sortie.getvalue()))

    def _find_corps(self) -> tuple[int, int, int, int]:
        """Return where tables and charts stand: where the template puts its texts."""
        (place, *_) = (p for p in self.dispositions.texte.placeholders if _is_texte(p))
        return place.left, place.top, place.width, place.height

    def _add(self, disposition: Any, titre: str) -> Any:
        diapositive = self.presentation.slides.add_slide(disposition)
        place = diapositive.shapes.title
        texte = self._name_once(clean_xml(titre))
        place.text_frame.text = texte
        corps = fit_titre(texte, place.width / PT - 8, place.height / PT)
        if disposition in (self.dispositions.texte, self.dispositions.titre_seul):
            from pptx.util import Pt

            place.text_frame.paragraphs[0].runs[0].font.size = Pt(corps)
        return diapositive

    def _name_once(self, titre: str) -> str:
        """Return a title that no other slide has."""
        nom, rang = titre, 1
        while nom in self._titres:
            rang += 1
            nom = f"{titre} (suite)" if rang == 2 else f"{titre} (suite {rang - 1})"
        self._titres.add(nom)
        return nom

    def _write_bloc(self, place: Any, autorite: Sequence[str]) -> None:
        from pptx.util import Pt

        _write_lignes(place.text_frame, [ligne.upper() for ligne in autorite])
        for mot in DEVISE:
            paragraphe = place.text_frame.add_paragraph()
            morceau = paragraphe.add_run()
            morceau.text = mot
            morceau.font.size, morceau.font.bold, morceau.font.italic = Pt(9), False, True

    def _finish(self, diapositive: Any, notes: Sequence[str]) -> None:
        """Take empty places away, write the foot of the slide and what the speaker knows."""
        for place in list(diapositive.placeholders):
            if place.has_text_frame and not place.text_frame.text.strip():
                place._element.getparent().remove(place._element)  # noqa: SLF001
        numero = len(self.presentation.slides)
        for modele in diapositive.slide_layout.placeholders:
            genre = str(modele.placeholder_format.type)
            if "FOOTER" in genre or "SLIDE_NUMBER" in genre:
                self._copy_pied(diapositive, modele, numero)
        if notes:
            cadre = diapositive.notes_slide.notes_text_frame
            cadre.text = clean_xml("\n".join(notes))

    def _copy_pied(self, diapositive: Any, modele: Any, numero: int) -> None:
        arbre = diapositive.shapes._spTree  # noqa: SLF001
        copie = deepcopy(modele._element)  # noqa: SLF001
        copie.nvSpPr.cNvPr.set("id", str(1 + max(map(int, arbre.xpath(".//p:cNvPr/@id")))))
        for enfant in copie.xpath("./p:txBody/a:lstStyle/*"):
            enfant.getparent().remove(enfant)
        if "FOOTER" in str(modele.placeholder_format.type):
            for paragraphe in copie.xpath("./p:txBody/a:p")[1:]:
                paragraphe.getparent().remove(paragraphe)
            (paragraphe,) = copie.xpath("./p:txBody/a:p")
            paragraphe[:] = []
            lignes = [paragraphe, *(deepcopy(paragraphe) for _ in self.pied.split("\n")[1:])]
            for precedente, suivante in pairwise(lignes):
                precedente.addnext(suivante)
            textes = self.pied.split("\n")
            corps = fit_lignes(textes, modele.width / PT, modele.height / PT, CORPS_PIED)
            for ligne, texte in zip(lignes, textes, strict=True):
                ligne.add_r(texte).get_or_add_rPr().sz = corps * 100
        else:
            for texte in copie.xpath(".//a:fld/a:t"):
                texte.text = str(numero)
        arbre.append(copie)


def _write_lignes(cadre: Any, lignes: Sequence[str], corps: int = 0) -> None:
    """Write paragraphs in a place, in its own style; at a size of their own when given."""
    from pptx.util import Pt

    for rang, ligne in enumerate(lignes):
        paragraphe = cadre.paragraphs[0] if not rang else cadre.add_paragraph()
        morceau = paragraphe.add_run()
        morceau.text = clean_xml(ligne)
        if corps:
            morceau.font.size = Pt(corps)
            paragraphe.line_spacing = Pt(corps * INTERLIGNE)


def _number(cadre: Any, debut: int) -> None:
    """Number paragraphs from `debut`, as the suite's own numbering does."""
    for paragraphe in cadre.paragraphs:
        proprietes = paragraphe._p.get_or_add_pPr()  # noqa: SLF001
        proprietes.set("marL", str(10 * MM))
        proprietes.set("indent", str(-10 * MM))
        numero = proprietes.makeelement(
            qualify("a:buAutoNum"), {"type": "arabicPeriod", "startAt": str(debut)}
        )
        proprietes.append(numero)


def qualify(nom: str) -> str:
    """Return a prefixed XML name as the parser writes it."""
    from pptx.oxml.ns import qn

    return str(qn(nom))


def _is_texte(place: Any) -> bool:
    return any(mot in str(place.placeholder_format.type) for mot in ("BODY", "OBJECT"))


def _find_texte(diapositive: Any) -> Any:
    return next((p for p in diapositive.placeholders if _is_texte(p)), None)


def _name(forme: Any, nom: str, description: str) -> None:
    proprietes = forme._element.nvGraphicFramePr.cNvPr  # noqa: SLF001
    proprietes.set("name", nom)
    proprietes.set("descr", clean_xml(description))


def _fill_tableau(
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
    """Tell a column of figures: all are, or say why they are not, and one at least is not a dash."""
    return any(c not in ("–", "") for c in cellules) and all(
        c in SANS_NOMBRE or NOMBRE.match(c) for c in cellules
    )


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
    for morceau in (m for p in cellule.text_frame.paragraphs for m in p.runs):
        morceau.font.bold = True
        morceau.font.color.rgb = read_encre(encre)


def _cut(graphique: Graphique) -> list[Graphique]:
    """Return a chart as one, or as several of the same with fewer lying bars each."""
    nombre = len(graphique.etiquettes)
    if graphique.genre not in (Genre.HORIZONTALES, Genre.NIVEAUX) or nombre <= BARRES_MAX:
        return [graphique]
    parts = -(-nombre // BARRES_MAX)
    bornes = [nombre * rang // parts for rang in range(parts + 1)]
    return [_slice(graphique, a, b) for a, b in pairwise(bornes)]


def _slice(graphique: Graphique, a: int, b: int) -> Graphique:
    return replace(
        graphique,
        etiquettes=graphique.etiquettes[a:b],
        series=tuple(
            replace(s, valeurs=s.valeurs[a:b], etats=s.etats[a:b]) for s in graphique.series
        ),
        n=graphique.n[a:b],
        rangees=tuple(replace(r, cellules=r.cellules[a:b]) for r in graphique.rangees),
    )


def _speak_french(octets: bytes) -> bytes:
    """Return the file with its language said of every run: what reads it aloud needs it."""
    sortie = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(octets)) as lue,
        zipfile.ZipFile(sortie, "w", zipfile.ZIP_STORED) as ecrite,
    ):
        for nom in lue.namelist():
            contenu = lue.read(nom)
            if nom.startswith("ppt/") and nom.endswith(".xml"):
                contenu = LANGUE.sub(b'lang="fr-FR"', contenu)
                contenu = re.sub(
                    rb"<a:rPr(?![^>]*lang=)(?=[\s/>])", b'<a:rPr lang="fr-FR"', contenu
                )
                contenu = contenu.replace(b"<a:r><a:t>", b'<a:r><a:rPr lang="fr-FR"/><a:t>')
            ecrite.writestr(nom, contenu)
    return sortie.getvalue()


def check_modele(octets: bytes) -> None:
    """Make sure that a deck can be made from a template: one is, and thrown away.

    Raises:
        GabaritIllisibleError: it does not open, or breaks on the way.
        GabaritIncompletError: a layout lacks; the message names it.
    """
    try:
        essai = Diaporama(titre="", auteur="", pied="", date=dt.date(2000, 1, 1), modele=octets)
        essai.add_ouverture("Essai", ["Essai"], autorite=["Essai"], notes=["Essai"])
        essai.add_partie("Essai", "Essai")
        essai.add_liste("Essai", ["Essai"], notes=["Essai"])
        essai.add_tableau("Essai", ["Essai"], [["Essai"]], legende="Essai", notes=["Essai"])
        essai.build()
    except GabaritIncompletError:
        raise
    except ABIMES as erreur:
        raise GabaritIllisibleError from erreur
