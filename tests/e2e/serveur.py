"""The product's own `qualepref demo`, served from a throw-away folder and put back between tests."""

import datetime as dt
import os
import re
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from zoneinfo import ZoneInfo


COMMANDE = "from qualepref.config.commandes import main; main()"
# Five minutes: a busy machine takes a while to load the demonstration, and a dead one says so at once.
ESSAIS = 3000
SECONDES_ENTRE_ESSAIS = 0.1
ARRET_SECONDES = 40
# Accounts whose session is opened once and kept.
COMPTES = (
    "referent.44", "correspondant.44", "lecteur.44", "enqueteur.44", "referent.63", "national",
    "referent.91",
)  # fmt: skip


class SiteServi:
    """A running site: its address, its accounts, and the way back to the state it started in."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self.port = _free_port()
        self.adresse = f"http://127.0.0.1:{self.port}"
        self.journal = dossier / "journal.txt"
        self.base = dossier / "donnees" / "qualepref.sqlite3"
        self.depart = dossier / "depart.sqlite3"
        self.sessions: dict[str, list[dict]] = {}
        self._lu = 0

    def start(self) -> None:
        """Install the demonstration, serve it, and wait until it answers."""
        environnement = {
            cle: valeur
            for cle, valeur in os.environ.items()
            if not cle.startswith(("QUALEPREF_", "DJANGO_", "DATABASE_URL"))
        }
        environnement |= {
            "QUALEPREF_DONNEES": str(self.base.parent),
            "QUALEPREF_SORTIE": str(self.dossier / "sortie"),
            "SECRET_KEY": "clef-des-tests-qui-ne-protege-rien-du-tout-0123456789",
            "PYTHONWARNINGS": "error",
        }
        with self.journal.open("wb") as journal:
            self.processus = subprocess.Popen(
                [sys.executable, "-c", COMMANDE, "demo", "--port", str(self.port)],
                env=environnement, stdout=journal, stderr=subprocess.STDOUT,
            )  # fmt: skip
        self._wait()

    def stop(self) -> None:
        """Stop the site, its worker with it."""
        self.processus.terminate()
        self.processus.wait(timeout=ARRET_SECONDES)

    @property
    def mot_de_passe(self) -> str:
        """The password of every account of the demonstration."""
        fichier = self.base.parent / "comptes-demonstration.txt"
        return re.search(r"Mot de passe : (\S+)", fichier.read_text(encoding="utf-8")).group(1)

    @property
    def aujourdhui(self) -> dt.date:
        """The civil day it is at the sites of the tests."""
        return dt.datetime.now(tz=ZoneInfo("Europe/Paris")).date()

    def keep(self) -> None:
        """Remember the present state of the database."""
        with (
            closing(sqlite3.connect(self.base)) as source,
            closing(sqlite3.connect(self.depart)) as copie,
        ):
            source.backup(copie)

    def rewind(self) -> None:
        """Put the database back in the state remembered."""
        with (
            closing(sqlite3.connect(self.depart)) as copie,
            closing(sqlite3.connect(self.base, timeout=30)) as base,
        ):
            copie.backup(base)

    def read_journal(self) -> str:
        """Return what the site wrote since the last reading."""
        with self.journal.open(encoding="utf-8", errors="replace") as journal:
            journal.seek(self._lu)
            lignes = journal.read()
            self._lu = journal.tell()
        return lignes

    def _wait(self) -> None:
        for _ in range(ESSAIS):
            if self._answers():
                return
            try:
                code = self.processus.wait(timeout=SECONDES_ENTRE_ESSAIS)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError(f"Le site s'est arrêté ({code}) :\n{self.read_journal()}")
        raise RuntimeError(f"Le site n'a pas répondu :\n{self.read_journal()}")

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.adresse}/connexion/", timeout=10).close()
        except (URLError, ConnectionError, TimeoutError):
            return False
        return True


def _free_port() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]
