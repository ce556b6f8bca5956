"""The site as an installation runs it: a server, its background worker, the one that minds them."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from qualepref.config.commandes.servir import attempt, stop_all


COMMANDE = (sys.executable, "-c", "from qualepref.config.commandes import main; main()")
PATIENCE = 180  # a busy machine is slow, not wrong: only a failure waits that long


def wait_for(attendu, *, pas=0.2):
    fin = time.monotonic() + PATIENCE
    while time.monotonic() < fin:
        if trouve := attendu():
            return trouve
        time.sleep(pas)
    raise AssertionError("rien n’est venu")


def find_ouvriers(parent):
    """Return the processes started by `parent` that run the background worker."""
    trouves = []
    for dossier in Path("/proc").glob("[0-9]*"):
        try:
            ligne = (dossier / "cmdline").read_bytes()
            etat = (dossier / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if b"db_worker" in ligne and int(etat[1]) == parent and etat[0] != "Z":
            trouves.append(int(dossier.name))
    return trouves


def answers(adresse):
    try:
        return urlopen(adresse, timeout=5).status == 200
    except OSError:
        return False


@pytest.mark.lent
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="lit les processus dans /proc")
def test_un_travail_de_fond_tue_est_relance_et_tout_s_arrete_ensemble(tmp_path):
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    garde = {
        c: v for c, v in os.environ.items() if c not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    journal = tmp_path / "journal"
    with journal.open("w") as flux:
        servi = subprocess.Popen(
            [*COMMANDE, "servir", "--port", str(port)],
            env=garde | {"QUALEPREF_DONNEES": str(tmp_path)},
            stdout=flux,
            stderr=flux,
        )
    try:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/connexion/"))
        (premier,) = wait_for(lambda: find_ouvriers(servi.pid))

        os.kill(premier, signal.SIGKILL)

        (second,) = wait_for(lambda: [p for p in find_ouvriers(servi.pid) if p != premier])
        assert second != premier
    finally:
        servi.terminate()
        code = servi.wait(timeout=PATIENCE)
    assert code == 0
    assert [ligne.split(" : ")[0] for ligne in journal.read_text().splitlines()] == [
        "Base prête",
        "Le site est ouvert",
        "Le travail de fond s’était arrêté",
    ]
    assert not Path(f"/proc/{second}").exists()


def test_un_entretien_qui_echoue_ne_ferme_pas_le_site(caplog):
    def fail():
        raise RuntimeError("la base ne répond plus")

    attempt(fail)

    assert "le site reste ouvert" in caplog.text
    assert "la base ne répond plus" in caplog.text


def test_un_processus_qui_n_obeit_pas_est_arrete():
    sourd = subprocess.Popen(
        [
            sys.executable, "-c",
            "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
            "print('prêt', flush=True); time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    with sourd:
        sourd.stdout.readline()

        stop_all([sourd], patience=0.2)

    assert sourd.returncode == -signal.SIGKILL
