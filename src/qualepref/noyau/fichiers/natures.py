"""The kinds of file that can be kept as evidence."""

from __future__ import annotations

from enum import StrEnum


class NatureFichier(StrEnum):
    """What a file is; the value is the extension it is given back with."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    TIFF = "tif"
    WEBP = "webp"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"
    CSV = "csv"
    TEXTE = "txt"
    COURRIEL = "eml"

    @property
    def libelle(self) -> str:
        """What it is called on a screen."""
        return LIBELLES[self]

    @property
    def extensions(self) -> frozenset[str]:
        """Ends of name that announce it, without the dot."""
        return AUTRES.get(self, frozenset()) | {self.value}

    @property
    def mime(self) -> str:
        """Its media type."""
        return MIMES[self]

    @property
    def comprime(self) -> bool:
        """Whether compressing it again gains nothing."""
        return self not in (NatureFichier.CSV, NatureFichier.TEXTE, NatureFichier.COURRIEL)


AUTRES: dict[NatureFichier, frozenset[str]] = {
    NatureFichier.JPEG: frozenset({"jpeg"}),
    NatureFichier.TIFF: frozenset({"tiff"}),
    NatureFichier.CSV: frozenset({"tsv"}),
    NatureFichier.TEXTE: frozenset({"text", "md", "ics"}),
}
LIBELLES: dict[NatureFichier, str] = {
    NatureFichier.PDF: "document PDF",
    NatureFichier.PNG: "image PNG",
    NatureFichier.JPEG: "photo JPEG",
    NatureFichier.TIFF: "image TIFF",
    NatureFichier.WEBP: "image WebP",
    NatureFichier.DOCX: "document Word",
    NatureFichier.XLSX: "classeur Excel",
    NatureFichier.PPTX: "présentation PowerPoint",
    NatureFichier.ODT: "document OpenDocument",
    NatureFichier.ODS: "classeur OpenDocument",
    NatureFichier.ODP: "présentation OpenDocument",
    NatureFichier.DOC: "document Word ancien",
    NatureFichier.XLS: "classeur Excel ancien",
    NatureFichier.PPT: "présentation PowerPoint ancienne",
    NatureFichier.CSV: "tableau CSV",
    NatureFichier.TEXTE: "texte",
    NatureFichier.COURRIEL: "courriel",
}
_OPENXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
MIMES: dict[NatureFichier, str] = {
    NatureFichier.PDF: "application/pdf",
    NatureFichier.PNG: "image/png",
    NatureFichier.JPEG: "image/jpeg",
    NatureFichier.TIFF: "image/tiff",
    NatureFichier.WEBP: "image/webp",
    NatureFichier.DOCX: f"{_OPENXML}.wordprocessingml.document",
    NatureFichier.XLSX: f"{_OPENXML}.spreadsheetml.sheet",
    NatureFichier.PPTX: f"{_OPENXML}.presentationml.presentation",
    NatureFichier.ODT: f"{_ODF}.text",
    NatureFichier.ODS: f"{_ODF}.spreadsheet",
    NatureFichier.ODP: f"{_ODF}.presentation",
    NatureFichier.DOC: "application/msword",
    NatureFichier.XLS: "application/vnd.ms-excel",
    NatureFichier.PPT: "application/vnd.ms-powerpoint",
    NatureFichier.CSV: "text/csv; charset=utf-8",
    NatureFichier.TEXTE: "text/plain; charset=utf-8",
    NatureFichier.COURRIEL: "message/rfc822",
}
