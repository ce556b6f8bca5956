"""A snapshot read back from the base, for documents."""

from __future__ import annotations

from collections.abc import Iterable

from qualepref.publications.enums import GenrePublication
from qualepref.publications.models import Instantane, Publication
from qualepref.publications.rendering.figement import is_same, load_fige
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


def list_depassees(publications: Iterable[Publication], fige: Fige) -> list[Publication]:
    """Return the publications that no longer say what a snapshot says.

    Raises:
        InstantaneAltereError: the text of one was changed in the base.
        FormatInconnuError: one was written by a version whose snapshots this one does not read.
    """
    lus: dict[str, Fige] = {}
    memes: dict[tuple[str, bool], bool] = {}
    depassees = []
    # Publications of a year share their snapshots, and only a deck says more than the others.
    for publication in publications:
        cle = publication.instantane_id
        place = cle, publication.genre == GenrePublication.SUPPORT
        if place not in memes:
            if cle not in lus:
                lus[cle] = read_instantane(publication.instantane)
            memes[place] = is_same(lus[cle], fige, genre=publication.genre)
        if not memes[place]:
            depassees.append(publication)
    return depassees
