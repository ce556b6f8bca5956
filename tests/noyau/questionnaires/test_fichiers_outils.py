"""Files of answers that other tools export: LimeSurvey, JDMA, SDAPS."""

import csv
import datetime as dt
import io

from noyau.questionnaires.tableaux import JDMA, LIMESURVEY, PAN, SDAPS, as_dicts
from qualepref.noyau.questionnaires.fichiers.formats import detect_collecte
from qualepref.noyau.questionnaires.fichiers.structure import Intitules, Structure


LIME = [
    ["id", "submitdate", "lastpage", "startlanguage", "ipaddr", "demarche[permis]",
     "demarche[sejour]", "demarche[other]", "globale", "age", ""],
    ["4", "2022-05-06 23:59:59", "3", "fr", "10.0.0.1", "Y", "", "Un visa", "A1", "A4", ""],
    ["7", "", "1", "de-informal", "10.0.0.2", "N", "N/A", "", "A2", "N/A", ""],
    ["9", "1980-01-01 00:00:00", "3", "en", "", "Oui", "Non", "", "Satisfaisant", "", ""],
]  # fmt: skip

CODES = Structure(
    {
        "globale": Intitules(
            ("Autrement",), {"A1": ("Très satisfaisant",), "A2": ("Peu satisfaisant",)}
        ),
        "age": Intitules(("Votre âge",), {"A4": ("Over 55", "Plus de 55 ans")}),
    }
)


def test_limesurvey_codes_multiples_incompletes_et_dates(lire):
    collecte, plan = lire(PAN, LIME, LIMESURVEY, structure=CODES)

    assert as_dicts(collecte) == [
        {"demarche": ["permis", "autre"], "globale": "tres_satisfaisant", "age": "plus_55"},
        {"globale": "peu_satisfaisant"},
        {"demarche": ["permis"], "globale": "satisfaisant"},
    ]
    assert collecte.complets == [True, False, True]
    assert collecte.jours == [dt.date(2022, 5, 6), None, None]
    assert collecte.identifiants == ["4", "7", "9"]
    assert collecte.reperes["@langue"] == ["fr", "de", "en"]
    assert "ipaddr" in [c.nom for c in plan.ecartees]
    assert any("précisions" in a for a in collecte.avertissements)
    assert not collecte.fautes


def test_limesurvey_intitules_entiers(lire):
    collecte, _ = lire(
        PAN,
        [
            ["ID de la réponse", "Date de soumission", "Dernière page",
             "Pour quelle démarche êtes-vous venu ? [Permis de conduire]",
             "globale. Dans l’ensemble, que pensez-vous de votre passage ?"],
            ["1", "2022-05-06 10:00:00", "2", "Oui", "Satisfaisant"],
        ],
        LIMESURVEY,
    )  # fmt: skip

    assert as_dicts(collecte) == [{"demarche": ["permis"], "globale": "satisfaisant"}]


def test_limesurvey_colonnes_en_double_et_sans_nom(lire):
    lignes = [
        ["id", "submitdate", "globale", "globale", "", ""],
        ["1", "2022-05-06", "A", "B", "", "reste"],
    ]
    _, plan = lire(PAN, lignes, LIMESURVEY)

    assert "« globale, colonne C », « globale, colonne D »" in plan.blocages[0]
    assert [c.nom for c in plan.non_reprises][-1] == "(sans titre), colonne F"
    assert "(sans titre), colonne E" not in [c.nom for c in plan.non_reprises]


def test_limesurvey_deux_fois_le_meme_identifiant(lire):
    collecte, _ = lire(
        PAN,
        [["id", "submitdate", "globale"], ["1", "2022-05-06", ""], ["1", "2022-05-06", ""]],
        LIMESURVEY,
    )

    assert "déjà celui de la ligne 2" in collecte.fautes[0].motif


def test_jdma_dates_utc_et_reponses_jointes(lire):
    entetes = ["Date de l'avis", "Nom du formulaire", "Lien d'intégration", "Identifiant Avis",
               "Pour quelle démarche êtes-vous venu ?"]  # fmt: skip
    texte = io.StringIO(newline="")
    csv.writer(texte).writerows(
        [
            entetes,
            ["2022-05-06 23:30:00", "Avis", "lien", "812",
             "Permis de conduire / Titre de séjour, asile ou titre de voyage"],
            ["2022-05-06T21:59:59.000Z", "Avis", "lien", "813", ""],
        ]
    )  # fmt: skip
    assert detect_collecte(entetes) is JDMA

    collecte, _ = lire(PAN, [], JDMA, brut=texte.getvalue().encode(), fuseau="Europe/Paris")

    assert collecte.jours == [dt.date(2022, 5, 7), dt.date(2022, 5, 6)]
    assert collecte.identifiants == ["812", "813"]
    assert as_dicts(collecte) == [{"demarche": ["sejour", "permis"]}, {}]


def test_jdma_aux_antilles_le_jour_est_celui_du_site(lire):
    lignes = [["Date de l'avis", "Identifiant Avis", "globale"], ["2022-05-07 02:00:00", "1", ""]]

    collecte, _ = lire(PAN, lignes, JDMA, fuseau="America/Guadeloupe")

    assert collecte.jours == [dt.date(2022, 5, 6)]


def test_sdaps_rangs_cases_et_feuilles_vides(lire):
    entetes = ["questionnaire_id", "global_id", "empty", "valid", "recognized", "review", "verified",
               "1_1_review", "1_1_1", "1_1_2", "1_1_3", "1_1_4", "1_1_5", "2_9", "2_9_1", "2_9_2",
               "3_3", "3_4_1", "suggestions"]  # fmt: skip
    assert detect_collecte(entetes) is SDAPS

    collecte, _ = lire(
        PAN,
        [
            entetes,
            ["a", "S", 0, 1, 1, "", 1, "", 1, 0, 1, 0, 0, 2, 0, 1, "NA", 0, "Merci"],
            ["b", "S", 1, 1, 1, "", 0, "", 0, 0, 0, 0, 0, "NA", 0, 0, "NA", 0, 0],
            ["c", "S", 0, 0, 1, "", 0, "", 0, 0, 0, 0, 0, 1, 1, 0, 4, 0, 0],
            ["d", "S", 0, 1, 1, "", 0, "", 0, 0, 0, 0, 0, "-2", 1, 1, 4, 0, 1],
        ],
        SDAPS,
    )

    assert as_dicts(collecte) == [
        {"demarche": ["identite", "permis"], "globale": "satisfaisant", "suggestions": True},
        {"age": "plus_55"},
    ]
    assert collecte.ecartees == {"feuille vide": [3], "feuille marquée non valable dans SDAPS": [4]}
    assert collecte.identifiants == ["a", "d"]
    assert not collecte.fautes
