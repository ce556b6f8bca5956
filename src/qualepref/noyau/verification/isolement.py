"""A document from anybody, read in a process of its own: bounded memory and time, no file written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from threading import Lock

import qualepref
from qualepref.noyau.tableurs.limites import format_taille
from qualepref.noyau.verification.lecture import check_nom
from qualepref.noyau.verification.limites import LIMITES, Limites
from qualepref.noyau.verification.modele import DocumentIllisibleError, Extrait, Ligne
from qualepref.noyau.verification.ouvrier import REFUSE


OUVRIER = "qualepref.noyau.verification.ouvrier"
# A busy machine gives a process less than one second of work each second.
PATIENCE = 3
DEMESURE = (
    "sa lecture demande plus de mémoire ou de temps qu’aucun document de l’application, ou bien il "
    "est abîmé."
)
# One at a time in each process of the server: readers together hold no more memory than one.
_TOUR = Lock()


def read_isole(octets: bytes, *, nom: str = "", limites: Limites = LIMITES) -> Extrait:
    """Return what a file prints. nom: as its sender calls it, "" when that says nothing.

    Raises:
        DocumentIllisibleError: refused, or beyond what reading it may take.
    """
    if len(octets) > limites.octets:
        raise DocumentIllisibleError(f"il dépasse {format_taille(limites.octets)}.")
    if not _TOUR.acquire(timeout=limites.attente):
        raise DocumentIllisibleError(
            "d’autres vérifications sont en cours. Recommencez dans une minute."
        )
    try:
        fin = _run(octets, limites)
    finally:
        _TOUR.release()
    if fin.returncode == REFUSE:
        raise DocumentIllisibleError(fin.stdout.decode())
    if fin.returncode:
        raise DocumentIllisibleError(DEMESURE)
    lu = json.loads(fin.stdout)
    check_nom(nom, lu["genre"])
    lignes = tuple(Ligne(**ligne) for ligne in lu["lignes"])
    return Extrait(lu["genre"], lignes, tuple(lu["images"]), lu["modifiable"])


def _run(octets: bytes, limites: Limites) -> subprocess.CompletedProcess[bytes]:
    sources = str(Path(qualepref.__path__[0]).parent)
    chemins = [sources, *filter(None, [os.environ.get("PYTHONPATH")])]
    environnement = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(chemins),
        # It may write no file, compiled modules included.
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    try:
        return subprocess.run(  # noqa: S603 (our own module, in our own interpreter)
            [sys.executable, "-P", "-m", OUVRIER, json.dumps(asdict(limites))],
            input=octets,
            env=environnement,
            capture_output=True,
            timeout=limites.secondes * PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as depassement:
        raise DocumentIllisibleError(DEMESURE) from depassement
