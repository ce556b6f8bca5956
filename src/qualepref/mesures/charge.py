"""Answers sent by many at once to the running site, which is killed and started again meanwhile.

The site is `qualepref servir` itself; forms go through the pages that the public uses. A form is
acknowledged once its sender is shown to the page of thanks; each one must then be in the base, once.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Event, Lock, Thread
from typing import Any

from qualepref.mesures.deroulement import Atelier, MesureImpossibleError
from qualepref.mesures.repondants import ADRESSE, Repondant
from qualepref.mesures.resultats import Mesure


RETOURS, RETOURS_RAPIDE = 10_000, 500
MISES_A_MORT, MISES_A_MORT_RAPIDE = 5, 2
REPONDANTS = 16
DEMARRAGE_SECONDES = 120
LANCER = "from qualepref.config.commandes import main; main()"


@dataclass
class Envois:
    """What the senders share: which form is next, which ones were acknowledged."""

    total: int
    confirmes: dict[str, dict[str, Any]] = field(default_factory=dict)
    pannes: list[str] = field(default_factory=list)
    fini: Event = field(default_factory=Event)
    _prochain: int = 0
    _verrou: Lock = field(default_factory=Lock)

    def next_rang(self) -> int | None:
        """Return the rank of a form nobody took yet; None when all are taken."""
        with self._verrou:
            if self._prochain == self.total or self.pannes:
                return None
            self._prochain += 1
            return self._prochain

    def confirm(self, cle: str, valeurs: dict[str, Any]) -> None:
        """Note a form that the site acknowledged."""
        with self._verrou:
            self.confirmes[cle] = valeurs


class Serveur:
    """The site in processes of its own, killed all together and without warning."""

    def __init__(self, atelier: Atelier, base: str) -> None:
        with socket.socket() as prise:
            prise.bind(("127.0.0.1", 0))
            self.port: int = prise.getsockname()[1]
        # One machine plays everybody: the limit per address would measure itself.
        self._environnement = atelier.environment(base) | {
            "QUALEPREF_ENQUETES_ENVOIS_PAR_MINUTE": "0"
        }
        self._journal = atelier.dossier / f"{base}.journal"

    def start(self) -> None:
        """Start the site, and wait until it answers."""
        with self._journal.open("ab") as journal:
            self._processus = subprocess.Popen(  # noqa: S603  our own command
                [sys.executable, "-c", LANCER, "servir", "--port", str(self.port)],
                env=self._environnement, stdout=journal, stderr=journal, start_new_session=True,
            )  # fmt: skip
        fin = time.monotonic() + DEMARRAGE_SECONDES
        while not self._answers():
            if time.monotonic() > fin or self._processus.poll() is not None:
                raise MesureImpossibleError("charge", self._journal.read_text(errors="replace"))
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill the site and all its processes at once, as a machine that loses them would."""
        with suppress(ProcessLookupError):
            os.killpg(self._processus.pid, signal.SIGKILL)
        self._processus.wait()

    def _answers(self) -> bool:
        connexion = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connexion.request("GET", f"/enquete/{ADRESSE}/")
            return connexion.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connexion.close()


def measure_charge(atelier: Atelier, *, rapide: bool) -> Iterator[Mesure]:
    """Measure how many forms the site takes in, and that it loses and doubles none."""
    total = RETOURS_RAPIDE if rapide else RETOURS
    morts = MISES_A_MORT_RAPIDE if rapide else MISES_A_MORT
    secondes, bilan = run_charge(atelier, total=total, mises_a_mort=morts)
    yield Mesure(
        nom=f"{_format(total)} questionnaires de {bilan['questions']} questions reçus",
        notre=total / secondes,
        unite="par s",
        note=(
            f"{REPONDANTS} répondants à la fois, quatre requêtes par questionnaire, serveur tué "
            f"(kill -9) et relancé {morts} fois, arrêts compris ; SQLite, synchronous=NORMAL : tuer "
            "le processus ne perd rien de confirmé, une coupure de courant le peut"
        ),
    )
    yield Mesure(
        nom="Retours confirmés perdus, doublés ou altérés",
        notre=bilan["perdus"] + bilan["doubles"] + bilan["alteres"],
        barre=0,
        unite=f"sur {_format(bilan['confirmes'])}",
        note=(
            f"{_format(bilan['retours'])} retours dans la base pour "
            f"{_format(bilan['confirmes'])} confirmés"
        ),
    )


def run_charge(atelier: Atelier, *, total: int, mises_a_mort: int) -> tuple[float, dict[str, int]]:
    """Send forms to a site of its own; return the seconds it took and the count of the base.

    Raises:
        MesureImpossibleError: the site did not start, or refused a form.
    """
    base = "charge"
    for reste in atelier.dossier.glob(f"{base}.*"):
        reste.unlink()
    atelier.run("prepare_charge", base=base)
    serveur, envois = Serveur(atelier, base), Envois(total)
    serveur.start()
    debut = time.perf_counter()
    try:
        _send_all(serveur, envois, mises_a_mort)
    finally:
        secondes = time.perf_counter() - debut
        serveur.kill()
    if envois.pannes:
        raise MesureImpossibleError("charge", envois.pannes[0])
    confirmes = atelier.dossier / f"{base}.confirmes"
    confirmes.write_text(json.dumps(envois.confirmes), encoding="utf-8")
    return secondes, atelier.run("count_charge", base=base, fichier=str(confirmes))


def _send_all(serveur: Serveur, envois: Envois, mises_a_mort: int) -> None:
    fils = [Thread(target=_send, args=(serveur, envois), daemon=True) for _ in range(REPONDANTS)]
    for fil in fils:
        fil.start()
    for mort in range(1, mises_a_mort + 1):
        _wait_for(envois, mort * envois.total // (mises_a_mort + 1))
        serveur.kill()
        serveur.start()
    for fil in fils:
        fil.join()


def _wait_for(envois: Envois, nombre: int) -> None:
    while len(envois.confirmes) < nombre and not envois.pannes:
        time.sleep(0.005)


def _send(serveur: Serveur, envois: Envois) -> None:
    with closing(Repondant(serveur.port)) as repondant:
        while (rang := envois.next_rang()) is not None:
            try:
                envois.confirm(*repondant.fill(rang))
            except RuntimeError as panne:
                envois.pannes.append(str(panne))


def _format(nombre: int) -> str:
    return f"{nombre:,}".replace(",", "\u00a0")
