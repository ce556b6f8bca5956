"""A single cell or row heavier than any register is refused at once, for what it is."""

import time
import zipfile

import pytest

from qualepref.noyau.tableurs.erreurs import TexteDemesureError
from qualepref.noyau.tableurs.lecture import read_classeur


FEUILLE, TEXTES, ODS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "content.xml"
AUTOUR = {
    FEUILLE: (
        b"<worksheet><sheetData><row><c><is><t>",
        b"</t></is></c></row></sheetData></worksheet>",
    ),
    TEXTES: (b"<sst><si><t>", b"</t></si></sst>"),
    ODS: (
        b"<office:document-content><table:table ><table:table-row><table:table-cell><text:p>",
        b"</text:p></table:table-cell></table:table-row></table:table></office:document-content>",
    ),
}
BLOC = 1 << 20


@pytest.fixture
def gonfler(tmp_path):
    """Write a workbook again with one of its members swollen: so many blocks between two ends."""

    def swell(path, membre, bloc, fois):
        debut, fin = AUTOUR[membre]
        sortie = tmp_path / f"gonfle{path.suffix}"
        with (
            zipfile.ZipFile(path) as source,
            zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        ):
            for info in source.infolist():
                if info.filename != membre:
                    archive.writestr(info, source.read(info.filename))
            with archive.open(membre, "w") as flux:
                flux.write(debut)
                for _ in range(fois):
                    flux.write(bloc)
                flux.write(fin)
        return sortie

    return swell


@pytest.mark.parametrize(("membre", "mega"), [(FEUILLE, 300), (TEXTES, 150), (ODS, 300)])
def test_une_cellule_demesuree_est_refusee_aussitot(xlsx, ods, gonfler, membre, mega):
    path = gonfler(ods("") if membre == ODS else xlsx([["a"]]), membre, b"a" * BLOC, mega)
    debut = time.perf_counter()

    with pytest.raises(TexteDemesureError, match="une seule cellule contient plus de 1 Mo"):
        read_classeur(path)

    assert time.perf_counter() - debut < 1


def test_une_ligne_demesuree_est_dite_telle(xlsx, gonfler):
    path = gonfler(xlsx([["a"]]), FEUILLE, b"<r>a</r>" * (BLOC // 8), 70)

    with pytest.raises(TexteDemesureError, match="une seule ligne contient plus de 67,1 Mo"):
        read_classeur(path)


def test_la_plus_longue_cellule_d_un_tableur_se_lit(xlsx):
    (feuille,) = read_classeur(xlsx([["a" * 32_767]])).feuilles

    assert len(feuille.lignes[0][0]) == 32_767
