"""`qualepref enquete`: a campaign from its creation to its results, without a page."""

import datetime as dt
import json

import pytest
import yaml

from enquetes.fichiers import GLOBALE, SPHINX, write_csv, write_xlsx
from enquetes.lss import write_lss
from enquetes.usines import build_campagne
from qualepref.enquetes.models import Campagne, ImportReponses, Retour


EN_JSON = ("--format", "json")
DEMAIN = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=1)
APRES = DEMAIN + dt.timedelta(days=30)


@pytest.fixture(autouse=True)
def dossier(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "fichiers"


def create(lance, *options):
    return lance(
        "enquete", "creer", "--site", "pref-44", "--questionnaire", "pan", "--titre", "PAN 2027",
        "--du", DEMAIN - dt.timedelta(days=2), "--au", APRES, "--mode", "en_ligne", *options,
    )  # fmt: skip


def test_creer_ouvrir_lister_fermer(nantes, lance):
    code, sortie, _ = create(lance, *EN_JSON)
    creee = json.loads(sortie)
    assert (code, creee["etat"], creee["theme"], creee["adresses"]) == (0, "preparation", "pan", [])

    code, sortie, _ = lance("enquete", "ouvrir", creee["numero"], *EN_JSON)
    (adresse,) = json.loads(sortie)["adresses"]
    assert (code, adresse["mode"]) == (0, "en_ligne")
    assert adresse["chemin"].startswith("/enquete/")

    code, sortie, _ = lance("enquete", "lister", "--site", "pref-44")
    assert f"{creee['numero']}  PAN 2027 (pref-44)" in sortie
    assert "ouverte" in sortie

    code, sortie, _ = lance("enquete", "fermer", creee["numero"])
    assert code == 0
    assert Campagne.objects.get().fermee_le <= DEMAIN


@pytest.mark.parametrize(
    ("mots", "motif"),
    [
        (("ouvrir", "99"), "La campagne 99 n’existe pas"),
        (("resultats", "99"), "La campagne 99 n’existe pas"),
        (("importer", "absent.csv", "--campagne", "99"), "La campagne 99 n’existe pas"),
        (("creer", "--site", "pref-44", "--questionnaire", "humeur", "--titre", "x",
          "--du", "2026-01-01"), "humeur"),
        (("creer", "--site", "pref-44", "--questionnaire", "pan", "--titre", "x",
          "--du", "2026-02-01", "--au", "2026-01-01", "--mode", "papier"), "précède le premier"),
        (("questionnaire", "lire", "absent.xlsx"), "n’existe pas"),
    ],
)  # fmt: skip
def test_un_refus_est_dit_en_francais(nantes, lance, mots, motif):
    code, _, erreur = lance("enquete", *mots)

    assert code == 1
    assert motif in erreur


def test_une_date_mal_ecrite_est_refusee_par_la_ligne_de_commande(nantes, lance):
    code, _, erreur = lance(
        "enquete", "creer", "--site", "pref-44", "--titre", "x", "--du", "demain"
    )

    assert code == 2
    assert "demain" in erreur


@pytest.mark.parametrize(
    "mots", [("--cible", "150"), ("--cible", "nan"), ("--attendus", "-5"), ("--attendus", "9" * 30)]
)
def test_un_nombre_impossible_est_refuse_par_la_ligne_de_commande(nantes, lance, mots):
    code, _, erreur = create(lance, *mots)

    assert code == 2
    assert f"« {mots[1]} » n’est pas une valeur possible" in erreur


def test_importer_montre_puis_ecrit_puis_ne_change_rien(nantes, lance, ecrit):
    campagne = build_campagne(nantes)
    fichier = ecrit("sphinx.xlsx", write_xlsx(SPHINX))
    base = ("enquete", "importer", fichier, "--campagne", campagne.pk)

    code, sortie, _ = lance(*base, *EN_JSON)
    assert (code, json.loads(sortie)["etat"], json.loads(sortie)["nouvelles"]) == (0, "verifie", 3)
    assert not Retour.objects.exists()
    assert not ImportReponses.objects.exists()

    code, sortie, _ = lance(*base, "--mode", "papier", "--appliquer", *EN_JSON)
    assert (code, json.loads(sortie)["etat"]) == (0, "applique")
    assert Retour.objects.filter(mode="papier").count() == 3
    assert fichier.exists()

    code, sortie, _ = lance(*base, "--appliquer")
    assert "nouvelles 0" in sortie
    assert "déjà là 3" in sortie


def test_importer_avec_ses_colonnes_et_ses_valeurs(nantes, lance, ecrit):
    campagne = build_campagne(nantes)
    fichier = ecrit("a.csv", write_csv([["n", "Ressenti"], [1, "Top"], [2, "Bof"]]))
    base = ("enquete", "importer", fichier, "--campagne", campagne.pk, "--appliquer",
            "--colonne", "Ressenti=globale", "--colonne", "n=@identifiant")  # fmt: skip

    code, sortie, _ = lance(*base)
    assert code == 1
    assert "Texte inconnu, globale:Top" in sortie
    assert "Rien n’est écrit." in sortie

    code, *_ = lance(*base, "--valeur", "globale:Top=tres_satisfaisant", "--valeur", "globale:Bof=")
    assert code == 0
    assert Retour.objects.get(valeurs={}).complet
    assert Retour.objects.get(valeurs={"globale": "tres_satisfaisant"}).complet


def test_importer_un_fichier_illisible_dit_pourquoi_en_json(nantes, lance, ecrit):
    campagne = build_campagne(nantes)

    code, sortie, _ = lance(
        "enquete", "importer", ecrit("a.csv", "%PDF-1.7"), "--campagne", campagne.pk, *EN_JSON
    )

    assert code == 1
    assert "PDF" in json.loads(sortie)["motif"]
    assert not ImportReponses.objects.exists()


def test_les_resultats_en_json_et_en_texte(nantes, lance, ecrit):
    campagne = build_campagne(nantes)
    fichier = ecrit(
        "a.csv", write_csv([["id", GLOBALE], *([n, "Satisfaisant"] for n in range(40))])
    )
    lance("enquete", "importer", fichier, "--campagne", campagne.pk, "--appliquer")

    code, sortie, _ = lance("enquete", "resultats", campagne.pk, *EN_JSON)
    assert code == 0
    assert json.loads(sortie)

    code, sortie, _ = lance("enquete", "resultats", campagne.pk, "--site", "pref-44")
    assert code == 0
    assert GLOBALE in sortie


def test_questionnaire_exporter_puis_lire_rend_le_meme(db, lance, tmp_path):
    xlsx, texte = tmp_path / "pan.xlsx", tmp_path / "pan.yaml"

    assert lance("enquete", "questionnaire", "exporter", "pan", "--sortie", xlsx)[0] == 0
    code, sortie, _ = lance("enquete", "questionnaire", "lire", xlsx, "--sortie", texte, *EN_JSON)

    assert (code, json.loads(sortie)["ecarts"]) == (0, [])
    code, sortie, _ = lance("enquete", "questionnaire", "valider", texte)
    assert code == 0
    assert "valide" in sortie


def test_questionnaire_lire_une_structure_limesurvey(db, lance, ecrit):
    fichier = ecrit("enquete.lss", write_lss())

    code, sortie, erreur = lance("enquete", "questionnaire", "lire", fichier)

    assert code == 0
    assert "tableau" in erreur
    assert yaml.safe_load(sortie)["titre"] == {"fr": "Votre venue", "en": "Your visit"}


def test_questionnaire_valider_dit_les_fautes(db, lance, ecrit):
    code, _, erreur = lance(
        "enquete", "questionnaire", "valider", ecrit("faux.yaml", "code: faux\n")
    )

    assert code == 1
    assert "ne peut pas être chargé" in erreur
