"""Builders of the spreadsheets that the tests read."""

import zipfile
from pathlib import Path

import openpyxl
import pytest


ESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
MIME = "application/vnd.oasis.opendocument.spreadsheet"
MANIFESTE = (
    '<?xml version="1.0"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>%s'
    "</manifest:manifest>"
)


@pytest.fixture
def ods(tmp_path):
    def build(*lignes, nom="registre.ods", feuille="Feuille1", manifeste="", mimetype=MIME):
        path = tmp_path / nom
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", mimetype)
            archive.writestr("META-INF/manifest.xml", MANIFESTE % manifeste)
            archive.writestr(
                "content.xml",
                f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ESPACES}>'
                f'<office:body><office:spreadsheet><table:table table:name="{feuille}">'
                + "".join(lignes)
                + "</table:table></office:spreadsheet></office:body></office:document-content>",
            )
        return path

    return build


@pytest.fixture
def xlsx(tmp_path):
    """Write rows to the first sheet of a XLSX; further sheets by name."""

    def build(lignes, *, nom="registre.xlsx", feuille="Registre", fusions=(), **autres):
        classeur = openpyxl.Workbook()
        page = classeur.active
        page.title = feuille
        for ligne in lignes:
            page.append(ligne)
        for fusion in fusions:
            page.merge_cells(fusion)
        for titre, contenu in autres.items():
            autre = classeur.create_sheet(titre)
            for ligne in contenu:
                autre.append(ligne)
        path = tmp_path / nom
        classeur.save(path)
        return path

    return build


@pytest.fixture
def feuille_brute(tmp_path, xlsx):
    """Write a XLSX whose sheet XML is given as it is."""

    def build(sheet_data, nom="brut.xlsx"):
        modele = xlsx([["a"]], nom="modele.xlsx")
        path = tmp_path / nom
        with (
            zipfile.ZipFile(modele) as source,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as cible,
        ):
            for info in source.infolist():
                if info.filename == "xl/worksheets/sheet1.xml":
                    with cible.open(info.filename, "w", force_zip64=True) as flux:
                        flux.write(
                            b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://'
                            b'schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                        )
                        for morceau in sheet_data:
                            flux.write(morceau.encode())
                        flux.write(b"</sheetData></worksheet>")
                else:
                    cible.writestr(info, source.read(info.filename))
        return path

    return build


@pytest.fixture
def texte(tmp_path):
    def build(contenu, *, nom="registre.csv", encodage="utf-8"):
        path: Path = tmp_path / nom
        path.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode(encodage))
        return path

    return build
