"""The template that a site's decks are made from, and its file by digest."""

from __future__ import annotations

import hashlib

from django.core.files.storage import default_storage

from qualepref.noyau.documents.composition import RenduImpossibleError
from qualepref.organisation.models import Site
from qualepref.publications.models import Gabarit


DOSSIER = "publications/gabarits"


class GabaritPerduError(RenduImpossibleError):
    """The template that a snapshot was frozen with is no longer kept as it was."""

    def __init__(self, empreinte: str) -> None:
        super().__init__(
            "Le modèle de diaporama avec lequel ces documents ont été figés "
            f"({empreinte[:12]}…) n’est plus dans le dossier de données, ou a été modifié. Restaurez "
            f"{DOSSIER} depuis une sauvegarde."
        )


def find_gabarit(site: Site) -> Gabarit | None:
    """Return the template of a site, None when it uses ours."""
    return Gabarit.objects.filter(site=site).first()


def name_gabarit(empreinte: str) -> str:
    """Return where the file of that digest is kept."""
    return f"{DOSSIER}/{empreinte}.pptx"


def read_gabarit(empreinte: str) -> bytes:
    """Return the file of that digest.

    Raises:
        GabaritPerduError: absent, or no longer the same.
    """
    try:
        with default_storage.open(name_gabarit(empreinte), "rb") as fichier:
            octets: bytes = fichier.read()
    except OSError as erreur:
        raise GabaritPerduError(empreinte) from erreur
    if hashlib.sha256(octets).hexdigest() != empreinte:
        raise GabaritPerduError(empreinte)
    return octets
