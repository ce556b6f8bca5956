"""What is read, cell by cell, in the three formats."""

import datetime as dt
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest

from qualepref.noyau.tableurs.erreurs import (
    ClasseurSansFeuilleError,
    FeuilleInconnueError,
    TropDeCellulesError,
    TropDeColonnesError,
    TropDeLignesError,
)
from qualepref.noyau.tableurs.formats import Format
from qualepref.noyau.tableurs.grille import (
    EPOQUE_1904,
    FORMULE_SANS_VALEUR,
    CelluleFautive,
    Taux,
    format_lettre,
    parse_lettres,
)
from qualepref.noyau.tableurs.lecture import read_classeur
from qualepref.noyau.tableurs.limites import Limites


def cellule_ods(texte="", *, attributs=""):
    """An ODS cell; a text unless the attributes say otherwise."""
    if not attributs and not texte:
        return "<table:table-cell/>"
    nature = (
        ""
        if "value-type" in attributs or "formula" in attributs
        else ('office:value-type="string" ')
    )
    return (
        f"<table:table-cell {nature}{attributs}><text:p>{escape(texte)}</text:p></table:table-cell>"
    )


def ligne_ods(*cellules, attributs=""):
    corps = "".join(c if c.startswith("<") else cellule_ods(c) for c in cellules)
    return f"<table:table-row {attributs}>{corps}</table:table-row>"


def lignes(path, **options):
    return read_classeur(path, **options).get_feuille().lignes


def test_read_classeur_lit_un_xlsx(xlsx):
    path = xlsx([["N°", "Reçue le"], [1, dt.date(2022, 1, 3)]])

    classeur = read_classeur(path)

    assert classeur.format is Format.XLSX
    assert classeur.feuilles[0].lignes == [["N°", "Reçue le"], [1.0, dt.date(2022, 1, 3)]]


def test_read_classeur_garde_le_numero_des_lignes_et_la_premiere_colonne(xlsx):
    path = xlsx([[], [], [None, None, "Titre"]])

    feuille = read_classeur(path).feuilles[0]

    assert (feuille.premiere_ligne, feuille.premiere_colonne) == (1, 3)
    assert feuille.lignes == [[""], [""], ["Titre"]]


def test_read_classeur_signale_une_formule_sans_valeur_enregistree_xlsx(xlsx):
    assert lignes(xlsx([["a", "=1+1"]])) == [["a", FORMULE_SANS_VALEUR]]


def test_read_classeur_lit_la_valeur_enregistree_d_une_formule(feuille_brute):
    path = feuille_brute(['<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'])

    assert lignes(path) == [[2.0]]


def test_read_classeur_accepte_une_formule_qui_donne_un_texte_vide(feuille_brute):
    path = feuille_brute(
        ['<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>']
    )

    assert lignes(path) == [[1.0, ""]]


def test_read_classeur_garde_une_formule_sans_valeur_hors_des_cellules_remplies(feuille_brute):
    path = feuille_brute(
        [
            '<row r="2"><c r="C2"><v>1</v></c></row>'
            '<row r="4"><c r="A4"><f>1</f></c><c r="E4"><f t="shared" si="0"/></c></row>'
        ]
    )

    feuille = read_classeur(path).feuilles[0]

    assert feuille.premiere_colonne == 1
    assert feuille.lignes[1] == ["", "", 1.0, "", ""]
    assert feuille.lignes[3] == [FORMULE_SANS_VALEUR, "", "", "", FORMULE_SANS_VALEUR]


@pytest.mark.parametrize("prefixe", ["", "x:"])
def test_read_classeur_signale_une_erreur_du_tableur_xlsx(feuille_brute, prefixe, tmp_path):
    path = feuille_brute(
        ['<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><f>C1</f><v>#REF!</v></c></row>']
    )
    if prefixe:
        path = rename_prefixe(path, tmp_path / "prefixe.xlsx")

    cellule = lignes(path)[0][1]

    assert isinstance(cellule, CelluleFautive)
    assert cellule.texte == "#REF!"


def rename_prefixe(path, cible):
    """Put all elements of the sheet under the prefix x:, as some libraries write."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(cible, "w") as archive:
        for info in source.infolist():
            contenu = source.read(info.filename)
            if info.filename == "xl/worksheets/sheet1.xml":
                contenu = (
                    contenu.replace(b"</", b"<!").replace(b"<", b"<x:").replace(b"<x:!", b"</x:")
                )
                contenu = contenu.replace(b"<x:?", b"<?").replace(b"xmlns=", b"xmlns:x=")
            archive.writestr(info.filename, contenu)
    return cible


def test_read_classeur_signale_erreurs_et_formules_sans_valeur_ods(ods):
    path = ods(
        ligne_ods("a", "b", "c", attributs='table:number-rows-repeated="2"'),
        ligne_ods(
            '<table:table-cell table:number-columns-repeated="2"/>',
            cellule_ods(
                "#REF!",
                attributs='table:formula="of:=[.#REF!]" office:value-type="string" '
                'office:string-value="" calcext:value-type="error"',
            ),
            cellule_ods("", attributs='table:formula="of:=1"'),
        ),
    )

    derniere = lignes(path)[2]

    assert derniere[:2] == ["", ""]
    assert derniere[2].texte == "#REF!"
    assert derniere[3] == FORMULE_SANS_VALEUR


def test_read_classeur_reconnait_les_pourcentages_affiches_ods(ods):
    path = ods(
        ligne_ods(
            "Taux",
            cellule_ods("99,6 %", attributs='office:value-type="percentage" office:value="0.996"'),
            cellule_ods("0,996", attributs='office:value-type="float" office:value="0.996"'),
        )
    )

    assert [type(c) for c in lignes(path)[0]] == [str, Taux, float]


def test_read_classeur_reconnait_les_pourcentages_affiches_xlsx(tmp_path):
    classeur = openpyxl.Workbook()
    classeur.active["A1"], classeur.active["B1"], classeur.active["C1"] = 0.996, 0.5, 0.25
    classeur.active["A1"].number_format = "0.0%"
    classeur.active["C1"].number_format = '0.0" % du total"'
    classeur.save(tmp_path / "t.xlsx")

    assert [type(c) for c in lignes(tmp_path / "t.xlsx")[0]] == [Taux, float, float]


def test_read_classeur_retient_l_epoque_1904(tmp_path):
    classeur = openpyxl.Workbook()
    classeur.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    classeur.active["A1"] = 40000
    classeur.save(tmp_path / "mac.xlsx")

    assert read_classeur(tmp_path / "mac.xlsx").feuilles[0].epoque == EPOQUE_1904


def test_get_feuille_prend_la_premiere_feuille_visible_remplie(tmp_path):
    classeur = openpyxl.Workbook()
    classeur.active.title = "Listes"
    classeur.active["A1"] = "caché"
    classeur.active.sheet_state = "hidden"
    classeur.create_sheet("Vide")
    classeur.create_sheet("Janvier")["A1"] = "visible"
    classeur.save(tmp_path / "f.xlsx")

    assert read_classeur(tmp_path / "f.xlsx").get_feuille().nom == "Janvier"


def test_get_feuille_choisit_par_nom_sans_accents(xlsx):
    path = xlsx([["a"]], Février=[["b"]])

    assert read_classeur(path).get_feuille("fevrier").lignes == [["b"]]


def test_get_feuille_inconnue_cite_les_feuilles_presentes(xlsx):
    classeur = read_classeur(xlsx([["a"]]))

    with pytest.raises(FeuilleInconnueError, match=r"« Mars » n’existe pas.*« Registre »"):
        classeur.get_feuille("Mars")


def test_get_feuille_refuse_un_classeur_sans_donnees(xlsx):
    with pytest.raises(ClasseurSansFeuilleError):
        read_classeur(xlsx([])).get_feuille()


def test_read_classeur_lit_un_million_de_lignes_vides_mises_en_forme(feuille_brute):
    def rangees():
        yield '<row r="1"><c r="A1"><v>1</v></c></row>'
        for debut in range(2, 1_048_577, 1000):
            yield "".join(
                f'<row r="{n}"><c r="A{n}" s="1"/><c r="Z{n}" s="1"/></row>'
                for n in range(debut, min(debut + 1000, 1_048_577))
            )

    feuille = read_classeur(feuille_brute(rangees())).feuilles[0]

    assert feuille.lignes == [[1.0]]


def test_read_classeur_ignore_une_dimension_mensongere(feuille_brute, tmp_path):
    path = feuille_brute(['<row r="1"><c r="A1"><v>1</v></c></row>'])
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "dim.xlsx", "w") as archive:
        for info in source.infolist():
            contenu = source.read(info.filename).replace(
                b"<sheetData>", b'<dimension ref="A1:Z1048576"/><sheetData>'
            )
            archive.writestr(info.filename, contenu)

    assert lignes(tmp_path / "dim.xlsx") == [[1.0]]


def test_read_classeur_lit_un_ods_termine_par_un_million_de_lignes_vides(ods):
    path = ods(
        ligne_ods("a", "b", '<table:table-cell table:number-columns-repeated="16382"/>'),
        ligne_ods(
            '<table:table-cell table:number-columns-repeated="16384"/>',
            attributs='table:number-rows-repeated="1048575"',
        ),
    )

    assert lignes(path) == [["a", "b"]]


@pytest.mark.parametrize(
    ("xml", "erreur"),
    [
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', TropDeLignesError),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', TropDeColonnesError),
        ('<row r="1"><c r="A1048576"><v>1</v></c></row>', TropDeLignesError),
        ("<row r='1'><c\tr='XFD1'><v>1</v></c></row>", TropDeColonnesError),
        ('<row r="1">' + "<c><v>1</v></c>" * 2000 + "</row>", TropDeColonnesError),
        (
            '<row r="1"><c r="ALK1"><v>1</v></c></row><row r="90000"><c r="A90000"><v>1</v></c></row>',
            TropDeCellulesError,
        ),
    ],
)
def test_read_classeur_refuse_une_cellule_egaree_xlsx(feuille_brute, xml, erreur):
    path = feuille_brute(['<row r="1"><c r="A1"><v>1</v></c></row>', xml])

    with pytest.raises(erreur):
        read_classeur(path)


@pytest.mark.parametrize(
    ("fin", "erreur"),
    [
        (ligne_ods("x", attributs='table:number-rows-repeated="1048575"'), TropDeLignesError),
        (
            ligne_ods('<table:table-cell table:number-columns-repeated="16000"/>', "x"),
            TropDeColonnesError,
        ),
        (
            ligne_ods(
                '<table:table-cell office:value-type="float" office:value="1" '
                'table:number-columns-repeated="16000"/>'
            ),
            TropDeColonnesError,
        ),
        (
            ligne_ods("", attributs='table:number-rows-repeated="1000000"') + ligne_ods("x"),
            TropDeLignesError,
        ),
    ],
)
def test_read_classeur_refuse_une_cellule_egaree_ods(ods, fin, erreur):
    path = ods(ligne_ods("a"), fin)

    with pytest.raises(erreur):
        read_classeur(path)


def test_read_classeur_applique_les_limites_donnees(xlsx):
    path = xlsx([[1], [2], [3]])

    with pytest.raises(TropDeLignesError, match="à la ligne 3, pour 2 lignes au plus"):
        read_classeur(path, limites=Limites(lignes=2))


def test_format_lettre_compte_comme_un_tableur():
    assert [format_lettre(n) for n in (1, 26, 27, 702, 703, 16384)] == [
        *("A", "Z", "AA", "ZZ", "AAA", "XFD")
    ]


def test_parse_lettres_est_l_inverse_de_format_lettre():
    assert [parse_lettres(format_lettre(n)) for n in range(1, 20_000, 37)] == list(
        range(1, 20_000, 37)
    )


def test_read_classeur_lit_un_ancien_xls_en_avertissant_de_ce_qu_il_ne_voit_pas():
    classeur = read_classeur(Path(__file__).with_name("ancien.xls"))

    assert classeur.feuilles[0].lignes == [["Numéro", "Reçue le"], ["D-1", dt.date(2022, 1, 3)]]
    assert "#REF!" in classeur.avertissements[0]


def test_read_classeur_place_les_pourcentages_apres_des_cellules_couvertes_ods(ods):
    taux = cellule_ods("5 %", attributs='office:value-type="percentage" office:value="0.05"')
    couverte = "<table:covered-table-cell/>"

    path = ods(ligne_ods("groupe", couverte, taux, taux), ligne_ods("b", "c", taux))

    assert [[type(c) for c in ligne] for ligne in lignes(path)] == [
        [str, str, Taux, Taux],
        [str, str, Taux, str],
    ]
