"""Streams an XLSX of one sheet: a library that can style any cell takes three times as long."""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from qualepref.noyau.tableurs.grille import format_lettre
from qualepref.noyau.tableurs.nombres import round_taux


FORMAT_DATE, FORMAT_DATE_HEURE, FORMAT_TAUX = "dd/mm/yyyy", "dd/mm/yyyy hh:mm:ss", "0.0%"
# Excel believes in a 29 February 1900: earlier days are written as texts.
PREMIER_JOUR = dt.date(1900, 3, 1)
FEUILLE = "xl/worksheets/sheet1.xml"
CARACTERES_NOM = 31  # of a sheet, in Excel

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PAQUET = "http://schemas.openxmlformats.org/package/2006"
_PRINCIPAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NATURE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    f'{_XML}<Types xmlns="{_PAQUET}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_NATURE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_NATURE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_NATURE}.styles+xml"/></Types>'
)
_LIENS = (
    f'{_XML}<Relationships xmlns="{_PAQUET}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_LIENS_CLASSEUR = (
    f'{_XML}<Relationships xmlns="{_PAQUET}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/relationships/styles" Target="styles.xml"/>'
    "</Relationships>"
)
_POLICE = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
_VIDE = "<left/><right/><top/>"
# The styles of cells, by rank: plain, heading, date, moment, rate.
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_PRINCIPAL}"><numFmts count="3">'
    f'<numFmt numFmtId="164" formatCode="{FORMAT_DATE}"/>'
    f'<numFmt numFmtId="165" formatCode="{FORMAT_DATE_HEURE}"/>'
    f'<numFmt numFmtId="166" formatCode="{FORMAT_TAUX}"/></numFmts>'
    f'<fonts count="2"><font>{_POLICE}</font><font><b/>{_POLICE}</font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    f'<borders count="2"><border>{_VIDE}<bottom/><diagonal/></border><border>{_VIDE}'
    '<bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" '
    'applyAlignment="1"><alignment wrapText="1"/></xf>'
    + "".join(
        f'<xf numFmtId="{numero}" fontId="0" fillId="0" borderId="0" xfId="0" '
        'applyNumberFormat="1"/>'
        for numero in (164, 165, 166)
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)
_PARTIES = {
    "[Content_Types].xml": _TYPES,
    "_rels/.rels": _LIENS,
    "xl/_rels/workbook.xml.rels": _LIENS_CLASSEUR,
    "xl/styles.xml": _STYLES,
}
_EPOQUE_ZIP = (1980, 1, 1, 0, 0, 0)  # no clock: the same table gives the same bytes
_JOUR_ZERO = dt.date(1899, 12, 30).toordinal()
_SECONDES_PAR_JOUR = 86_400
_LIGNES_PAR_ENVOI = 200
# Rows pack well at any level: a third larger than at the usual one, in two thirds of the time.
_COMPRESSION = 2
_REFUSES_DANS_UN_NOM = re.compile(r"[\[\]:*?/\\]")
# Excel reads these as one character: their own first character is written so.
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write_classeur(
    sortie: Path,
    lignes: Iterator[Sequence[str | Decimal | Fraction | dt.date | None]],
    *,
    feuille: str,
    entetes: Sequence[str],
    largeurs: Sequence[int],
) -> None:
    """Write one sheet, headings frozen, in bold and filtered; memory does not grow with rows.

    Every cell says its type: no text is taken for a formula, a number or a link.
    lignes: texts hold no character that XML refuses.
    largeurs: of columns, in characters.
    """
    nom = _REFUSES_DANS_UN_NOM.sub(" ", feuille)[:CARACTERES_NOM].strip("'")
    lettres = [format_lettre(rang) for rang in range(1, len(entetes) + 1)]
    ecrites = 1
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as archive:
        # The list of parts comes first, for the system to recognise the file.
        for chemin, contenu in _PARTIES.items():
            archive.writestr(_build_membre(chemin), contenu)
        with archive.open(FEUILLE, "w", force_zip64=True) as flux:
            titres = "".join(map(_build_entete, lettres, entetes))
            flux.write(f'{_build_debut(largeurs)}<row r="1">{titres}</row>'.encode())
            while lot := list(islice(lignes, _LIGNES_PAR_ENVOI)):
                debut = ecrites + 1
                ecrites += len(lot)
                texte = "".join(
                    [_build_ligne(numero, lettres, li) for numero, li in enumerate(lot, debut)]
                )
                flux.write(texte.encode())
            derniere = lettres[-1] if lettres else "A"
            flux.write(
                f'</sheetData><autoFilter ref="A1:{derniere}{ecrites}"/></worksheet>'.encode()
            )
        zone = f"$A$1:${derniere}${ecrites}"
        archive.writestr(_build_membre("xl/workbook.xml"), _build_classeur(nom, zone))


def _build_ligne(
    numero: int,
    lettres: Sequence[str],
    cellules: Sequence[str | Decimal | Fraction | dt.date | None],
) -> str:
    corps = "".join(
        [
            f'<c r="{lettre}{numero}"{_build_corps(cellule)}'
            for lettre, cellule in zip(lettres, cellules, strict=True)
            if cellule is not None
        ]
    )
    return f'<row r="{numero}">{corps}</row>'


# Most cells of a table are one of a few: states, services, days. Equal numbers of two types differ.
@lru_cache(maxsize=1024, typed=True)
def _build_corps(cellule: str | Decimal | Fraction | dt.date) -> str:
    """Return a cell but for its address."""
    if isinstance(cellule, str):
        return f' t="inlineStr"><is>{_build_texte(cellule)}</is></c>'
    if isinstance(cellule, dt.date) and not isinstance(cellule, dt.datetime):
        if cellule < PREMIER_JOUR:
            return f' t="inlineStr"><is><t>{cellule:%d/%m/%Y}</t></is></c>'
        return f' s="2"><v>{cellule.toordinal() - _JOUR_ZERO}</v></c>'
    style, valeur = _measure(cellule)
    return f"{style}><v>{valeur:.16G}</v></c>"


def _measure(cellule: Decimal | Fraction | dt.datetime) -> tuple[str, float]:
    """Return the style and the number that say a number, a rate or a moment."""
    if isinstance(cellule, Decimal):
        return "", float(cellule)
    if isinstance(cellule, Fraction):
        return ' s="4"', float(round_taux(cellule))
    secondes = cellule.hour * 3600 + cellule.minute * 60 + cellule.second
    return ' s="3"', cellule.toordinal() - _JOUR_ZERO + secondes / _SECONDES_PAR_JOUR


def _build_texte(texte: str) -> str:
    if "&" in texte or "<" in texte or ">" in texte:
        texte = escape(texte)
    if "_x" in texte:
        texte = _CODE.sub("_x005F_", texte)
    if texte[:1].isspace() or texte[-1:].isspace():
        return f'<t xml:space="preserve">{texte}</t>'
    return f"<t>{texte}</t>"


def _build_entete(lettre: str, entete: str) -> str:
    return f'<c r="{lettre}1" s="1" t="inlineStr"><is>{_build_texte(entete)}</is></c>'


def _build_debut(largeurs: Sequence[int]) -> str:
    """Return what comes before the rows; the first one stays in sight."""
    colonnes = "".join(
        f'<col min="{rang}" max="{rang}" width="{largeur + 0.7109375}" customWidth="1"/>'
        for rang, largeur in enumerate(largeurs, start=1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_PRINCIPAL}"><sheetViews>'
        '<sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView>'
        '</sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"{f'<cols>{colonnes}</cols>' if colonnes else ''}<sheetData>"
    )


def _build_classeur(nom: str, zone: str) -> str:
    """Return the workbook: its sheet, and the range of its filter, as Excel names it."""
    cite = escape("'" + nom.replace("'", "''") + "'")
    return (
        f'{_XML}<workbook xmlns="{_PRINCIPAL}" xmlns:r="{_OFFICE}/relationships">'
        "<bookViews><workbookView/></bookViews>"
        f'<sheets><sheet name={quoteattr(nom)} sheetId="1" r:id="rId1"/></sheets>'
        '<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'
        f"{cite}!{zone}</definedName></definedNames></workbook>"
    )


def _build_membre(nom: str) -> zipfile.ZipInfo:
    membre = zipfile.ZipInfo(nom, _EPOQUE_ZIP)
    membre.compress_type = zipfile.ZIP_DEFLATED
    return membre
