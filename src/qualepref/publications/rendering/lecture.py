"""A snapshot read back from the base, for documents."""

from __future__ import annotations

from qualepref.publications.models import Instantane
from qualepref.publications.queries.instantanes import get_instantane
from qualepref.publications.rendering.figement import load_fige
from qualepref.publications.rendering.figes import Fige


class InstantaneAltereError(ValueError):
    """The stored text of a snapshot is no longer the one its identifier was made from."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"Le contenu enregistré de l’instantané {reference} a été modifié : son empreinte ne "
            "lui correspond plus. Restaurez une sauvegarde de la base."
        )


def load_instantane(reference: str) -> Fige:
    """Return the snapshot of that identifier, as documents read it.

    Raises:
        InstantaneInconnuError: no snapshot of that identifier.
        InstantaneAltereError: its text was changed in the base.
        FormatInconnuError: written by a version whose snapshots this one does not read.
    """
    return read_instantane(get_instantane(reference))


def read_instantane(instantane: Instantane) -> Fige:
    """Return the same from its row."""
    fige = load_fige(instantane.contenu)
    if fige.empreinte != instantane.empreinte:
        raise InstantaneAltereError(instantane.reference)
    return fige
