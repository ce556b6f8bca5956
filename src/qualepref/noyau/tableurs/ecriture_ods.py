"""Streams an ODS of one sheet: no maintained library writes 100,000 rows in seconds."""

import datetime as dt
import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from xml.sax.saxutils import escape, quoteattr

from qualepref.noyau.tableurs.grille import format_lettre


_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ESPACES_DE_NOMS = " ".join(
    f'xmlns:{prefixe}="{uri}"'
    for prefixe, uri in (
        ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
        ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
        ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
        ("style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
        ("number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"),
        ("fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
        ("config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0"),
    )
)
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFESTE = (
    _XML + '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_JOUR = (
    '<number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text>'
    '<number:year number:style="long"/>'
)
_HEURE = (
    '<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/><number:text>:</number:text>'
    '<number:seconds number:style="long"/>'
)
_STYLES = (
    f'<number:date-style style:name="nd">{_JOUR}</number:date-style>'
    f'<number:date-style style:name="nh">{_JOUR}{_HEURE}</number:date-style>'
    '<number:percentage-style style:name="np"><number:number number:decimal-places="1" '
    'number:min-integer-digits="1"/><number:text> %</number:text></number:percentage-style>'
    '<style:style style:name="e" style:family="table-cell">'
    '<style:table-cell-properties fo:border-bottom="0.5pt solid #000000" fo:wrap-option="wrap"/>'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="d" style:family="table-cell" style:data-style-name="nd"/>'
    '<style:style style:name="h" style:family="table-cell" style:data-style-name="nh"/>'
    '<style:style style:name="p" style:family="table-cell" style:data-style-name="np"/>'
)
_CELLULE = "<table:table-cell "
_PARTICULIERS = re.compile(r"[\t\n]|^ | $|  ")
_SUITES_D_ESPACES = re.compile(r"^ +| {2,}| +$")
_EPOQUE_ZIP = (1980, 1, 1, 0, 0, 0)  # no clock: the same table gives the same bytes
_CM_PAR_CARACTERE = 0.2


class OdsWriter:
    """Writes rows one by one, headings first; to be used in a `with`."""

    def __init__(self, sortie: Path, *, feuille: str, largeurs: Sequence[int]) -> None:
        self._sortie = sortie
        self._feuille = feuille
        self._largeurs = largeurs
        self._lignes = 0
        self._archive: zipfile.ZipFile
        self._flux: IO[bytes]

    def __enter__(self) -> Self:
        self._archive = zipfile.ZipFile(self._sortie, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        # The type must come first and uncompressed, for the system to recognise the file.
        self._archive.writestr(_build_membre("mimetype", zipfile.ZIP_STORED), _MIMETYPE)
        self._archive.writestr(_build_membre("META-INF/manifest.xml"), _MANIFESTE)
        self._archive.writestr(_build_membre("settings.xml"), _build_reglages(self._feuille))
        self._flux = self._archive.open("content.xml", "w", force_zip64=True)
        self._write(_build_debut(self._feuille, self._largeurs))
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        derniere = f"{format_lettre(max(len(self._largeurs), 1))}{max(self._lignes, 1)}"
        feuille = "'" + self._feuille.replace("'", "''") + "'"
        zone = quoteattr(f"{feuille}.A1:{feuille}.{derniere}")
        self._write(
            '</table:table><table:database-ranges><table:database-range table:name="Filtre" '
            f'table:target-range-address={zone} table:display-filter-buttons="true"/>'
            "</table:database-ranges></office:spreadsheet></office:body>"
            "</office:document-content>"
        )
        self._flux.close()
        self._archive.close()

    def write_entetes(self, entetes: Sequence[str]) -> None:
        """Write the row of headings, in bold."""
        self._write_xml(
            "".join(_build_texte(entete, 'table:style-name="e" ') for entete in entetes)
        )

    def write_ligne(
        self, cellules: Sequence[str | Decimal | dt.date | None], *, taux: Sequence[bool]
    ) -> None:
        """Write a row; `taux` tells which numbers are displayed as percentages."""
        self._write_xml("".join(map(_build_cellule, cellules, taux)))

    def _write_xml(self, cellules: str) -> None:
        self._lignes += 1
        self._write(f"<table:table-row>{cellules}</table:table-row>")

    def _write(self, texte: str) -> None:
        self._flux.write(texte.encode())


def _build_cellule(cellule: str | Decimal | dt.date | None, taux: bool) -> str:  # noqa: FBT001
    if cellule is None:
        return "<table:table-cell/>"
    if isinstance(cellule, str):
        return _build_texte(cellule)
    if isinstance(cellule, Decimal):
        nature = 'table:style-name="p" office:value-type="percentage"'
        nature = nature if taux else 'office:value-type="float"'
        affiche = f"{cellule * 100:f} %" if taux else f"{cellule:f}"
        return (
            f'{_CELLULE}{nature} office:value="{cellule}">'
            f"<text:p>{affiche.replace('.', ',')}</text:p></table:table-cell>"
        )
    style, forme = (
        ("h", "%d/%m/%Y %H:%M:%S")
        if isinstance(cellule, dt.datetime)
        else (
            "d",
            "%d/%m/%Y",
        )
    )
    return (
        f'{_CELLULE}table:style-name="{style}" office:value-type="date" '
        f'office:date-value="{cellule.isoformat()}">'
        f"<text:p>{cellule.strftime(forme)}</text:p></table:table-cell>"
    )


def _build_texte(texte: str, style: str = "") -> str:
    valeur = ""
    if _PARTICULIERS.search(texte) is None:
        paragraphes = escape(texte)
    else:
        # Tabs and line breaks are read back from the attribute alone.
        exacte = escape(texte, {'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})
        valeur = f' office:string-value="{exacte}"'
        paragraphes = "</text:p><text:p>".join(map(_build_paragraphe, texte.split("\n")))
    return (
        f'{_CELLULE}{style}office:value-type="string"{valeur}>'
        f"<text:p>{paragraphes}</text:p></table:table-cell>"
    )


def _build_paragraphe(ligne: str) -> str:
    espaces = _SUITES_D_ESPACES.sub(lambda m: f"\x00{len(m.group())}\x01", ligne)
    balises = escape(espaces).replace("\x00", '<text:s text:c="').replace("\x01", '"/>')
    return balises.replace("\t", "<text:tab/>")


def _build_membre(nom: str, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    membre = zipfile.ZipInfo(nom, _EPOQUE_ZIP)
    membre.compress_type = compression
    return membre


def _build_debut(feuille: str, largeurs: Sequence[int]) -> str:
    colonnes = "".join(
        f'<style:style style:name="c{rang}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{largeur * _CM_PAR_CARACTERE:.2f}cm"/>'
        "</style:style>"
        for rang, largeur in enumerate(largeurs)
    )
    usage = "".join(f'<table:table-column table:style-name="c{r}"/>' for r in range(len(largeurs)))
    return (
        f'{_XML}<office:document-content {_ESPACES_DE_NOMS} office:version="1.3">'
        f"<office:automatic-styles>{_STYLES}{colonnes}</office:automatic-styles>"
        f"<office:body><office:spreadsheet><table:table table:name={quoteattr(feuille)}>{usage}"
    )


def _build_reglages(feuille: str) -> str:
    """Return the settings that freeze the first row."""
    fige = "".join(
        f'<config:config-item config:name="{nom}" config:type="{genre}">{valeur}'
        "</config:config-item>"
        for nom, genre, valeur in (
            ("VerticalSplitMode", "short", 2),
            ("VerticalSplitPosition", "int", 1),
            ("ActiveSplitRange", "short", 2),
            ("PositionBottom", "int", 1),
        )
    )
    return (
        f'{_XML}<office:document-settings {_ESPACES_DE_NOMS} office:version="1.3">'
        '<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        '<config:config-item-map-named config:name="Tables">'
        f"<config:config-item-map-entry config:name={quoteattr(feuille)}>{fige}"
        "</config:config-item-map-entry></config:config-item-map-named>"
        "</config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )
