"""A snapshot read back from the base, for documents."""

from __future__ import annotations

from qualepref.publications.models import Instantane
from qualepref.publications.rendering.figement import load_fige
from qualepref.publications.rendering.figes import Fige


class InstantaneAltereError(ValueError):
    """The stored text of a snapshot is no longer the one its identifier was made from."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"Le contenu enregistré de l’instantané {reference} a été modifié : son empreinte ne "
            "lui correspond plus. Restaurez une sauvegarde de la base."
        )


def read_instantane(instantane: Instantane) -> Fige:
    """Return a snapshot from its row, as documents read it.

    Raises:
        InstantaneAltereError: its text was changed in the base.
        FormatInconnuError: written by a version whose snapshots this one does not read.
    """
    fige = load_fige(instantane.contenu)
    if fige.empreinte != instantane.empreinte:
        raise InstantaneAltereError(instantane.reference)
    return fige
