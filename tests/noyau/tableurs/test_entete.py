"""The table is found among titles, groups, totals and notes; nothing is skipped silently."""

import datetime as dt

import pytest

from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.entete import extract_grille
from qualepref.noyau.tableurs.erreurs import EnteteIntrouvableError
from qualepref.noyau.tableurs.grille import Feuille
from qualepref.noyau.tableurs.lecture import read_classeur


CHAMPS = (
    Champ("numero", "Numéro", synonymes=("N° d'enregistrement",), obligatoire=True),
    Champ("recue_le", "Reçue le", TypeChamp.DATE, synonymes=("Date de réception",)),
    Champ("service", "Service"),
    Champ("delai", "Délai", TypeChamp.ENTIER),
)
ENTETE = ["Numéro", "Reçue le", "Service", "Délai"]


def grille(*lignes, fusions=None, premiere_ligne=1):
    largeur = max(map(len, lignes))
    pleines = [[*ligne, *[""] * (largeur - len(ligne))] for ligne in lignes]
    feuille = Feuille("F", pleines, premiere_ligne=premiere_ligne, fusions=fusions)
    return extract_grille(feuille, CHAMPS, fichier="registre.xlsx")


def motifs(trouvee):
    return [(i.premiere, i.derniere, i.motif) for i in trouvee.ignorees]


def test_extract_grille_trouve_l_entete_sous_les_titres():
    trouvee = grille(["Registre des courriels 2022"], [], ENTETE, ["1", "", "DCL", 3.0])

    assert trouvee.ligne_entete == 3
    assert trouvee.entetes == tuple(ENTETE)
    assert trouvee.numeros == [4]
    assert motifs(trouvee) == [(1, 1, "titre au-dessus de l’en-tête")]


def test_extract_grille_reconnait_synonymes_et_fautes_legeres():
    trouvee = grille(["titre"], ["n° d’enregistrement", "DATE DE RECEPTON"], ["1", "2"])

    assert trouvee.ligne_entete == 2


def test_extract_grille_compte_les_lignes_comme_l_utilisateur():
    trouvee = grille(ENTETE, ["1", "", "DCL", 3.0], premiere_ligne=7)

    assert (trouvee.ligne_entete, trouvee.numeros) == (7, [8])


def test_extract_grille_joint_un_entete_fusionne_sur_deux_lignes(xlsx):
    path = xlsx(
        [
            ["Registre"],
            ["Numéro", "Demande", None, "Réponse", None, "Observations"],
            [None, "Reçue le", "Service", "Date", "Délai", None],
            ["1", dt.date(2022, 1, 3), "DCL", dt.date(2022, 1, 5), 2, "vu"],
        ],
        fusions=["A2:A3", "B2:C2", "D2:E2", "F2:F3"],
    )

    trouvee = extract_grille(read_classeur(path).get_feuille(), CHAMPS, fichier="x")

    assert trouvee.entetes == (
        "Numéro",
        "Demande – Reçue le",
        "Demande – Service",
        "Réponse – Date",
        "Réponse – Délai",
        "Observations",
    )
    assert trouvee.numeros == [4]


def test_extract_grille_etend_un_groupe_sans_fusion_connue():
    trouvee = grille(
        ["Numéro", "Demande", "", "Observations"],
        ["", "Reçue le", "Service", ""],
        ["1", "03/01/2022", "DCL", "vu"],
    )

    assert trouvee.entetes == ("Numéro", "Demande – Reçue le", "Demande – Service", "Observations")


def test_extract_grille_n_etend_pas_un_groupe_au_dela_de_sa_fusion():
    trouvee = grille(
        ["Numéro", "Demande", "", ""],
        ["", "Reçue le", "Service", "Délai"],
        ["1", "03/01/2022", "DCL", 3.0],
        fusions=((1, 2, 1, 3),),
    )

    assert trouvee.entetes[3] == "Délai"


def test_extract_grille_ne_prend_pas_une_ligne_de_donnees_pour_un_sous_entete():
    trouvee = grille(ENTETE, ["A1", "03/01/2022", "Service", "3"])

    assert trouvee.numeros == [2]


@pytest.mark.parametrize(
    "total",
    [
        ["Total", "", "", 7.0],
        ["TOTAUX :", "", "", "7"],
        ["", "Sous-total", "", 7.0],
        ["Moyenne", "", "", 3.5],
        ["Total", "", "6 courriers", ""],
        ["Total", "", "", "1 240 appels reçus"],
    ],
)
def test_extract_grille_ecarte_les_totaux(total):
    trouvee = grille(ENTETE, ["1", "", "A", 3.0], ["2", "", "B", 4.0], total)

    assert trouvee.numeros == [2, 3]
    assert motifs(trouvee) == [(4, 4, "ligne de total")]


def test_extract_grille_montre_un_total_comme_le_tableur():
    trouvee = grille(ENTETE, ["1", "", "A", 3.0], ["Total", "", "", 5.0])

    assert trouvee.ignorees[-1].apercu == "Total | 5"


def test_extract_grille_garde_une_demande_qui_parle_de_total():
    trouvee = grille(ENTETE, ["Total énergies", "03/01/2022", "DCL", 3.0])

    assert trouvee.numeros == [2]


def test_extract_grille_ecarte_une_derniere_ligne_de_sommes_sans_libelle():
    trouvee = grille(ENTETE, ["1", "", "A", 3.0], ["2", "", "B", 4.0], ["", "", "", 7.0])

    assert motifs(trouvee) == [(4, 4, "ligne de sommes sans libellé")]


def test_extract_grille_garde_une_derniere_ligne_incomplete_qui_ne_somme_rien():
    trouvee = grille(ENTETE, ["1", "", "A", 3.0], ["2", "", "B", 4.0], ["", "", "", 5.0])

    assert trouvee.numeros == [2, 3, 4]


def test_extract_grille_rassemble_les_lignes_vides():
    trouvee = grille(ENTETE, ["1"], [], ["  "], [], ["2"])

    assert trouvee.numeros == [2, 6]
    assert motifs(trouvee) == [(3, 5, "lignes vides")]


def test_extract_grille_ecarte_notes_et_entetes_repetes():
    trouvee = grille(ENTETE, ["1", "", "A", 3.0], ENTETE, ["2", "", "A", 3.0], ["Source : SVI"])

    assert trouvee.numeros == [2, 4]
    assert [m for _, _, m in motifs(trouvee)] == ["en-tête répété", "note sous le tableau"]


def test_extract_grille_refuse_une_feuille_sans_entete():
    with pytest.raises(EnteteIntrouvableError, match="« Numéro », « Reçue le »"):
        grille(["Bonjour", "tout"], ["le", "monde"])


def test_extract_grille_cherche_aussi_les_intitules_memorises():
    feuille = Feuille("F", [["Réf.", "Arrivé"], ["1", "03/01/2022"]])

    trouvee = extract_grille(feuille, CHAMPS, fichier="x", memoire=["Réf.", "Arrivé"])

    assert trouvee.ligne_entete == 1
