"""Decks for LibreOffice, made by LibreOffice itself where it is installed."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

from qualepref.noyau.documents.composition import RenduImpossibleError


NOMS = ("soffice", "libreoffice")
DELAI_MAXIMUM = 120  # seconds
ODP = b"application/vnd.oasis.opendocument.presentation"


class SuiteAbsenteError(RenduImpossibleError):
    """LibreOffice is not installed on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "LibreOffice n’est pas installé sur cette machine : le support ne peut pas être écrit en "
            "ODP. Demandez un fichier .pptx, que LibreOffice ouvre aussi, ou installez LibreOffice."
        )


class ConversionImpossibleError(RenduImpossibleError):
    """LibreOffice did not write the file, or not to its end."""

    MOTIF = "LibreOffice n’a pas pu écrire le support en ODP."

    def __init__(self) -> None:
        super().__init__(f"{self.MOTIF} Demandez un fichier .pptx, que LibreOffice ouvre aussi.")


class ConversionTropLongueError(ConversionImpossibleError):
    """LibreOffice was stopped."""

    MOTIF = (
        f"LibreOffice a été arrêté : écrire le support en ODP dépassait {DELAI_MAXIMUM} secondes."
    )


def find_suite() -> str | None:
    """Return the path of LibreOffice, None where it is not installed."""
    return next((path for nom in NOMS if (path := shutil.which(nom))), None)


def convert_odp(pptx: bytes) -> bytes:
    """Return a deck as ODP, its charts still charts. Bytes differ from one time to the next.

    Whatever happens, no process nor file of it is left.

    Raises:
        SuiteAbsenteError: LibreOffice is not installed.
        ConversionImpossibleError: it failed, was killed, or took too long.
    """
    suite = find_suite()
    if suite is None:
        raise SuiteAbsenteError
    with tempfile.TemporaryDirectory(
        prefix="qualepref-odp-", ignore_cleanup_errors=True
    ) as dossier:
        source = Path(dossier) / "support.pptx"
        source.write_bytes(pptx)
        # A profile of its own: a running LibreOffice would take the order and not wait.
        ordre = [
            suite, f"-env:UserInstallation={(Path(dossier) / 'profil').as_uri()}", "--headless",
            "--norestore", "--convert-to", "odp", "--outdir", dossier, str(source),
        ]  # fmt: skip
        try:
            _run(ordre, dossier)
            octets = source.with_suffix(".odp").read_bytes()
        except (subprocess.SubprocessError, OSError) as erreur:
            raise ConversionImpossibleError from erreur
    _check_entier(octets)
    return octets


def _run(ordre: list[str], dossier: str) -> None:
    """Run an order in a group of its own, so that what it starts stops with it."""
    with subprocess.Popen(  # noqa: S603  no shell, and every word is ours
        ordre,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": dossier},
        start_new_session=True,
    ) as processus:
        try:
            code = processus.wait(timeout=DELAI_MAXIMUM)
        except BaseException as arret:
            with suppress(ProcessLookupError):
                os.killpg(processus.pid, signal.SIGKILL)
            if isinstance(arret, subprocess.TimeoutExpired):
                raise ConversionTropLongueError from arret
            raise
    if code:
        raise ConversionImpossibleError


def _check_entier(octets: bytes) -> None:
    """Make sure that a file is a deck written to its end.

    Raises:
        ConversionImpossibleError: it is not.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            entier = archive.testzip() is None and archive.read("mimetype").strip() == ODP
    except (zipfile.BadZipFile, KeyError, OSError) as erreur:
        raise ConversionImpossibleError from erreur
    if not entier:
        raise ConversionImpossibleError
