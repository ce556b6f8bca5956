"""What a file is, told by its content and held against its name; archives measured before."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePath

from qualepref.noyau.archives.fautes import ILLISIBLE
from qualepref.noyau.fichiers.erreurs import (
    PieceAbimeeError,
    PieceAvecMacrosError,
    PieceDemesureeError,
    PieceInconnueError,
    PieceProtegeeError,
    PieceRefuseeError,
    PieceTrompeuseError,
    PieceVideError,
)
from qualepref.noyau.fichiers.natures import NatureFichier
from qualepref.noyau.tableurs.limites import format_taille


TAILLE_TETE, TAILLE_QUEUE = 8192, 2048
# No message has longer headers.
TAILLE_ENTETES = 1 << 18
# No document holds as many parts; the directory of an archive alone can be the bomb.
MEMBRES_MAX = 20_000
_BLOC = 1 << 20
_ZIP, _ZIP_VIDE = b"PK\x03\x04", b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (
    (b"\x89PNG\r\n\x1a\n", NatureFichier.PNG),
    (b"\xff\xd8\xff", NatureFichier.JPEG),
    (b"II*\x00", NatureFichier.TIFF),
    (b"MM\x00*", NatureFichier.TIFF),
)
_AUTRES = (
    (b"GIF8", "une image GIF"),
    (b"{\\rtf", "un texte mis en forme (RTF)"),
    (b"Rar!", "une archive RAR"),
    (b"7z\xbc\xaf", "une archive 7-Zip"),
    (b"\x1f\x8b", "une archive gzip"),
    (b"MZ", "un programme"),
    (b"\x7fELF", "un programme"),
    (b"#!", "un programme"),
)
# What a browser would run, however it is named.
_BALISES = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|svg|script|iframe|table)\b", re.IGNORECASE
)
# Nothing is tried again (++): each line kept to be tried would weigh a hundred bytes in memory.
_ENTETE = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{0,60}+:[^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+\r?\n)++")
_ENTETES_COURRIEL = (b"\nfrom:", b"\ndate:")
_CONTROLES = frozenset(range(32)) - {9, 10, 12, 13, 27}
_ODF = {
    b"application/vnd.oasis.opendocument.text": NatureFichier.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": NatureFichier.ODS,
    b"application/vnd.oasis.opendocument.presentation": NatureFichier.ODP,
}
_OPENXML = {
    "word/document.xml": NatureFichier.DOCX,
    "xl/workbook.xml": NatureFichier.XLSX,
    "ppt/presentation.xml": NatureFichier.PPTX,
}
_FLUX_OLE = {
    "WordDocument": NatureFichier.DOC,
    "Workbook": NatureFichier.XLS,
    "PowerPoint Document": NatureFichier.PPT,
}


def detect_nature(path: Path, *, nom: str, decompresse_max: int) -> NatureFichier:
    """Return what a file is, once its content agrees with the end of its name.

    nom: as given by who deposits it; without extension, the content alone decides.
    decompresse_max: bytes that an office file may unfold to.

    Raises:
        PieceRefuseeError: one of its kinds.
    """
    extension = PurePath(nom).suffix.lower().removeprefix(".")
    nature = _detect(path, extension, nom, decompresse_max)
    if extension and extension not in nature.extensions:
        raise PieceTrompeuseError(nom, extension=extension, constat=_say(nature))
    return nature


def _say(nature: NatureFichier) -> str:
    feminin = nature.libelle.split(" ")[0] in ("image", "photo", "présentation")
    return f"{'une' if feminin else 'un'} {nature.libelle}"


def _detect(path: Path, extension: str, nom: str, decompresse_max: int) -> NatureFichier:
    with path.open("rb") as fichier:
        tete = fichier.read(TAILLE_TETE)
    if not tete.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise PieceVideError(nom)
    if tete.startswith(b"%PDF-"):
        return _check_pdf(path, nom)
    for magie, nature in _IMAGES:
        if tete.startswith(magie):
            return nature
    if tete.startswith(b"RIFF") and tete[8:12] == b"WEBP":
        return NatureFichier.WEBP
    if tete.startswith((_ZIP, _ZIP_VIDE)):
        return _detect_zip(path, nom, decompresse_max)
    if tete.startswith(_OLE):
        return _detect_ole(path, nom)
    for magie, constat in _AUTRES:
        if tete.startswith(magie):
            raise PieceInconnueError(nom, constat=constat)
    return _detect_texte(path, extension, nom)


def _check_pdf(path: Path, nom: str) -> NatureFichier:
    with path.open("rb") as fichier:
        fichier.seek(max(0, path.stat().st_size - TAILLE_QUEUE))
        if b"%%EOF" not in fichier.read():
            raise PieceAbimeeError(nom)
    return NatureFichier.PDF


def _detect_zip(path: Path, nom: str, decompresse_max: int) -> NatureFichier:
    try:
        with zipfile.ZipFile(path) as archive:
            nature = detect_archive(archive, nom=nom, decompresse_max=decompresse_max)
            _read_through(archive)
    except PieceRefuseeError:
        raise
    except ILLISIBLE as erreur:
        raise PieceAbimeeError(nom) from erreur
    return nature


def detect_archive(archive: zipfile.ZipFile, *, nom: str, decompresse_max: int) -> NatureFichier:
    """Return which office file an archive is, by its directory: sizes are those it declares.

    Raises:
        PieceRefuseeError: one of its kinds.
    """
    membres = archive.infolist()
    total = sum(m.file_size for m in membres)
    if len(membres) > MEMBRES_MAX or total > decompresse_max:
        raise PieceDemesureeError(nom, maximum=format_taille(decompresse_max))
    noms = {m.filename for m in membres}
    if len(noms) < len(membres):  # readers disagree on which twin counts
        raise PieceAbimeeError(nom)
    if any(m.flag_bits & 0x1 for m in membres) or "encrypted-package" in noms:
        raise PieceProtegeeError(nom)
    minuscules = {n.lower() for n in noms}
    if any("vbaproject" in n or n.startswith("basic/") for n in minuscules):
        raise PieceAvecMacrosError(nom)
    for principal, nature in _OPENXML.items():
        if principal in noms and "[Content_Types].xml" in noms:
            return nature
    mimetype = archive.read("mimetype")[:100].strip() if "mimetype" in noms else b""
    if mimetype in _ODF:
        manifeste = (
            archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in noms else b""
        )
        if b"encryption-data" in manifeste:
            raise PieceProtegeeError(nom)
        return _ODF[mimetype]
    raise PieceInconnueError(nom, constat="une archive ZIP")


def _read_through(archive: zipfile.ZipFile) -> None:
    """Read every part to its end, block by block: sizes and sums are then proven."""
    for membre in archive.infolist():
        with archive.open(membre) as flux:
            while flux.read(_BLOC):
                pass


def _detect_ole(path: Path, nom: str) -> NatureFichier:
    contenu = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in contenu:
        raise PieceProtegeeError(nom)
    if "_VBA_PROJECT".encode("utf-16-le") in contenu:
        raise PieceAvecMacrosError(nom)
    for flux, nature in _FLUX_OLE.items():
        if flux.encode("utf-16-le") in contenu:
            return nature
    raise PieceInconnueError(nom, constat="un fichier de bureautique d’un format inconnu")


def _detect_texte(path: Path, extension: str, nom: str) -> NatureFichier:
    contenu = path.read_bytes()
    if not _CONTROLES.isdisjoint(contenu):
        raise PieceInconnueError(nom, constat="un fichier binaire d’un format inconnu")
    if _is_courriel(contenu):
        return NatureFichier.COURRIEL
    if _BALISES.search(contenu[:TAILLE_TETE]) or contenu.lstrip(b"\xef\xbb\xbf").startswith(
        b"<?xml"
    ):
        raise PieceInconnueError(
            nom, constat="une page web ou un dessin, qui peut porter un programme"
        )
    if extension in NatureFichier.CSV.extensions:
        return NatureFichier.CSV
    return NatureFichier.TEXTE


def _is_courriel(contenu: bytes) -> bool:
    """Whether it begins with headers, a sender and a date among them."""
    entete = _ENTETE.match(contenu, 0, TAILLE_ENTETES)
    if entete is None:
        return False
    lu = b"\n" + entete.group().lower()
    return all(nom in lu for nom in _ENTETES_COURRIEL)
