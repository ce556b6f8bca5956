"""Decks for LibreOffice, made by LibreOffice itself where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from qualepref.noyau.documents.composition import RenduImpossibleError


NOMS = ("soffice", "libreoffice")
DELAI_MAXIMUM = 120  # seconds


class SuiteAbsenteError(RenduImpossibleError):
    """LibreOffice is not installed on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "LibreOffice n’est pas installé sur cette machine : le support ne peut pas être écrit en "
            "ODP. Demandez un fichier .pptx, que LibreOffice ouvre aussi, ou installez LibreOffice."
        )


class ConversionImpossibleError(RenduImpossibleError):
    """LibreOffice did not write the file."""

    def __init__(self) -> None:
        super().__init__(
            "LibreOffice n’a pas pu écrire le support en ODP. Demandez un fichier .pptx, que "
            "LibreOffice ouvre aussi."
        )


def find_suite() -> str | None:
    """Return the path of LibreOffice, None where it is not installed."""
    return next((path for nom in NOMS if (path := shutil.which(nom))), None)


def convert_odp(pptx: bytes) -> bytes:
    """Return a deck as ODP, its charts still charts. Bytes differ from one time to the next.

    Raises:
        SuiteAbsenteError: LibreOffice is not installed.
        ConversionImpossibleError: it failed, or took too long.
    """
    suite = find_suite()
    if suite is None:
        raise SuiteAbsenteError
    with tempfile.TemporaryDirectory() as dossier:
        source = Path(dossier) / "support.pptx"
        source.write_bytes(pptx)
        # A profile of its own: a running LibreOffice would take the order and not wait.
        ordre = [
            suite, f"-env:UserInstallation={(Path(dossier) / 'profil').as_uri()}", "--headless",
            "--norestore", "--convert-to", "odp", "--outdir", dossier, str(source),
        ]  # fmt: skip
        try:
            subprocess.run(  # noqa: S603  no shell, and every word is ours
                ordre, check=True, capture_output=True, timeout=DELAI_MAXIMUM,
                env={**os.environ, "HOME": dossier},
            )  # fmt: skip
            return source.with_suffix(".odp").read_bytes()
        except (subprocess.SubprocessError, OSError) as erreur:
            raise ConversionImpossibleError from erreur
