"""Which kind of file this is, told by its content."""

import zipfile
from enum import StrEnum
from pathlib import Path

from qualepref.noyau.archives.fautes import ILLISIBLE
from qualepref.noyau.tableurs.erreurs import (
    ExtensionTrompeuseError,
    FichierIllisibleError,
    FichierProtegeError,
    FichierVideError,
    FormatInconnuError,
)


class Format(StrEnum):
    """Kind of spreadsheet, by its content; the value is its usual extension."""

    XLSX = ".xlsx"
    ODS = ".ods"
    XLS = ".xls"
    CSV = ".csv"


EXTENSIONS: dict[Format, frozenset[str]] = {
    Format.XLSX: frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"}),
    Format.ODS: frozenset({".ods", ".ots"}),
    Format.XLS: frozenset({".xls", ".xlt"}),
    Format.CSV: frozenset({".csv", ".txt", ".tsv", ".tab"}),
}
NOMS: dict[Format, str] = {
    Format.XLSX: "un classeur Excel (.xlsx)",
    Format.ODS: "un classeur OpenDocument (.ods)",
    Format.XLS: "un classeur Excel ancien (.xls)",
    Format.CSV: "un fichier texte (CSV)",
}

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "c’est un PDF"),
    (b"\x89PNG", "c’est une image"),
    (b"\xff\xd8\xff", "c’est une image"),
    (b"GIF8", "c’est une image"),
    (b"{\\rtf", "c’est un texte mis en forme (RTF)"),
    (b"Rar!", "c’est une archive RAR"),
    (b"7z\xbc\xaf", "c’est une archive 7-Zip"),
    (b"\x1f\x8b", "c’est une archive gzip"),
)
_BALISES: tuple[tuple[bytes, str], ...] = (
    (b"<html", "c’est une page web"),
    (b"<!doctype html", "c’est une page web"),
    (b"<table", "c’est une page web"),
    (b"<?xml", "c’est un fichier XML"),
)
_MIME_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_CHIFFRE_OLE = "EncryptedPackage".encode("utf-16-le")


def detect_format(path: Path, *, nom: str) -> Format:
    """Return what the content is, once checked against the extension of `nom`.

    An unknown or missing extension is no fault: the content decides.

    Raises:
        FichierVideError: no byte, or blanks only.
        FormatInconnuError: not a spreadsheet we read.
        FichierProtegeError: encrypted.
        FichierIllisibleError: damaged archive.
        ExtensionTrompeuseError: the extension belongs to another format.
    """
    with path.open("rb") as fichier:
        debut = fichier.read(4096)
    if not debut.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise FichierVideError(nom)
    trouve = _detect(path, debut, nom)
    extension = Path(nom).suffix.lower()
    connues = frozenset().union(*EXTENSIONS.values())
    if extension in connues and extension not in EXTENSIONS[trouve]:
        raise ExtensionTrompeuseError(
            nom, extension=extension, constat=NOMS[trouve], attendue=trouve.value
        )
    return trouve


def _detect(path: Path, debut: bytes, nom: str) -> Format:
    if debut.startswith(_ZIP):
        return _detect_zip(path, nom)
    if debut.startswith(_OLE):
        if _CHIFFRE_OLE in path.read_bytes():
            raise FichierProtegeError(nom)
        return Format.XLS
    constat = next((sens for magie, sens in _MAGIES if debut.startswith(magie)), None)
    if constat is None:
        tete = debut.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        constat = next((sens for balise, sens in _BALISES if tete.startswith(balise)), None)
    if constat is None and b"\x00" in debut and not debut.startswith((b"\xff\xfe", b"\xfe\xff")):
        constat = "c’est un fichier binaire"
    if constat is not None:
        raise FormatInconnuError(nom, constat=constat)
    return Format.CSV


def _detect_zip(path: Path, nom: str) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            return _detect_archive(archive, nom)
    except ILLISIBLE as exc:
        raise FichierIllisibleError(nom) from exc


def _detect_archive(archive: zipfile.ZipFile, nom: str) -> Format:
    membres = set(archive.namelist())
    if len(membres) < len(archive.infolist()):  # readers disagree on which twin counts
        raise FichierIllisibleError(nom)
    if any(info.flag_bits & 0x1 for info in archive.infolist()) or "encrypted-package" in membres:
        raise FichierProtegeError(nom)
    if "xl/workbook.xml" in membres:
        return Format.XLSX
    manifeste = "META-INF/manifest.xml"
    if manifeste in membres and archive.getinfo(manifeste).file_size < 10_000_000:
        if b"encryption-data" in archive.read(manifeste):
            raise FichierProtegeError(nom)
        mimetype = "mimetype" in membres and archive.open("mimetype").read(80)
        if "content.xml" in membres and (not mimetype or mimetype.startswith(_MIME_ODS)):
            return Format.ODS
    raise FormatInconnuError(nom, constat=_name_archive(membres))


def _name_archive(membres: set[str]) -> str:
    if "xl/workbook.bin" in membres:
        return "c’est un classeur Excel binaire (.xlsb)"
    if "word/document.xml" in membres:
        return "c’est un document Word"
    if "ppt/presentation.xml" in membres:
        return "c’est une présentation"
    if "content.xml" in membres:
        return "c’est un document OpenDocument, mais pas un classeur"
    if any(membre.endswith(".iwa") for membre in membres):
        return "c’est un fichier Numbers"
    return "c’est une archive ZIP"
