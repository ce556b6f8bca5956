"""What a document prints, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass


class DocumentIllisibleError(ValueError):
    """A file that cannot be read back."""

    def __init__(self, pourquoi: str) -> None:
        super().__init__(f"Ce fichier ne se lit pas : {pourquoi}")
        self.pourquoi = pourquoi


@dataclass(frozen=True, slots=True)
class Ligne:
    """A line as printed. `lieu`: « page 4 »; `sujet`: what it is about, where the file says it.

    `annexe`: beside the text that one reads: foot of pages, alternative text, file attached, digest
    of what is drawn.
    """

    lieu: str
    texte: str
    sujet: str = ""
    annexe: bool = False


@dataclass(frozen=True, slots=True)
class Extrait:
    """A document read back. `genre`: its extension.

    `images`: digest of each page as drawn, so that what is seen is compared too, and not only the
    text a reader would copy; empty where nothing is drawn. `modifiable`: made to be edited: its
    words may change, its figures may not.
    """

    genre: str
    lignes: tuple[Ligne, ...]
    images: tuple[str, ...] = ()
    modifiable: bool = False
