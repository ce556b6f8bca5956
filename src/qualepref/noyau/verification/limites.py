"""How much of a document is read back at most: it may come from anybody, and be made to harm."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limites:
    """Bounds of a document, many times what the longest of ours takes.

    deplies: bytes of all the parts of an archive once unpacked; partie: of one part, or of one file
    attached to a PDF; joints: of all the files attached. surface: square points of a page, those of
    an A0 sheet. signes: of the whole text and of the places it stands at; cellule: of one CSV cell.
    memoire, secondes: what the process that reads may use; attente: seconds that one waits for its
    turn.
    """

    octets: int = 50_000_000
    deplies: int = 400_000_000
    partie: int = 50_000_000
    joints: int = 100_000_000
    pages: int = 400
    surface: int = 2384 * 3370
    lignes: int = 200_000
    signes: int = 40_000_000
    cellule: int = 131_072
    memoire: int = 1_500_000_000
    secondes: int = 40
    attente: int = 20


LIMITES = Limites()
