"""The commands, in this process and on the tests' database."""

import datetime as dt
import json
import re

import openpyxl
import pytest
from django.db import OperationalError

from fichiers import CSV, FAUTIFS
from qualepref.config.commandes import COMMANDES
from qualepref.config.commandes.refus import explain
from qualepref.suivi.models import Comptage, Demande
from usines import build_demande


BON = f"{CSV}C-1;;;01/03/2022;08/03/2022\nC-2;;;02/03/2022;\n"
DE_NANTES = ("--site", "pref-44")
EN_JSON = ("--format", "json")
CLES = {
    "code", "libelle", "module", "engagements", "numerateur", "denominateur", "valeur", "unite",
    "cible", "verdict", "etat", "periode", "source",
}  # fmt: skip


def importer(fichier, *options, registre="courriers"):
    return ("importer", fichier, "--registre", registre, *DE_NANTES, *EN_JSON, *options)


def test_importer_montre_sans_ecrire_puis_applique(nantes, lance, ecrit):
    fichier = ecrit("registre.csv", BON)

    code, sortie, _ = lance(*importer(fichier))
    assert (code, json.loads(sortie)["etat"], json.loads(sortie)["nouvelles"]) == (0, "verifie", 2)
    assert not Demande.objects.exists()

    code, sortie, _ = lance(*importer(fichier, "--appliquer"))
    assert (code, json.loads(sortie)["etat"]) == (0, "applique")
    assert Demande.objects.count() == 2


def test_importer_dit_l_effet_en_francais(nantes, lance, ecrit):
    code, sortie, _ = lance(
        "importer", ecrit("registre.csv", BON), "--registre", "courriers", *DE_NANTES
    )

    assert code == 0
    assert "Serait écrit (ajoutez --appliquer) : nouvelles 2, modifiées 0, inchangées 0" in sortie


def test_importer_nomme_le_registre_et_ses_champs_comme_les_gens(nantes, lance, ecrit):
    _, sortie, _ = lance(
        "importer", ecrit("registre.csv", BON), "--registre", "courriers", *DE_NANTES
    )

    assert "→ Courriers\n" in sortie
    assert "  Reçue le → Reçue le\n" in sortie
    assert "recue_le" not in sortie


@pytest.mark.parametrize("fautif", FAUTIFS, ids=lambda f: f.id)
def test_importer_refuse_en_json_et_n_ecrit_rien(nantes, lance, ecrit, fautif):
    fichier = ecrit(fautif.nom, fautif.contenu)

    code, sortie, _ = lance(*importer(fichier, "--appliquer", registre=fautif.registre))

    dit = json.loads(sortie)
    assert (code, dit["etat"]) == (1, "refuse")
    if fautif.place:
        erreur = dit["erreurs"][-1]
        assert (erreur["ligne"], erreur["colonne"]) == fautif.place
        assert fautif.motif in erreur["motif"]
        assert erreur["feuille"]
        assert erreur["remede"]
    else:
        assert fautif.motif in dit["motif"]
        assert fautif.nom in dit["motif"]
    assert not Demande.objects.exists()
    assert not Comptage.objects.exists()


def test_importer_rend_le_fichier_annote(nantes, lance, ecrit, tmp_path):
    fautif = FAUTIFS[0]
    annote = tmp_path / "dossier" / "annote.xlsx"

    code, _, messages = lance(*importer(ecrit(fautif.nom, fautif.contenu), "--annote", annote))

    assert (code, str(annote) in messages) == (1, True)
    assert openpyxl.load_workbook(annote).worksheets[0]["E2"].comment


def test_importer_prend_une_association_donnee(nantes, lance, ecrit):
    fichier = ecrit("registre.csv", "Chrono=n°;Venu le\nC-1;01/03/2022\n")

    code, sortie, _ = lance(
        *importer(fichier, "--colonne", "Chrono=n°=reference", "--colonne", "Venu le=recue_le")
    )

    assert (code, json.loads(sortie)["nouvelles"]) == (0, 1)


@pytest.mark.parametrize("extension", ["xlsx", "ods", "csv"])
def test_exporter_puis_importer_ne_change_rien(nantes, lance, tmp_path, extension):
    build_demande(nantes, dt.date(2022, 3, 1), reference="C-1", objet="=1+1")
    fichier = tmp_path / f"registre.{extension}"

    code, sortie, _ = lance(
        "exporter", "--registre", "courriers", *DE_NANTES, "--sortie", fichier, *EN_JSON
    )
    assert (code, json.loads(sortie)["lignes"]) == (0, 1)

    _, sortie, _ = lance(*importer(fichier))
    dit = json.loads(sortie)
    assert (dit["nouvelles"], dit["modifiees"], dit["inchangees"]) == (0, 0, 1)


def test_calculer_donne_ce_qu_un_programme_attend(nantes, lance):
    build_demande(nantes, dt.date(2022, 3, 1), repondue_le=dt.date(2022, 3, 8))

    code, sortie, _ = lance("calculer", *DE_NANTES, "--annee", "2022", *EN_JSON)

    indicateurs = json.loads(sortie)["indicateurs"]
    assert code == 0
    assert indicateurs
    for indicateur in indicateurs:
        assert set(indicateur) >= CLES | {"detail"}
        assert set(indicateur["periode"]) == {"debut", "fin"}
        for ligne in indicateur["detail"]:
            assert set(ligne) >= CLES | {"dimension", "code_detail"}


def test_calculer_ecrit_dates_et_nombres_en_francais(nantes, lance):
    nantes.comptages.create(
        grandeur="appels_recus", dimension="standard", mois=202203, valeur=49200
    )
    nantes.comptages.create(
        grandeur="appels_perdus", dimension="standard", mois=202203, valeur=1200
    )

    _, sortie, _ = lance("calculer", *DE_NANTES, "--annee", "2022", "--indicateur", "I1")

    assert re.search(r"\(arrêté au \d\d/\d\d/\d{4}\)", sortie)
    assert "(48\N{NO-BREAK SPACE}000 / 49\N{NO-BREAK SPACE}200)" in sortie


def test_calculer_se_limite_aux_indicateurs_demandes(nantes, lance):
    _, sortie, _ = lance("calculer", *DE_NANTES, "--annee", "2022", "--indicateur", "I1", *EN_JSON)

    assert [i["code"] for i in json.loads(sortie)["indicateurs"]] == ["I1"]


def test_publier_ecrit_le_pdf_dans_un_dossier_a_creer(nantes, lance, tmp_path):
    sortie = tmp_path / "a" / "b" / "bilan.pdf"

    code, dit, _ = lance(
        "publier", "bilan", *DE_NANTES, "--annee", "2022", "--sortie", sortie, *EN_JSON
    )

    assert (code, json.loads(dit)["octets"]) == (0, sortie.stat().st_size)
    assert sortie.read_bytes().startswith(b"%PDF")


ABSENT = "/nulle/part/registre.xlsx"


@pytest.mark.parametrize(
    ("mots", "motif"),
    [
        (("calculer", "--site", "pref-00", "--annee", "2022"), "Le site « pref-00 » est inconnu"),
        (("publier", "bilan", "--site", "x", "--annee", "2022", "--sortie", "x.pdf"), "inconnu"),
        (
            ("calculer", *DE_NANTES, "--annee", "2022", "--indicateur", "I999"),
            "L’indicateur « I999 » n’existe pas",
        ),
        (
            ("exporter", *DE_NANTES, "--registre", "fax", "--sortie", "x.csv"),
            "Le registre « fax » n’existe pas. Registres de ce site : courriers",
        ),
        (
            ("exporter", *DE_NANTES, "--registre", "courriers", "--sortie", "x.zip"),
            "le format « .zip » n’est pas proposé",
        ),
        (
            ("importer", ABSENT, *DE_NANTES, "--registre", "courriers"),
            f"« {ABSENT} » n’existe pas",
        ),
        (("importer", "/", *DE_NANTES, "--registre", "courriers"), "« / » est un dossier"),
    ],
)
def test_un_refus_sort_1_avec_un_message_francais(nantes, lance, mots, motif):
    code, sortie, messages = lance(*mots, *EN_JSON)

    dit = json.loads(sortie)
    assert (code, dit["etat"]) == (1, "refuse")
    assert motif in dit["motif"]
    assert messages.strip() == dit["motif"]


@pytest.mark.parametrize("mots", [
    ("exporter", *DE_NANTES, "--registre", "courriers"),
    ("publier", "bilan", *DE_NANTES, "--annee", "2022"),
])  # fmt: skip
@pytest.mark.parametrize("sortie", ["fichier/x", "dossier"])
def test_une_sortie_impossible_est_dite_et_ne_laisse_rien(nantes, lance, tmp_path, mots, sortie):
    suffixe = ".pdf" if mots[0] == "publier" else ".csv"
    (tmp_path / "fichier").write_text("")
    (tmp_path / f"dossier{suffixe}").mkdir()
    avant = sorted(tmp_path.rglob("*"))

    code, _, messages = lance(*mots, "--sortie", f"{tmp_path / sortie}{suffixe}")

    assert code == 1
    assert messages.startswith(f"« {tmp_path / sortie}{suffixe} »")
    assert sorted(tmp_path.rglob("*")) == avant


@pytest.mark.parametrize(
    ("mots", "motif"),
    [
        (("calculer", *DE_NANTES), "il manque : --annee"),
        (("calculer", *DE_NANTES, "--annee", "22"), "n’est pas une année entre 2000 et 2050"),
        (("publier", "gazette", *DE_NANTES), "« gazette » n’est pas possible"),
        (
            ("publier", "bilan", *DE_NANTES, "--annee", "2022", "--sortie", "x.doc"),
            "ne finit pas par .pdf",
        ),
        (
            ("importer", "x.csv", *DE_NANTES, "--registre", "courriers", "--colonne", "Objet"),
            "n’est pas de la forme EN-TÊTE=CHAMP",
        ),
        (("exporter", "--registre"), "une valeur est attendue"),
    ],
)
def test_une_faute_de_frappe_sort_2_en_json_aussi(lance, mots, motif):
    code, sortie, messages = lance(*mots, *EN_JSON)

    assert (code, json.loads(sortie)["etat"]) == (2, "refuse")
    assert motif in json.loads(sortie)["motif"]
    assert motif in messages


@pytest.mark.parametrize("commande", [c for c in COMMANDES if c not in ("test", "bench")])
def test_l_aide_est_en_francais(lance, commande):
    code, sortie, _ = lance(commande, "--help")

    assert code == 0
    assert sortie.startswith("utilisation : ")
    assert not re.search(r"\b(usage|show|error|required|arguments:.*positional)\b", sortie)


def test_une_commande_inconnue_dit_lesquelles_existent(lance):
    code, _, messages = lance("calculr")

    assert code == 2
    assert "calculer" in messages


def test_sans_commande_l_aide_est_donnee(lance):
    code, sortie, _ = lance()

    assert code == 2
    assert all(commande in sortie for commande in COMMANDES)


def test_une_interruption_est_dite_et_n_ecrit_rien(monkeypatch, nantes, lance, ecrit):
    def interrupt(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("qualepref.suivi.operations.imports._remember", interrupt)

    code, sortie, _ = lance(*importer(ecrit("registre.csv", BON), "--appliquer"))

    assert (code, json.loads(sortie)["etat"]) == (1, "refuse")
    assert "Interrompu" in json.loads(sortie)["motif"]
    assert not Demande.objects.exists()


@pytest.mark.parametrize(
    ("dit", "motif"),
    [
        ("no such table: organisation_site", "pas prête"),
        ('relation "organisation_site" does not exist', "pas prête"),
        ("database is locked", "occupée"),
        ("attempt to write a readonly database", "lecture seule"),
        ("unable to open database file", "ne s’ouvre pas"),
        ("connection failed: Connection refused", "ne répond pas"),
    ],
)
def test_ce_que_dit_la_base_est_traduit(dit, motif):
    assert motif in explain(OperationalError(dit))


@pytest.mark.parametrize(
    "erreur", [ValueError("notre faute"), OperationalError("syntax error"), OSError("sans nom")]
)
def test_une_faute_a_nous_n_est_pas_maquillee(erreur):
    assert explain(erreur) is None
