"""Files of published figures: YAML with faults, lists and printed tables of spreadsheets."""

import zipfile

import openpyxl
import pytest
import xlsxwriter

from noyau.tableurs.conftest import ESPACES, MANIFESTE, MIME
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


@pytest.fixture
def classeur(tmp_path):
    """Write rows to a XLSX with openpyxl, which computes no formula."""

    def ecrire(lignes, *, fusions=(), feuille="Titres"):
        livre = openpyxl.Workbook()
        page = livre.active
        page.title = feuille
        for ligne in lignes:
            page.append(ligne)
        for fusion in fusions:
            page.merge_cells(fusion)
        chemin = tmp_path / "titres.xlsx"
        livre.save(chemin)
        return chemin

    return ecrire


DEUX_LIGNES = [
    ["Site", "Reçus", None, None, "Traités", None, None],
    [None, "Guichet", "Ligne", "Total", "Guichet", "Ligne", "Total"],
    ["Alençon", 40, 60, 100, 30, 50, 80],
    ["Flers", 10, 20, 30, 8, 19, 28],
    ["Total", 50, 80, 130, 38, 69, 107],
]
FUSIONS = ("A1:A2", "B1:D1", "E1:G1")


def test_deux_lignes_d_en_tetes_fusionnees_se_lisent_ensemble(classeur, reglages):
    publication = read_publication(classeur(DEUX_LIGNES, fusions=FUSIONS))
    controle = control_publication(publication, reglages)

    assert publication.tableaux[0].colonnes[:3] == ("Site", "Reçus – Guichet", "Reçus – Ligne")
    assert publication.avertissements == ()
    # 8 + 19 = 27, and the column of totals, 80 + 28 = 108, follows from it.
    assert [c.preuve.partition(" : ")[2] for c in controle.constats] == [
        "8 + 19 = 27 ; imprimé 28, soit 1 de trop."
    ]


def _ods(chemin, *lignes):
    """Write an ODS: a text, a number, or (text, columns it spans)."""

    def cellule(valeur):
        if isinstance(valeur, tuple):
            texte, largeur = valeur
            return (
                f'<table:table-cell office:value-type="string" table:number-columns-spanned="{largeur}" '
                f'table:number-rows-spanned="1"><text:p>{texte}</text:p></table:table-cell>'
                + "<table:covered-table-cell/>"
                * (largeur - 1)
            )
        nature = f'"float" office:value="{valeur}"' if isinstance(valeur, int) else '"string"'
        return f"<table:table-cell office:value-type={nature}><text:p>{valeur}</text:p></table:table-cell>"

    corps = "".join(
        f"<table:table-row>{''.join(map(cellule, ligne))}</table:table-row>" for ligne in lignes
    )
    with zipfile.ZipFile(chemin, "w") as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr("META-INF/manifest.xml", MANIFESTE % "")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ESPACES}><office:body>'
            f'<office:spreadsheet><table:table table:name="Titres">{corps}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return chemin


def test_deux_lignes_d_en_tetes_d_un_ods(tmp_path, reglages):
    chemin = _ods(
        tmp_path / "titres.ods",
        ["Site", ("Reçus", 2), ("Traités", 2)],
        ["", 2022, 2023, 2022, 2023],
        ["Alençon", 40, 60, 30, 50],
        ["Flers", 10, 20, 8, 19],
        ["Total", 50, 80, 38, 96],
    )

    publication = read_publication(chemin)

    assert publication.tableaux[0].colonnes[-1] == "Traités – 2023"
    (constat,) = control_publication(publication, reglages).constats
    assert "50 + 19 = 69 ; imprimé 96" in constat.preuve


def test_des_en_tetes_sans_fusion_dans_un_csv(ecrire):
    publication = read_publication(
        ecrire("Site;Reçus;;Traités;\n;Guichet;Ligne;Guichet;Ligne\nAlençon;40;60;30;50\n", "t.csv")
    )

    assert publication.tableaux[0].colonnes[1:] == (
        "Reçus – Guichet", "Reçus – Ligne", "Traités – Guichet", "Traités – Ligne",
    )  # fmt: skip
    assert publication.tableaux[0].lignes == (("Alençon", "40", "60", "30", "50"),)


@pytest.mark.parametrize(
    ("lignes", "fusions"),
    [
        (  # a group over columns that nothing names
            [["Site", "Reçus", None], ["Alençon", 40, 60], ["Total", 40, 60]],
            ("B1:C1",),
        ),
        (  # three levels
            [
                ["Site", "Reçus", None, None, None],
                [None, "Guichet", None, "Ligne", None],
                [None, "Matin", "Soir", "Matin", "Soir"],
                ["Alençon", 1, 2, 3, 4],
            ],
            ("B1:E1", "B2:C2", "D2:E2"),
        ),
    ],
)
def test_des_en_tetes_qui_ne_se_lisent_pas_sont_refuses_avec_leur_place(classeur, lignes, fusions):
    avec = [*lignes, [], ["Site", "Reçus"], ["Flers", 3]]

    publication = read_publication(classeur(avec, fusions=fusions))

    assert [t.lignes for t in publication.tableaux] == [(("Flers", "3"),)]
    (dit,) = publication.avertissements
    assert f"Feuille Titres, lignes 1 à {len(lignes)} : tableau non contrôlé" in dit
    with pytest.raises(PublicationVideError, match="ses en-têtes ne se lisent pas"):
        read_publication(classeur(lignes, fusions=fusions))


def test_ce_qu_un_tableau_ne_nomme_pas_est_dit(classeur):
    publication = read_publication(
        classeur([
            ["Site", "Nombre", "Nombre", None],
            ["Alençon", 40, 60, 3],
            [None, 10, 20, 4],
        ])
    )  # fmt: skip

    sans_tete, sans_nom, doubles = publication.avertissements
    assert "colonne sans en-tête, non contrôlée (D)" in sans_tete
    assert "ligne sans nom, non contrôlée (3)" in sans_nom
    assert "plusieurs colonnes portent le même nom (« Nombre »)" in doubles


def test_un_domaine_ecrit_une_fois_nomme_les_lignes_qui_suivent(classeur, reglages):
    chemin = classeur(
        [
            ["Domaine", "Mesure", "janvier", "février", "Total"],
            ["Courriels", "Reçus", 40, 60, 100],
            [None, "Traités", 30, 50, 80],
            ["Courriers", "Reçus", 10, 20, 31],
        ],
        fusions=("A2:A3",),
    )

    publication = read_publication(chemin)

    assert [ligne[0] for ligne in publication.tableaux[0].lignes] == [
        "Courriels – Reçus", "Courriels – Traités", "Courriers – Reçus",
    ]  # fmt: skip
    (constat,) = control_publication(publication, reglages).constats
    assert "10 + 20 = 30 ; imprimé 31" in constat.preuve


def test_une_formule_sans_resultat_est_dite_et_jamais_lue_vide(classeur, reglages):
    lignes = [["Site", "Reçus", "Traités"], ["Alençon", 40, 30], ["Flers", "=B2-30", "=C2/2"]]
    publication = read_publication(classeur([*lignes, ["Total", 90, 45]]))

    assert publication.tableaux[0].lignes[1] == ("Flers", "(non calculé)", "(non calculé)")
    (dit,) = publication.avertissements
    assert "cellules non lues : B3, C3 (formule sans valeur enregistrée)" in dit
    assert "Ouvrir et enregistrer le fichier dans le tableur" in dit
    assert control_publication(publication, reglages).constats == ()


def test_une_liste_de_formules_sans_resultat_dit_ses_cellules(classeur):
    lignes = [["Libellé", "Valeur", "Numérateur"], ["Taux", "=C2/50", 40]]

    publication = read_publication(classeur(lignes, feuille="Bilan"))

    assert [(c.imprime, c.valeur) for c in publication.chiffres] == [("(non calculé)", None)]
    assert publication.avertissements[0].startswith("Feuille Bilan, cellule non lue : B2 (formule")


def test_un_tableau_tout_en_formules_est_refuse_en_le_disant(classeur):
    lignes = [["Site", "Reçus", "Traités"], ["Alençon", "=40+0", "=30+0"]]

    with pytest.raises(PublicationVideError, match=r"B2, C2 \(formule sans valeur"):
        read_publication(classeur(lignes))


def test_beaucoup_de_formules_sans_resultat_se_disent_en_peu_de_mots(classeur):
    lignes = [["Site", *"abcdefghij"], *[[f"S{n}", 1, *["=1"] * 9] for n in range(3)]]

    (dit,) = read_publication(classeur(lignes)).avertissements

    assert "C2, D2" in dit
    assert "et 15 autres (formule" in dit
