"""A site as it is installed, its worker killed while it draws: nothing half-written, and it is asked again."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest


TESTS = Path(__file__).parents[1]
PATIENCE = 180  # a busy machine is slow, not wrong: only a failure waits that long
SERVIR = "from qualepref.config.commandes import main; main()"
GENRES = ("bilan", "affiche", "donnees")
DEMANDER = f"""
import datetime as dt
import django
django.setup()
from django.utils import timezone
from qualepref.organisation.acces import today_at
from qualepref.organisation.models import Site
from qualepref.publications.operations.preparations import submit_preparation
from qualepref.publications.rendering.figement import build_fige
from qualepref.publications.tasks import publish_prepared
from usines import build_site
site = Site.objects.first() or build_site()
le = today_at(site)
fige = build_fige(site, 2022, le=le)
demandee = submit_preparation(
    site, fige=fige, genres={GENRES}, apercu=fige.reference, par="referent",
    maintenant=timezone.now(),
)
publish_prepared.enqueue(demandee.pk, le.isoformat())
"""


def wait_for(attendu, *, pas=0.02):
    fin = time.monotonic() + PATIENCE
    while time.monotonic() < fin:
        if trouve := attendu():
            return trouve
        time.sleep(pas)
    raise AssertionError("rien n’est venu")


def find_ouvrier(donnees):
    """Return the background worker that serves that folder of data; None before it starts."""
    for dossier in Path("/proc").glob("[0-9]*"):
        try:
            if (
                b"db_worker" in (dossier / "cmdline").read_bytes()
                and str(donnees).encode() in (dossier / "environ").read_bytes()
            ):
                return int(dossier.name)
        except OSError:
            continue
    return None


class Installation:
    """A served site and its base, read from outside."""

    def __init__(self, donnees):
        self.donnees, self.travail = donnees, donnees / "travail"
        gardes = {c: v for c, v in os.environ.items() if c not in ("DATABASE_URL",)}
        self.environnement = gardes | {
            "QUALEPREF_DONNEES": str(donnees),
            "DJANGO_SETTINGS_MODULE": "qualepref.config.settings",
            "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
        }

    def start(self):
        with socket.socket() as prise:
            prise.bind(("127.0.0.1", 0))
            port = prise.getsockname()[1]
        return subprocess.Popen(
            [sys.executable, "-c", SERVIR, "servir", "--port", str(port)],
            env=self.environnement, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def ask(self):
        subprocess.run([sys.executable, "-c", DEMANDER], env=self.environnement, check=True)

    def read(self, requete):
        with closing(sqlite3.connect(self.donnees / "qualepref.sqlite3", timeout=30)) as base:
            return base.execute(requete).fetchall()

    def count(self):
        tables = ("publication", "instantane", "fichier")
        return [self.read(f"SELECT count(*) FROM publications_{t}")[0][0] for t in tables]

    @property
    def preparation(self):
        """State of the publication asked for, and how many documents are drawn."""
        ((etat, faits),) = self.read(
            "SELECT etat, json_array_length(faits) FROM publications_preparation"
        )
        return etat, faits


@pytest.mark.lent
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="lit les processus dans /proc")
def test_un_travail_tue_pendant_qu_il_dessine_ne_laisse_rien_et_se_redemande(tmp_path):
    site = Installation(tmp_path)
    servi = site.start()
    try:
        ouvrier = wait_for(lambda: find_ouvrier(tmp_path))
        site.ask()
        wait_for(lambda: site.preparation[1] > 0 and any(site.travail.iterdir()))

        os.kill(ouvrier, signal.SIGKILL)

        assert site.preparation[0] == "en_cours"
        assert site.count() == [0, 0, 0]
        wait_for(lambda: site.preparation[0] == "refusee")
        wait_for(lambda: find_ouvrier(tmp_path) not in (None, ouvrier))
        assert list(site.travail.iterdir()) == []

        site.ask()

        wait_for(lambda: site.preparation[0] == "publiee")
        assert site.count()[:2] == [len(GENRES), 1]
        assert list(site.travail.iterdir()) == []
    finally:
        servi.terminate()
        servi.wait(timeout=PATIENCE)
