"""CSV files as French offices make them."""

import pytest

from qualepref.noyau.tableurs.csv_texte import detect_separateur
from qualepref.noyau.tableurs.erreurs import TropDeLignesError
from qualepref.noyau.tableurs.lecture import read_classeur
from qualepref.noyau.tableurs.limites import Limites


def lignes(path, **options):
    return read_classeur(path, **options).feuilles[0].lignes


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_read_classeur_reconnait_l_encodage(texte, encodage):
    path = texte("Reçue le;Thème\n03/01/2022;Étrangers – œuvres €\n", encodage=encodage)

    assert lignes(path) == [["Reçue le", "Thème"], ["03/01/2022", "Étrangers – œuvres €"]]


def test_read_classeur_avertit_quand_l_encodage_est_devine(texte):
    path = texte("Thème;Été\n", encodage="cp1252")

    assert "Windows-1252" in read_classeur(path).avertissements[0]


@pytest.mark.parametrize("separateur", [";", ",", "\t", "|"])
def test_detect_separateur(separateur):
    contenu = "\n".join(
        separateur.join(ligne)
        for ligne in (["id", "objet", "delai"], ["1", "Titre", "3"], ["2", "Permis", "4"])
    )

    assert detect_separateur(contenu) == separateur


def test_detect_separateur_ne_prend_pas_la_virgule_decimale():
    assert detect_separateur("taux;delai\n99,6;3,5\n98,2;4,5\n97,1;2,5\n") == ";"


def test_detect_separateur_saute_les_titres():
    titres = "Registre des courriels, préfecture, 2022\nÉdité le 3, par X\n"

    assert detect_separateur(titres + "a;b;c\n" + "1;2;3\n" * 20) == ";"


def test_read_classeur_garde_un_saut_de_ligne_entre_guillemets(texte):
    path = texte('id;objet\n1;"deux\nlignes ; et ""guillemets"""\n2;suite\n')

    assert lignes(path) == [
        ["id", "objet"],
        ["1", 'deux\nlignes ; et "guillemets"'],
        ["2", "suite"],
    ]


def test_read_classeur_ignore_la_ligne_sep(texte):
    assert lignes(texte("sep=,\na,b\n1,2\n")) == [["a", "b"], ["1", "2"]]


def test_read_classeur_complete_les_lignes_courtes(texte):
    assert lignes(texte("a;b;c\n1\n\n2;3\n")) == [
        ["a", "b", "c"],
        ["1", "", ""],
        ["", "", ""],
        ["2", "3", ""],
    ]


def test_read_classeur_oublie_les_lignes_vides_finales(texte):
    path = texte("a;b\n1;2\n" + ";\n" * 5000)

    assert lignes(path, limites=Limites(lignes=10)) == [["a", "b"], ["1", "2"]]


def test_read_classeur_compte_les_lignes_vides_suivies_de_donnees(texte):
    path = texte("a;b\n" + ";\n" * 50 + "1;2\n")

    with pytest.raises(TropDeLignesError, match="à la ligne 52"):
        lignes(path, limites=Limites(lignes=51))


def test_read_classeur_retire_l_apostrophe_de_neutralisation(texte):
    path = texte("a;b;c\n'=1+1;''=x;l'été\n")

    assert lignes(path)[1] == ["=1+1", "'=x", "l'été"]
