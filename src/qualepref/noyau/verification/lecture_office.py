"""Word and PowerPoint files read back: paragraphs, cells, notes, and the values of charts."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from qualepref.noyau.verification.modele import DocumentIllisibleError, Extrait, Ligne


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
NUMERO = re.compile(r"(\d+)\.xml$")
PARTIES_WORD = ("word/document.xml", "word/header", "word/footer", "word/footnotes.xml")
PARTIES_PPT = (("ppt/slides/slide", "diapositive"), ("ppt/notesSlides/notesSlide", "notes"))
GRAPHIQUES = ("ppt/charts/chart", "word/charts/chart")
IMAGES = ("word/media/", "ppt/media/")


def read_docx(octets: bytes) -> Extrait:
    """Return the paragraphs of a Word file, tables, headers and footers included."""
    lignes: list[Ligne] = []
    for nom, racine in _iter_parties(octets):
        if nom.startswith(PARTIES_WORD):
            lignes += _of_word(racine, "texte" if nom == PARTIES_WORD[0] else "en-tête ou pied")
        elif nom.startswith(GRAPHIQUES):
            lignes += _of_graphique(racine, f"graphique {_numero(nom)}")
    return Extrait("docx", (*lignes, *_list_images(octets)), modifiable=True)


def read_pptx(octets: bytes) -> Extrait:
    """Return the paragraphs of a deck slide by slide, its notes, and the values of its charts."""
    lignes: list[Ligne] = []
    for nom, racine in _iter_parties(octets):
        for prefixe, mot in PARTIES_PPT:
            if nom.startswith(prefixe):
                lignes += _paragraphs(racine, A, f"{mot} {_numero(nom)}")
        if nom.startswith(GRAPHIQUES):
            lignes += _of_graphique(racine, f"graphique {_numero(nom)}")
    return Extrait("pptx", tuple(lignes), modifiable=True)


def _list_images(octets: bytes) -> list[Ligne]:
    """Return the pictures by their digest: a chart drawn again says other figures."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        empreintes = {
            hashlib.sha256(_read_partie(archive, nom)).hexdigest()
            for nom in archive.namelist()
            if nom.startswith(IMAGES)
        }
    return [Ligne("images", f"image d’empreinte {e}", "une image") for e in sorted(empreintes)]


def _read_partie(archive: zipfile.ZipFile, nom: str) -> bytes:
    try:
        return archive.read(nom)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as erreur:
        raise DocumentIllisibleError(f"sa partie {nom} est abîmée ou protégée.") from erreur


def _iter_parties(octets: bytes) -> Iterator[tuple[str, Any]]:
    analyseur = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        noms = [n for n in archive.namelist() if n.endswith(".xml")]
        for nom in sorted(noms, key=lambda n: (NUMERO.sub("", n), _numero(n))):
            try:
                yield nom, etree.fromstring(_read_partie(archive, nom), analyseur)
            except etree.XMLSyntaxError as erreur:
                raise DocumentIllisibleError(f"sa partie {nom} est abîmée.") from erreur


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


def _paragraphs(racine: Any, espace: str, lieu: str) -> Iterator[Ligne]:
    for paragraphe in racine.iter(f"{espace}p"):
        texte = _texte(paragraphe, espace)
        if texte:
            yield Ligne(lieu, texte)


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
                yield Ligne(f"{lieu}, série {rang}", valeur.text or "")
