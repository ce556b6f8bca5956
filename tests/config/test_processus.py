"""The command line as a shell sees it: a process, its output, its exit code."""

import json
import os
import signal
import sqlite3
import subprocess
import sys

import pytest

from fichiers import CSV, write_xlsx


COMMANDE = (sys.executable, "-c", "from qualepref.config.commandes import main; main()")
CALCULER = ("calculer", "--site", "pref-44", "--annee", "2022", "--format", "json")


@pytest.fixture(scope="module")
def donnees(tmp_path_factory):
    """The data folder of an installation prepared once."""
    dossier = tmp_path_factory.mktemp("installation")
    assert run(dossier, "preparer").returncode == 0
    return dossier


def environment(dossier, **autres):
    garde = {
        c: v for c, v in os.environ.items() if c not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    return garde | {"QUALEPREF_DONNEES": str(dossier)} | autres


def run(dossier, *mots, **autres):
    return subprocess.run(
        [*COMMANDE, *map(str, mots)],
        env=environment(dossier, **autres),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def importer(fichier, *options):
    return ("importer", fichier, "--registre", "courriers", "--site", "pref-44", "--format", "json",
            *options)  # fmt: skip


def test_un_import_tient_d_un_processus_a_l_autre(donnees, tmp_path):
    fichier = tmp_path / "registre.csv"
    fichier.write_text(f"{CSV}P-1;;;01/03/2022;08/03/2022\n")

    premier = run(donnees, *importer(fichier, "--appliquer"))
    second = run(donnees, *importer(fichier, "--appliquer"))

    assert (premier.returncode, premier.stderr) == (0, "")
    assert json.loads(premier.stdout)["nouvelles"] == 1
    assert json.loads(second.stdout)["inchangees"] == 1


def test_le_json_est_seul_sur_la_sortie(donnees):
    fait = run(donnees, *CALCULER)

    assert (fait.returncode, fait.stderr) == (0, "")
    assert json.loads(fait.stdout)["indicateurs"]


@pytest.mark.parametrize(
    ("autres", "motif"),
    [
        ({}, "La base n’est pas prête. Lancez d’abord : ./qualepref preparer"),
        ({"DATABASE_URL": "postgres://a:b@127.0.0.1:1/c"}, "La base de données ne répond pas"),
        ({"DATABASE_URL": "n’importe quoi"}, "DATABASE_URL n’est pas l’adresse d’une base"),
        ({"QUALEPREF_SMTP_PORT": "smtp"}, "QUALEPREF_SMTP_PORT doit être un nombre entier"),
    ],
)
def test_une_installation_incomplete_est_dite(tmp_path, autres, motif):
    fait = run(tmp_path, *CALCULER, **autres)

    assert (fait.returncode, json.loads(fait.stdout)["etat"]) == (1, "refuse")
    assert motif in json.loads(fait.stdout)["motif"]
    assert "Traceback" not in fait.stderr


def test_un_dossier_de_donnees_impossible_est_dit(tmp_path):
    (tmp_path / "fichier").write_text("")

    fait = run(tmp_path / "fichier" / "dossier", *CALCULER, SECRET_KEY="")

    assert (fait.returncode, json.loads(fait.stdout)["etat"]) == (1, "refuse")
    assert "Traceback" not in fait.stderr


def test_un_lecteur_qui_s_en_va_ne_fait_pas_de_bruit(donnees):
    processus = subprocess.Popen(
        [*COMMANDE, *CALCULER], env=environment(donnees), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    processus.stdout.close()

    assert processus.stderr.read() == ""
    processus.stderr.close()
    assert processus.wait(timeout=60) == 1


def is_writing(dossier):
    """Tell whether somebody holds the one writer of the database."""
    base = sqlite3.connect(dossier / "qualepref.sqlite3", timeout=0, isolation_level=None)
    try:
        base.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    finally:
        base.close()
    return False


@pytest.mark.lent
@pytest.mark.parametrize("coup", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_un_import_tue_n_ecrit_rien_et_se_reprend(donnees, tmp_path, coup):
    """The blow falls while the rows are being written: all of them stand, or none."""
    prefixe = coup.name
    lignes = [[f"{prefixe}-{n}", "01/03/2022"] for n in range(20_000)]
    fichier = write_xlsx(tmp_path / "registre.xlsx", [["Référence", "Reçue le"], *lignes])
    processus = subprocess.Popen(
        [*COMMANDE, *importer(fichier, "--appliquer")], env=environment(donnees),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while processus.poll() is None and not is_writing(donnees):
        pass
    assert processus.poll() is None
    processus.send_signal(coup)
    processus.wait(timeout=60)

    effet = json.loads(run(donnees, *importer(fichier)).stdout)
    assert (effet["nouvelles"], effet["inchangees"]) in ((20_000, 0), (0, 20_000))

    fait = json.loads(run(donnees, *importer(fichier, "--appliquer")).stdout)
    assert fait["nouvelles"] + fait["inchangees"] == 20_000


@pytest.mark.lent
def test_deux_imports_a_la_fois_aboutissent(donnees, tmp_path):
    fichiers = []
    for rang in range(2):
        # Half of the rows are in both.
        lignes = [[f"D-{n}", "01/03/2022"] for n in range(rang * 2000, rang * 2000 + 4000)]
        chemin = tmp_path / f"registre-{rang}.xlsx"
        fichiers.append(write_xlsx(chemin, [["Référence", "Reçue le"], *lignes]))
    processus = [
        subprocess.Popen(
            [*COMMANDE, *importer(fichier, "--appliquer")], env=environment(donnees),
            stdout=subprocess.PIPE, text=True,
        )
        for fichier in fichiers
    ]  # fmt: skip

    effets = [json.loads(p.communicate(timeout=120)[0]) for p in processus]

    assert [p.returncode for p in processus] == [0, 0]
    assert sum(e["nouvelles"] for e in effets) == 6000
    assert sum(e["inchangees"] for e in effets) == 2000
