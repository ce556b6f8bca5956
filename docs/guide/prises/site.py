"""The demonstration, loaded in a folder of its own and served."""
# ruff: noqa: S603, S310

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serve(dossier: Path) -> Iterator[tuple[str, str]]:
    """Load the demonstration and serve it; give its address and the password of its accounts."""
    qualepref = Path(sys.executable).with_name("qualepref")
    milieu = os.environ | {
        "QUALEPREF_DONNEES": str(dossier / "donnees"),
        "QUALEPREF_SORTIE": str(dossier / "sortie"),
    }
    for nom in ("DATABASE_URL", "QUALEPREF_HOTES"):
        milieu.pop(nom, None)
    subprocess.run(
        [qualepref, "demo", "--sans-servir"], env=milieu, check=True, stdout=subprocess.DEVNULL
    )
    comptes = (dossier / "donnees" / "comptes-demonstration.txt").read_text()
    mot_de_passe = re.search(r"Mot de passe : (\S+)", comptes)
    if mot_de_passe is None:
        sys.exit("comptes-demonstration.txt ne donne pas de mot de passe.")
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    site = subprocess.Popen(
        [qualepref, "servir", "--port", str(port)], env=milieu,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        adresse = f"http://127.0.0.1:{port}"
        wait_for(adresse)
        yield adresse, mot_de_passe[1]
    finally:
        site.terminate()
        site.wait(timeout=30)


def wait_for(adresse: str) -> None:
    """Return once the site answers."""
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{adresse}/connexion/", timeout=20).close()
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.5)
        else:
            return
    sys.exit(f"Le site n'a pas répondu à {adresse}.")
