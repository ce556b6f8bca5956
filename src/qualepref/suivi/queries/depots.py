"""How far the treatment of a file given through the site is."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from qualepref.suivi.models import ImportFichier


class Avancement(NamedTuple):
    """A step and its hundredths done; None when nobody can tell."""

    etape: str
    pourcentage: int | None


EN_ATTENTE = Avancement("En attente", None)


def locate_avancement(depot: ImportFichier) -> Path:
    """Return the file in which the work on a depot tells how far it is."""
    return Path(depot.fichier.storage.path(f"imports/{depot.pk}.avancement"))


def read_avancement(depot: ImportFichier) -> Avancement:
    """Return how far the work on a depot is."""
    try:
        etape, _, pourcentage = locate_avancement(depot).read_text(encoding="utf-8").partition("\n")
    except FileNotFoundError:
        return EN_ATTENTE
    return Avancement(etape, int(pourcentage) if pourcentage.isdecimal() else None)
