"""A Chromium for the tests that drive a browser: found, else installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator


VARIABLE = "QUALEPREF_CHROMIUM"
# The shell draws no window of its own: the same pages, for six tenths of the processor time.
LEGER = "chromium-headless-shell"
NOMS = (LEGER, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ATTENTE_ESSAI = 60
ATTENTE_INSTALLATION = 600


class NavigateurIndisponibleError(RuntimeError):
    """No browser works here and none could be installed; the message says why, in French."""


def find_navigateur(*, installer: bool) -> str:
    """Return the path of a Chromium that starts.

    installer: when none is found, try Playwright's download, then the system's package.

    Raises:
        NavigateurIndisponibleError: none works.
    """
    for candidat in _candidates():
        if _starts(candidat):
            return candidat
    if not installer:
        raise NavigateurIndisponibleError(
            f"aucun Chromium ne démarre ici (ni {VARIABLE}, ni celui du système)"
        )
    motifs = []
    for quoi, commandes in _installations():
        echec = next(filter(None, map(_install, commandes)), None)
        trouve = next((c for c in _candidates() if _starts(c)), None)
        if trouve is not None:
            return trouve
        motifs.append(f"{quoi} : {echec or 'installé, mais il ne démarre pas'}")
    raise NavigateurIndisponibleError(
        f"aucun Chromium ne démarre ici, et son installation a échoué ({' ; '.join(motifs)})"
    )


def _candidates() -> Iterator[str]:
    impose = os.environ.get(VARIABLE)
    if impose:
        yield impose
        return
    yield from filter(None, map(shutil.which, NOMS))
    if propre := _find_playwright():
        yield propre


def _find_playwright() -> str | None:
    """Return where Playwright keeps its own Chromium; None when it has none."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chemin = playwright.chromium.executable_path
    return chemin if os.path.exists(chemin) else None  # noqa: PTH110


def _starts(executable: str) -> bool:
    """Tell whether this browser opens a page: a binary may lack libraries of the system."""
    with tempfile.TemporaryDirectory() as profil:
        commande = [
            executable, "--headless", "--no-sandbox", "--disable-gpu",
            f"--user-data-dir={profil}", "--dump-dom", "about:blank",
        ]  # fmt: skip
        try:
            resultat = subprocess.run(
                commande, capture_output=True, timeout=ATTENTE_ESSAI, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return resultat.returncode == 0 and b"<html" in resultat.stdout


def _installations() -> list[tuple[str, list[list[str]]]]:
    essais = [("Playwright", [[sys.executable, "-m", "playwright", "install", "chromium"]])]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        installer = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        for paquet in (LEGER, "chromium"):
            essais.append(
                (f"apt-get {paquet}", [["apt-get", "update", "-qq"], [*installer, paquet]])
            )
    return essais


def _install(commande: list[str]) -> str:
    """Run an installation silently; return why it failed, "" when it did not."""
    environnement = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        resultat = subprocess.run(
            commande, capture_output=True, text=True, check=False,
            timeout=ATTENTE_INSTALLATION, env=environnement,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as erreur:
        return str(erreur)
    if resultat.returncode == 0:
        return ""
    lignes = (resultat.stderr or resultat.stdout).strip().splitlines()
    return lignes[-1] if lignes else f"code {resultat.returncode}"
