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

from qualepref.noyau.documents.archives import settle_archive
from qualepref.noyau.documents.diapositives_graphiques import write_graphique
from qualepref.noyau.documents.diapositives_tableaux import Cadre, write_tableau
from qualepref.noyau.documents.gabarits import (
    ABIMES,
    BLOC_ETAT,
    find_dispositions,
    is_sombre,
    open_presentation,
)
from qualepref.noyau.documents.gabarits_controle import (
    GabaritIllisibleError,
    GabaritIncompletError,
    check_place,
)
from qualepref.noyau.documents.mise_en_diapositives import (
    CORPS_CHAPEAU,
    CORPS_OUVERTURE,
    CORPS_PIED,
    CORPS_TABLEAU,
    INTERLIGNE,
    PT,
    count_lignes,
    fit_lignes,
    fit_titre,
    lay_liste,
    lay_tableau,
)
from qualepref.noyau.documents.word import clean_xml
from qualepref.noyau.graphiques.modele import Genre, Graphique


# Lying bars that one slide draws legibly.
BARRES_MAX = 9
DEVISE = ("Liberté", "Égalité", "Fraternité")
# Room for the mark of an item, in ems.
RETRAIT = 1.2
LANGUE = re.compile(rb'lang="en-[A-Z]{2}"')


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
        self.sombre = is_sombre(self.presentation)
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
        self,
        titre: str,
        puces: Sequence[str],
        *,
        notes: Sequence[str],
        numeros: bool = False,
        maximum: int | None = None,
    ) -> None:
        """Write items, numbered or not, on as many slides as they need; at most `maximum` on one."""
        _, _, large, haut = self._corps
        propres = [clean_xml(p) for p in puces]
        mise = lay_liste(propres, large / PT - 24, haut / PT - 8, maximum=maximum)
        for rang, page in enumerate(mise.pages):
            diapositive = self._add(self.dispositions.texte, titre)
            cadre = _find_texte(diapositive).text_frame
            _write_lignes(cadre, page, mise.corps, avant=mise.avant)
            if numeros:
                _number(cadre, 1 + sum(map(len, mise.pages[:rang])))
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
        chapeau: str = "",
        minimum: int = CORPS_TABLEAU[-1],
        maximum: int | None = None,
    ) -> None:
        """Write a table under its header row, on as many slides as it needs.

        legende: its alternative text. encres: ink of the cells that say exactly these words.
        chapeau: a sentence above it. minimum: smallest type. maximum: rows of one slide.
        """
        tetes = [clean_xml(e) for e in entetes]
        propres = [tuple(clean_xml(c) for c in ligne) for ligne in lignes]
        visibles = {} if self.sombre else encres or {}
        *_, large, haut = self._below(chapeau)
        mise = lay_tableau(tetes, propres, large / PT, haut / PT, minimum=minimum, maximum=maximum)
        for tranche in mise.tranches:
            diapositive, cadre = self._open(titre, chapeau)
            dernier = total and tranche is mise.tranches[-1]
            forme = write_tableau(
                diapositive, tetes, mise, tranche, cadre, encres=visibles, total=dernier
            )
            _name(forme, "Tableau", legende)
            self._finish(diapositive, notes)

    def add_graphique(
        self, titre: str, graphique: Graphique, *, notes: Sequence[str], chapeau: str = ""
    ) -> None:
        """Write a chart that can be edited; lying bars too many for one slide go on the next."""
        for morceau in _cut(graphique):
            diapositive, cadre = self._open(titre, chapeau)
            forme = write_graphique(diapositive, morceau, cadre, sombre=self.sombre)
            _name(forme, "Graphique", morceau.description)
            self._finish(diapositive, notes)

    def build(self) -> bytes:
        """Return the file, in the same bytes for the same words."""
        sortie = io.BytesIO()
        self.presentation.save(sortie)
        return settle_archive(_speak_french(sortie.getvalue()))

    def _find_corps(self) -> Cadre:
        """Return where tables and charts stand: where the template puts its texts."""
        (place, *_) = (p for p in self.dispositions.texte.placeholders if _is_texte(p))
        check_place(self.presentation, place)
        return place.left, place.top, place.width, place.height

    def _below(self, chapeau: str) -> Cadre:
        """Return what a sentence above leaves of the place of tables and charts."""
        gauche, sommet, large, haut = self._corps
        if chapeau:
            lignes = count_lignes(clean_xml(chapeau), large / PT - 16, CORPS_CHAPEAU)
            pris = int((lignes * CORPS_CHAPEAU * INTERLIGNE + 14) * PT)
            sommet, haut = sommet + pris, haut - pris
        return gauche, sommet, large, haut

    def _open(self, titre: str, chapeau: str) -> tuple[Any, Cadre]:
        """Return a slide for a table or a chart, and where it stands."""
        cadre = self._below(chapeau)
        if not chapeau:
            return self._add(self.dispositions.titre_seul, titre), cadre
        diapositive = self._add(self.dispositions.texte, titre)
        place = _find_texte(diapositive)
        gauche, sommet, large, _ = self._corps
        place.left, place.top, place.width, place.height = gauche, sommet, large, cadre[1] - sommet
        _write_lignes(place.text_frame, [chapeau], CORPS_CHAPEAU)
        proprietes = place.text_frame.paragraphs[0]._p.get_or_add_pPr()  # noqa: SLF001
        proprietes.set("marL", "0")
        proprietes.set("indent", "0")
        proprietes.append(proprietes.makeelement(qualify("a:buNone"), {}))
        return diapositive, cadre

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


def _write_lignes(
    cadre: Any, lignes: Sequence[str], corps: int = 0, *, avant: float | None = None
) -> None:
    """Write paragraphs in a place, in its own style; at a size of their own when given."""
    from pptx.util import Pt

    for rang, ligne in enumerate(lignes):
        paragraphe = cadre.paragraphs[0] if not rang else cadre.add_paragraph()
        morceau = paragraphe.add_run()
        morceau.text = clean_xml(ligne)
        if corps:
            morceau.font.size = Pt(corps)
            paragraphe.line_spacing = Pt(corps * INTERLIGNE)
        if avant is not None:
            paragraphe.space_before = Pt(int(avant))
            proprietes = paragraphe._p.get_or_add_pPr()  # noqa: SLF001
            proprietes.set("marL", str(int(corps * RETRAIT * PT)))
            proprietes.set("indent", str(-int(corps * RETRAIT * PT)))


def _number(cadre: Any, debut: int) -> None:
    """Number paragraphs from `debut`, as the suite's own numbering does."""
    for paragraphe in cadre.paragraphs:
        proprietes = paragraphe._p.get_or_add_pPr()  # noqa: SLF001
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
    except (GabaritIncompletError, GabaritIllisibleError):
        raise
    except ABIMES as erreur:
        raise GabaritIllisibleError from erreur
