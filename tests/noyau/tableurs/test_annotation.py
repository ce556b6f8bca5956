"""The user's file comes back with its errors marked and listed."""

import datetime as dt

import openpyxl
import pytest

from qualepref.noyau.tableurs.annotation import write_fichier_annote
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.conversion import convert_lignes
from qualepref.noyau.tableurs.correspondance import propose_correspondance
from qualepref.noyau.tableurs.ecriture import write_tableau
from qualepref.noyau.tableurs.entete import extract_grille
from qualepref.noyau.tableurs.lecture import read_classeur


CHAMPS = (Champ("id", "Numéro"), Champ("le", "Reçue le", TypeChamp.DATE))
LIGNES = [["Registre", None], ["Numéro", "Reçue le"], ["=A", "31/02/2022"], ["2", "03/01/2022"]]


def find_erreurs(path):
    grille = extract_grille(read_classeur(path).get_feuille(), CHAMPS, fichier=path.name)
    return convert_lignes(grille, propose_correspondance(grille.entetes, CHAMPS), CHAMPS).erreurs


def annotate(path, tmp_path):
    sortie = tmp_path / "corrections.xlsx"
    write_fichier_annote(path, find_erreurs(path), sortie)
    return sortie


def source(extension, tmp_path, texte):
    if extension == ".csv":
        return texte("Registre;\nNuméro;Reçue le\n'=A;31/02/2022\n2;03/01/2022\n")
    champs = (Champ("a", "Registre"), Champ("b", " "))
    path = tmp_path / f"registre{extension}"
    write_tableau(path, champs, LIGNES[1:], feuille="Registre")
    return path


@pytest.mark.parametrize("extension", [".xlsx", ".ods", ".csv"])
def test_write_fichier_annote_marque_la_cellule_a_sa_place(extension, tmp_path, texte):
    path = source(extension, tmp_path, texte)

    sortie = annotate(path, tmp_path)

    page = openpyxl.load_workbook(sortie).worksheets[0]
    assert page["B3"].value == "31/02/2022"
    assert "n’existe pas au calendrier" in page["B3"].comment.text
    assert page["B3"].fill.fgColor.rgb == "FFFFC7CE"
    assert page["B4"].comment is None
    assert (page["A3"].value, page["A3"].data_type) == ("=A", "s")


@pytest.mark.parametrize("extension", [".xlsx", ".ods", ".csv"])
def test_write_fichier_annote_liste_les_erreurs_sur_une_derniere_feuille(
    extension, tmp_path, texte
):
    path = source(extension, tmp_path, texte)

    classeur = openpyxl.load_workbook(annotate(path, tmp_path))

    page = classeur.worksheets[-1]
    assert page.title == "Erreurs"
    assert classeur.active is page
    (entete, erreur) = list(page.iter_rows(values_only=True))
    assert entete == ("Feuille", "Ligne", "Colonne", "Intitulé", "Valeur", "Motif", "Que faire")
    assert erreur[1:5] == (3, "B", "Reçue le", "31/02/2022")
    assert page["C2"].hyperlink.location.endswith("!B3")


@pytest.mark.parametrize("extension", [".xlsx", ".ods", ".csv"])
def test_le_fichier_annote_se_reimporte_tel_quel(extension, tmp_path, texte):
    path = source(extension, tmp_path, texte)

    sortie = annotate(path, tmp_path)

    assert [e[1:] for e in find_erreurs(sortie)] == [e[1:] for e in find_erreurs(path)]


def test_write_fichier_annote_garde_le_classeur_de_l_utilisateur(tmp_path):
    path = tmp_path / "registre.xlsx"
    classeur = openpyxl.Workbook()
    for ligne in LIGNES:
        classeur.active.append(ligne)
    classeur.active["A3"] = "x"
    classeur.active["D1"] = "=1+1"
    classeur.active["B4"].number_format = "0.00"
    classeur.active.column_dimensions["A"].width = 42
    classeur.create_sheet("Notes")["A1"] = dt.date(2022, 1, 3)
    classeur.create_sheet("ERREURS")
    classeur.save(path)

    annote = openpyxl.load_workbook(annotate(path, tmp_path))

    assert annote.sheetnames == ["Sheet", "Notes", "ERREURS", "Erreurs (2)"]
    assert annote["Sheet"]["D1"].value == "=1+1"
    assert annote["Sheet"]["B4"].number_format == "0.00"
    assert annote["Sheet"].column_dimensions["A"].width == 42


def test_write_fichier_annote_garde_le_commentaire_de_l_utilisateur(tmp_path, xlsx):
    path = xlsx(LIGNES[1:])
    classeur = openpyxl.load_workbook(path)
    classeur.active["B2"].comment = openpyxl.comments.Comment("à revoir", "moi")
    classeur.active["A2"] = "1"
    classeur.save(path)

    page = openpyxl.load_workbook(annotate(path, tmp_path)).worksheets[0]

    assert page["B2"].comment.text.startswith("à revoir\n\n")


def test_write_fichier_annote_supporte_une_cellule_fusionnee(tmp_path, xlsx):
    path = xlsx([["Numéro", "Reçue le"], ["1", "jamais"], ["2", None]], fusions=["B2:B3"])

    page = openpyxl.load_workbook(annotate(path, tmp_path)).worksheets[0]

    assert page["B2"].comment is not None


def test_write_fichier_annote_copie_un_classeur_trop_lourd_a_modifier(tmp_path, xlsx, monkeypatch):
    monkeypatch.setattr("qualepref.noyau.tableurs.annotation.OCTETS_MODIFIABLES", 10)
    path = xlsx([["Numéro", "Reçue le", 1, True], ["1", "jamais", dt.date(2022, 1, 3), 0.5]])

    page = openpyxl.load_workbook(annotate(path, tmp_path)).worksheets[0]

    assert [c.value for c in page[2]] == ["1", "jamais", dt.datetime(2022, 1, 3), 0.5]  # noqa: DTZ001
    assert page["B2"].comment is not None
