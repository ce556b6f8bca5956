"""Office files read back: paragraphs, cells, notes, and the values of charts."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from qualepref.noyau.archives.fautes import ILLISIBLE
from qualepref.noyau.verification.modele import DocumentIllisibleError, Extrait, Ligne


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
NUMERO = re.compile(r"(\d+)\.xml$")
PARTIES_WORD = ("word/document.xml", "word/header", "word/footer", "word/footnotes.xml")
NOTES = "notes"
PARTIES_PPT = (("ppt/slides/slide", "diapositive"), ("ppt/notesSlides/notesSlide", NOTES))
GRAPHIQUES = ("ppt/charts/chart", "word/charts/chart")
TEXTE_ODF = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
PAGE_ODF = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}page"
NOTES_ODF = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}notes"
SVG_ODF = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
LUES_ODF = (f"{TEXTE_ODF}p", f"{TEXTE_ODF}h")
BLANCS_ODF = frozenset({f"{TEXTE_ODF}s", f"{TEXTE_ODF}tab", f"{TEXTE_ODF}line-break"})
AUTRES_ODF = frozenset({*LUES_ODF, f"{SVG_ODF}title", f"{SVG_ODF}desc"})
# What readers of a file look for, and where it stands in ours: elsewhere, we would read a decoy.
PLACES: dict[str, str | tuple[str, ...]] = {
    "wordprocessingml.document.main+xml": "/word/document.xml",
    "wordprocessingml.header+xml": "/word/header",
    "wordprocessingml.footer+xml": "/word/footer",
    "presentationml.slide+xml": "/ppt/slides/slide",
    "presentationml.notesSlide+xml": "/ppt/notesSlides/notesSlide",
    "drawingml.chart+xml": ("/ppt/charts/chart", "/word/charts/chart"),
}
IMAGES = ("word/media/", "ppt/media/")
TYPES = "[Content_Types].xml"


def read_docx(octets: bytes) -> Extrait:
    """Return the paragraphs of a Word file, tables, headers and footers included."""
    lignes: list[Ligne] = []
    for nom, racine in _iter_parties(octets, (*PARTIES_WORD, *GRAPHIQUES)):
        if nom.startswith(PARTIES_WORD):
            if nom == PARTIES_WORD[0]:
                lignes += _of_word(racine, "texte")
            else:
                lignes += (replace(x, annexe=True) for x in _of_word(racine, "en-tête ou pied"))
        else:
            lignes += _of_graphique(racine, f"graphique {_numero(nom)}")
    return Extrait("docx", (*lignes, *_list_images(octets)), modifiable=True)


def read_pptx(octets: bytes) -> Extrait:
    """Return the paragraphs of a deck slide by slide, its notes, and the values of its charts."""
    lignes: list[Ligne] = []
    for nom, racine in _iter_parties(octets, (*(p for p, _ in PARTIES_PPT), *GRAPHIQUES)):
        for prefixe, mot in PARTIES_PPT:
            if nom.startswith(prefixe):
                annexe = mot == NOTES
                lignes += _paragraphs(racine, A, f"{mot} {_numero(nom)}", annexe=annexe)
        if nom.startswith(GRAPHIQUES):
            lignes += _of_graphique(racine, f"graphique {_numero(nom)}")
    return Extrait("pptx", tuple(lignes), modifiable=True)


def read_odf(octets: bytes, genre: str) -> Extrait:
    """Return the paragraphs of a text or a deck of LibreOffice, and the tables of its charts."""
    lignes: list[Ligne] = []
    for nom, racine in _iter_parties(octets, ("content.xml", "Object ")):
        diapositives = list(racine.iter(PAGE_ODF))
        if nom == "content.xml" and diapositives:
            for rang, page in enumerate(diapositives, 1):
                lignes += _of_odf(page, f"diapositive {rang}")
        elif nom.endswith("content.xml"):
            texte = nom == "content.xml"
            lignes += _of_odf(racine, "texte" if texte else "graphiques", annexe=not texte)
    return Extrait(genre, tuple(lignes), modifiable=True)


def _list_images(octets: bytes) -> list[Ligne]:
    """Return the pictures by their digest: a chart drawn again says other figures."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        empreintes = {
            hashlib.sha256(_read_partie(archive, nom)).hexdigest()
            for nom in archive.namelist()
            if nom.startswith(IMAGES)
        }
    return [
        Ligne("images", f"image d’empreinte {e}", "une image", annexe=True)
        for e in sorted(empreintes)
    ]


def _read_partie(archive: zipfile.ZipFile, nom: str) -> bytes:
    try:
        return archive.read(nom)
    except ILLISIBLE as erreur:
        raise DocumentIllisibleError(f"sa partie {nom} est abîmée ou protégée.") from erreur


def _of_odf(racine: Any, lieu: str, *, annexe: bool = False) -> Iterator[Ligne]:
    for paragraphe in racine.iter(*LUES_ODF):
        texte = "".join(_iter_odf(paragraphe)).strip()
        if texte:
            a_part = annexe or any(True for _ in paragraphe.iterancestors(NOTES_ODF))
            yield Ligne(lieu, texte, annexe=a_part)


def _iter_odf(element: Any) -> Iterator[str]:
    """Yield the text of a paragraph: not what describes its pictures, nor the paragraphs in them."""
    yield element.text or ""
    for enfant in element:
        if enfant.tag in BLANCS_ODF:
            yield " "
        elif isinstance(enfant.tag, str) and enfant.tag not in AUTRES_ODF:
            yield from _iter_odf(enfant)
        yield enfant.tail or ""


def _iter_parties(octets: bytes, debuts: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield the parts whose name begins so, one after the other: the others are not unpacked."""
    analyseur = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        noms = [n for n in archive.namelist() if n.startswith(debuts) and n.endswith(".xml")]
        noms.sort(key=lambda n: (NUMERO.sub("", n), _numero(n)))
        if TYPES in archive.namelist():
            noms.insert(0, TYPES)
        for nom in noms:
            try:
                racine = etree.fromstring(_read_partie(archive, nom), analyseur)
            except etree.XMLSyntaxError as erreur:
                raise DocumentIllisibleError(f"sa partie {nom} est abîmée.") from erreur
            if nom == TYPES:
                _check_places(racine)
            else:
                yield nom, racine


def _check_places(types: Any) -> None:
    for partie in types:
        genre = str(partie.get("ContentType", "")).partition("openxmlformats-officedocument.")[2]
        if genre in PLACES and not str(partie.get("PartName", "")).startswith(PLACES[genre]):
            raise DocumentIllisibleError(
                "ce qu’il montre n’est pas rangé là où nos documents le rangent : il a été fabriqué "
                "pour en cacher un autre."
            )


def _numero(nom: str) -> int:
    trouve = NUMERO.search(nom)
    return int(trouve[1]) if trouve else 0


def _of_word(racine: Any, lieu: str) -> Iterator[Ligne]:
    """Yield paragraphs under their last heading, and cells under the first cell of their row."""
    for paragraphe in racine.iter(f"{W}p"):
        texte = _texte(paragraphe, W)
        if not texte:
            continue
        style = paragraphe.find(f"{W}pPr/{W}pStyle")
        if style is not None and str(style.get(f"{W}val", "")).startswith("Heading"):
            lieu = f"sous « {texte} »"
        rangee = next(paragraphe.iterancestors(f"{W}tr"), None)
        tete = "" if rangee is None else _texte(rangee.find(f"{W}tc"), W)
        yield Ligne(lieu, texte, "" if rangee is None else tete)
    for _ in racine.iter(f"{W}altChunk"):
        yield Ligne(lieu, "contenu pris dans un autre fichier")


def _paragraphs(racine: Any, espace: str, lieu: str, *, annexe: bool) -> Iterator[Ligne]:
    for paragraphe in racine.iter(f"{espace}p"):
        texte = _texte(paragraphe, espace)
        if texte:
            yield Ligne(lieu, texte, annexe=annexe)


def _texte(element: Any, espace: str) -> str:
    """Return what is seen of a text: runs that Word hides are left out."""
    visibles = (
        t.text or ""
        for t in element.iter(f"{espace}t")
        if t.getparent().find(f"{espace}rPr/{espace}vanish") is None
    )
    return "".join(visibles).strip()


def _of_graphique(racine: Any, lieu: str) -> Iterator[Ligne]:
    for rang, serie in enumerate(racine.iter(f"{C}ser"), 1):
        for partie in ("tx", "cat", "val"):
            for valeur in serie.iterfind(f"{C}{partie}//{C}v"):
                yield Ligne(f"{lieu}, série {rang}", valeur.text or "", annexe=True)
