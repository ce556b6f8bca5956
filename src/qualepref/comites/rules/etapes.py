"""Where a meeting stands between its preparation and its minutes."""

from __future__ import annotations

from enum import IntEnum


class Etape(IntEnum):
    """The step to take next, in order."""

    PREPARER = 1
    CONVOQUER = 2
    TENIR = 3
    RENDRE_COMPTE = 4

    @property
    def libelle(self) -> str:
        """Return the step as a button says it."""
        return LIBELLES[self]


LIBELLES = {
    Etape.PREPARER: "Préparer",
    Etape.CONVOQUER: "Convoquer",
    Etape.TENIR: "Tenir la réunion",
    Etape.RENDRE_COMPTE: "Rendre compte",
}


def compute_etape(*, lieu: bool, convoquee: bool, tenue: bool) -> Etape:
    """Return the next step of a meeting: one held is reported on, however it was convened."""
    if tenue:
        return Etape.RENDRE_COMPTE
    if convoquee:
        return Etape.TENIR
    return Etape.CONVOQUER if lieu else Etape.PREPARER
