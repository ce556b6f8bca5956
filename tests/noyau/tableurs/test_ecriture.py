"""What is exported reads back the same in the three formats, and runs nothing."""

import csv
import datetime as dt
import zipfile
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.conversion import convert_lignes
from qualepref.noyau.tableurs.correspondance import propose_correspondance
from qualepref.noyau.tableurs.csv_texte import PREFIXE_NEUTRE
from qualepref.noyau.tableurs.ecriture import clean_texte, neutralize_texte, write_tableau
from qualepref.noyau.tableurs.entete import extract_grille
from qualepref.noyau.tableurs.erreurs import ExportImpossibleError
from qualepref.noyau.tableurs.inspection import CODES_ERREUR
from qualepref.noyau.tableurs.lecture import read_classeur
from qualepref.noyau.tableurs.vocabulaire import Absence, find_absence


CHAMPS = (
    Champ("id", "Numéro", TypeChamp.ENTIER),
    Champ("objet", "Objet"),
    Champ("recue_le", "Reçue le", TypeChamp.DATE),
    Champ("appel_le", "Appel", TypeChamp.DATE_HEURE),
    Champ("cout", "Coût", TypeChamp.DECIMAL),
    Champ("taux", "Taux", TypeChamp.TAUX),
    Champ("clos", "Clos", TypeChamp.BOOLEEN),
    Champ("canal", "Canal", TypeChamp.CHOIX, valeurs={"c1": "Courrier", "c2": "=Courriel"}),
)
FORMATS = [".xlsx", ".ods", ".csv"]


def is_texte_de_registre(texte):
    """A text as conversion gives it: trimmed, clean, not a mark."""
    return (
        texte == clean_texte(texte).strip()
        and texte != ""
        and find_absence(texte) is None
        and texte not in CODES_ERREUR
    )


textes = (
    (
        st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30)
        | st.text(alphabet="=+-@'\t\n\"; ,_x0D1%é\u00a0", max_size=12)
        | st.builds(
            "{}{}".format,
            st.sampled_from(["=", "+", "-", "@", "'=", "''+", "＝"]),
            st.text("a1(", min_size=1),
        )
    )
    .map(lambda t: clean_texte(t).strip())
    .filter(is_texte_de_registre)
)
absences = st.sampled_from(list(Absence))
lignes = st.tuples(
    st.integers(1, 10**12),
    textes | absences,
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)) | absences,
    st.datetimes(dt.datetime(1901, 1, 1), dt.datetime(2100, 1, 1)).map(  # noqa: DTZ001
        lambda d: d.replace(microsecond=0)
    )
    | absences,
    st.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
    )
    | absences,
    st.integers(0, 5000).map(lambda n: Fraction(n, 1000)) | absences,
    st.booleans() | absences,
    st.sampled_from(["c1", "c2"]) | absences,
)


def read_back(path):
    classeur = read_classeur(path)
    grille = extract_grille(classeur.feuilles[0], CHAMPS, fichier=path.name)
    correspondance = propose_correspondance(grille.entetes, CHAMPS)
    return convert_lignes(grille, correspondance, CHAMPS)


@pytest.mark.parametrize("extension", FORMATS)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tableau=st.lists(lignes, min_size=1, max_size=5))
@example(
    tableau=[
        (1, texte, *[Absence.VIDE] * 6)
        for texte in ("_x0041_", "_x000d_ x", "a  b", "a\tb", "a\n\nb", "'=x", "=1+1", "-")
        if is_texte_de_registre(texte)
    ]
)
def test_ce_qui_est_exporte_se_relit_a_l_identique(tmp_path, extension, tableau):
    path = tmp_path / f"export{extension}"

    write_tableau(path, CHAMPS, tableau)
    resultat = read_back(path)

    assert resultat.erreurs == []
    assert [tuple(ligne.valeurs.values()) for ligne in resultat.lignes] == tableau


@given(st.text("'=+-@\t\r\nab", max_size=6))
def test_la_neutralisation_est_sans_perte(texte):
    ecrit = neutralize_texte(texte)

    relu = ecrit[1:] if PREFIXE_NEUTRE.match(ecrit) else ecrit
    assert relu == texte
    assert not ecrit.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_le_csv_s_ouvre_dans_un_tableur_francais(tmp_path):
    path = tmp_path / "x.csv"

    write_tableau(
        path,
        CHAMPS[:6],
        [(1, "=HYPERLINK(1)", dt.date(2022, 1, 3), None, Decimal("-12.50"), Fraction(1, 2))],
    )

    octets = path.read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(octets.decode("utf-8-sig").splitlines(), delimiter=";"))[1] == [
        *("1", "'=HYPERLINK(1)", "03/01/2022", "", "-12,5", "50 %")
    ]


def test_le_xlsx_ne_contient_aucune_formule(tmp_path):
    path = tmp_path / "x.xlsx"

    write_tableau(path, CHAMPS[:2], [(1, "=1+1"), (2, "@SUM(A1)"), (3, "http://exemple.fr")])

    page = openpyxl.load_workbook(path).active
    assert [page.cell(n, 2).data_type for n in (2, 3, 4)] == ["s", "s", "s"]


def test_le_xlsx_a_un_entete_fige_en_gras_et_filtre(tmp_path):
    path = tmp_path / "x.xlsx"

    write_tableau(path, CHAMPS[:3], [(1, "a", dt.date(2022, 1, 3))], feuille="Courriels")

    page = openpyxl.load_workbook(path)["Courriels"]
    assert page.freeze_panes == "A2"
    assert page["A1"].font.bold
    assert page.auto_filter.ref == "A1:C2"
    assert page["C2"].number_format == "dd/mm/yyyy"


def test_le_xlsx_dit_le_type_de_chaque_cellule(tmp_path):
    path = tmp_path / "x.xlsx"
    moment = dt.datetime(2022, 1, 3, 9, 30, 15)  # noqa: DTZ001  # as a register holds it

    write_tableau(
        path,
        CHAMPS[2:6],
        [(dt.date(1850, 5, 1), moment, Decimal("12.5"), Fraction(1, 3))],
        feuille="L'été : [a/b] et un nom qui ne tient pas",
    )

    page = openpyxl.load_workbook(path).active
    assert [cellule.value for cellule in page[2]] == ["01/05/1850", moment, 12.5, 0.333333333333333]
    assert [cellule.number_format for cellule in page[2]] == [
        *("General", "dd/mm/yyyy hh:mm:ss", "General", "0.0%")
    ]
    assert page.title == "L'été    a b  et un nom qui ne "


def test_un_xlsx_sans_ligne_s_ouvre(tmp_path):
    path = tmp_path / "x.xlsx"

    write_tableau(path, CHAMPS[:2], [])

    page = openpyxl.load_workbook(path).active
    assert [cellule.value for cellule in page[1]] == ["Numéro", "Objet"]
    assert page.auto_filter.ref == "A1:B1"


def test_l_ods_a_un_entete_fige_et_filtre_et_son_type_en_tete(tmp_path):
    path = tmp_path / "x.ods"

    write_tableau(path, CHAMPS[:3], [(1, "a", dt.date(2022, 1, 3))], feuille="L'été")

    with zipfile.ZipFile(path) as archive:
        premier = archive.infolist()[0]
        contenu = archive.read("content.xml").decode()
        assert (premier.filename, premier.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert "table:target-range-address=\"'L''été'.A1:'L''été'.C2\"" in contenu
        assert b"VerticalSplitPosition" in archive.read("settings.xml")


@pytest.mark.parametrize("extension", FORMATS)
def test_le_meme_tableau_donne_les_memes_octets(tmp_path, extension):
    premier, second = tmp_path / f"a{extension}", tmp_path / f"b{extension}"

    for path in (premier, second):
        write_tableau(path, CHAMPS[:2], [(1, "a"), (2, "b")])

    assert premier.read_bytes() == second.read_bytes()


def test_un_grand_nombre_garde_tous_ses_chiffres(tmp_path):
    path = tmp_path / "x.xlsx"

    write_tableau(path, CHAMPS[:1], [(12345678901234567890,)])

    (ligne,) = convert_lignes(
        (grille := extract_grille(read_classeur(path).feuilles[0], CHAMPS[:1], fichier="x")),
        propose_correspondance(grille.entetes, CHAMPS[:1]),
        CHAMPS[:1],
    ).lignes
    assert ligne.valeurs["id"] == 12345678901234567890


@pytest.mark.parametrize("extension", FORMATS)
def test_write_tableau_retire_les_caracteres_qu_aucun_xml_n_accepte(tmp_path, extension):
    path = tmp_path / f"x{extension}"

    write_tableau(path, CHAMPS[:2], [(1, "a\x00b\x1bc\ud800d\r\ne")])

    assert read_back(path).lignes[0].valeurs["objet"] == "abcd\ne"


def test_write_tableau_refuse_un_format_inconnu(tmp_path):
    with pytest.raises(ExportImpossibleError, match=r"Choisir \.xlsx, \.ods ou \.csv"):
        write_tableau(tmp_path / "x.pdf", CHAMPS, [])


def test_write_tableau_refuse_un_texte_trop_long_pour_une_cellule(tmp_path):
    with pytest.raises(ExportImpossibleError, match="ligne 2 dépasse 32"):
        write_tableau(tmp_path / "x.xlsx", CHAMPS[:2], [(1, "x" * 32_768)])
