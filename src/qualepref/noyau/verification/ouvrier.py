"""A short-lived process that reads one document: `python -m … <limits> < document`.

A document from anybody may be made to fill the memory or to be drawn for ever, and the library that
draws PDF can fall: none of it reaches the server. What is read comes back on the output, in JSON.
"""

from __future__ import annotations

import contextlib
import json
import sys
from dataclasses import asdict

from qualepref.noyau.verification.lecture import read_document
from qualepref.noyau.verification.limites import Limites
from qualepref.noyau.verification.modele import DocumentIllisibleError


REFUSE = 3


def bound(limites: Limites) -> None:
    """Hold this process to what it may use; it may write no file."""
    import resource

    for quoi, combien in (
        (resource.RLIMIT_AS, limites.memoire),
        (resource.RLIMIT_CPU, limites.secondes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a system that keeps its own bounds
            resource.setrlimit(quoi, (combien, combien))


def read(octets: bytes, limites: Limites) -> tuple[int, str]:
    """Return the exit code and what to print: the document read back, or why it is refused."""
    try:
        extrait = read_document(octets, limites)
    except DocumentIllisibleError as refus:
        return REFUSE, refus.pourquoi
    return 0, json.dumps(asdict(extrait), ensure_ascii=True)


if __name__ == "__main__":
    bornes = Limites(**json.loads(sys.argv[1]))
    bound(bornes)
    code, dit = read(sys.stdin.buffer.read(), bornes)
    sys.stdout.write(dit)
    sys.stdout.flush()
    sys.exit(code)
