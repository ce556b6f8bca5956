"""Files of published figures: YAML with faults, lists and printed tables of spreadsheets."""

import pytest
import xlsxwriter

from qualepref.noyau.coherence.controle import control_publication
from qualepref.noyau.coherence.lecture import read_publication
from qualepref.noyau.coherence.refus import (
    PublicationIllisibleError,
    PublicationTropGrandeError,
    PublicationVideError,
)
from qualepref.noyau.coherence.reglages import ReglesCoherenceInvalidesError, load_reglages
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.ecriture import write_tableau
from qualepref.noyau.tableurs.erreurs import FichierRefuseError


@pytest.fixture
def ecrire(tmp_path):
    def ecrire(texte, nom="publication.yaml"):
        chemin = tmp_path / nom
        chemin.write_text(texte, encoding="utf-8")
        return chemin

    return ecrire


def test_toutes_les_cles_peuvent_manquer_sauf_les_chiffres(ecrire):
    publication = read_publication(ecrire("figures:\n  - {published: 12}\n  - {value: null}\n"))

    assert [c.id for c in publication.chiffres] == ["figure 1", "figure 2"]
    assert [c.valeur for c in publication.chiffres] == [12, None]


def test_un_nombre_ecrit_en_texte_se_lit_et_une_cle_inconnue_se_dit(ecrire):
    publication = read_publication(
        ecrire(
            "figures:\n"
            "  - {id: A, label: Taux, published: '91,5 %', numerator: '719', denominator: '786', "
            "engagements: 1 et 11, couleur: bleu}\n"
        )
    )

    chiffre = publication.chiffres[0]
    assert (chiffre.numerateur, chiffre.denominateur, chiffre.engagements) == (719, 786, (1, 11))
    assert publication.avertissements == ("Clés non lues : couleur.",)


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("figures:\n  - 12\n", "figures[0]"),
        ("figures:\n  - {id: A, value: [1, 2]}\n", "figures[0].value : un nombre est attendu"),
        ("figures:\n  - {id: A, label: {a: b}}\n", "un texte est attendu"),
        ("figures: oui\n", "figures"),
        ("figures:\n  - {id: A, id: B, published: '1'}\n", "clé écrite deux fois"),
        ("figures: [", "syntaxe YAML"),
        ("- 1\n", "doit contenir des clés"),
        ("tables:\n  - {id: T, rows: 3}\n", "tables[0].rows"),
    ],
)
def test_un_yaml_fautif_dit_ou_est_la_faute(ecrire, texte, attendu):
    with pytest.raises(PublicationIllisibleError, match="ne peut pas être contrôlé") as refus:
        read_publication(ecrire(texte))

    assert attendu in str(refus.value)


def test_un_yaml_sans_chiffre_est_refuse(ecrire):
    with pytest.raises(PublicationVideError, match="ni chiffre ni tableau"):
        read_publication(ecrire("document: {site: Préfecture}\n"))


def test_une_liste_de_chiffres_d_un_classeur_se_controle(tmp_path, reglages):
    chemin = tmp_path / "chiffres.xlsx"
    classeur = xlsxwriter.Workbook(chemin)
    feuille = classeur.add_worksheet("Bilan")
    pourcent = classeur.add_format({"num_format": "0 %"})
    feuille.write_row(0, 0, ["Chiffres publiés"])
    feuille.write_row(
        2, 0, ["Rubrique", "Indicateur", "Valeur", "Numérateur", "Dénominateur", "Effectif"]
    )
    feuille.write_row(3, 0, ["Courriels", "Taux de réponse", None, 719, 786])
    feuille.write_number(3, 2, 0.94, pourcent)
    feuille.write_row(4, 0, ["Enquête", "Appel sur le créneau", "69 %", None, None, 44])
    feuille.write_row(5, 0, ["Enquête", "Sans réponse", "n.c"])
    classeur.close()

    publication = read_publication(chemin)
    controle = control_publication(publication, reglages)

    assert [c.imprime for c in publication.chiffres] == ["94 %", "69 %", "n.c"]
    assert [(c.regle, c.figures[0]) for c in controle.constats] == [
        ("taux_et_rapport", "ligne 4"),
        ("grim", "ligne 5"),
    ]


@pytest.mark.parametrize("extension", ["ods", "xlsx", "csv"])
def test_un_tableau_tel_qu_imprime_se_controle(tmp_path, reglages, extension):
    entetes = ("Module", "Fait", "En cours", "Non fait", "Taux")
    lignes = [
        ["Module 1", 65, 14, 14, "70 %"],
        ["Module 2", 4, 0, 0, "100 %"],
        ["Module 4", 1, 0, 3, "25 %"],
        ["Total", 70, 14, 20, "69 %"],
    ]
    chemin = tmp_path / f"plan.{extension}"
    types = [TypeChamp.TEXTE, *[TypeChamp.ENTIER] * 3, TypeChamp.TEXTE]
    write_tableau(chemin, [Champ(e, e, t) for e, t in zip(entetes, types, strict=True)], lignes)

    controle = control_publication(read_publication(chemin), reglages)

    preuves = " ".join(c.preuve for c in controle.constats)
    assert "14 + 0 + 3 = 17 ; imprimé 20" in preuves


def test_un_fichier_qui_n_est_pas_un_tableur_est_refuse(ecrire):
    with pytest.raises(FichierRefuseError):
        read_publication(ecrire("%PDF-1.7", "bilan.xlsx"))


def test_des_regles_fautives_disent_ou(tmp_path):
    (tmp_path / "regles.yaml").write_text("seuils: {}\n", encoding="utf-8")

    with pytest.raises(ReglesCoherenceInvalidesError, match=r"regles\.yaml, seuils\.grim"):
        load_reglages(tmp_path)


def test_un_classeur_de_prefecture_se_lit_comme_on_le_voit(tmp_path, reglages):
    chemin = tmp_path / "tableau.xlsx"
    classeur = xlsxwriter.Workbook(chemin)
    feuille = classeur.add_worksheet("Appels")
    pourcent = classeur.add_format({"num_format": "0%"})
    feuille.merge_range(0, 0, 0, 4, "PRÉFECTURE – Appels 2023")
    feuille.write_row(2, 0, ["Site", "Reçus (nb)", "Aboutis (nb)", "Part (%)", "Attente (min)"])
    feuille.write_row(3, 0, ["Alençon", 1204, 1051, 87, 2.5])
    feuille.write_row(4, 0, ["Argentan", 800, 640, None, 3])
    feuille.write_number(4, 3, 0.80, pourcent)
    feuille.write_row(5, 0, ["Mortagne", 350, 301, 90])
    feuille.write_formula(5, 4, "=1/0", None, "#DIV/0!")
    feuille.write_row(6, 0, ["Total général", 2354, 1992, 84.6])
    cachee = classeur.add_worksheet("Brouillon")
    cachee.write_row(0, 0, ["x", "a", "b", "Total"])
    cachee.write_row(1, 0, ["y", 1, 2, 9])
    cachee.hide()
    classeur.close()

    controle = control_publication(read_publication(chemin), reglages)

    assert [(c.regle, "301 / 350" in c.preuve) for c in controle.constats] == [
        ("taux_et_rapport", True)
    ]
    fautive, masquee = controle.avertissements
    assert "Brouillon" in masquee
    assert "#DIV/0!" in fautive


def test_une_annee_ou_une_unite_dans_l_entete_laisse_reconnaitre_la_liste(ecrire):
    publication = read_publication(
        ecrire("Domaine;Indicateur;Résultat 2023;Base (nb)\nEnquête;Accueil;70 %;52\n", "l.csv")
    )

    assert [(c.valeur, c.effectif) for c in publication.chiffres] == [(70, 52)]


def test_un_registre_et_un_tableau_de_mots_sont_refuses(ecrire):
    lignes = "".join(f"Taux {n};{n % 100} %\n" for n in range(100_000))

    with pytest.raises(PublicationTropGrandeError, match=r"100.000 chiffres"):
        read_publication(ecrire(f"Libellé;Valeur\n{lignes}", "registre.csv"))
    with pytest.raises(PublicationVideError, match="ni chiffre ni tableau"):
        read_publication(ecrire("Nom;Structure\nCLCV;association\nAPF;association\n", "m.csv"))
