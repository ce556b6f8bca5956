"""What can be wrong in a territory file, told all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Faute:
    """One fault; `ligne` counts from 1 as a spreadsheet does, None for the whole file.

    `colonne` is the header's name, None when the whole line is at fault.
    """

    fichier: str
    ligne: int | None
    colonne: str | None
    message: str

    def __str__(self) -> str:
        """Return « fichier, ligne 3, colonne « nom » : message »."""
        lieu = self.fichier
        if self.ligne is not None:
            lieu += f", ligne {self.ligne}"
        if self.colonne is not None:
            lieu += f", colonne « {self.colonne} »"
        return f"{lieu} : {self.message}"


class TerritoiresInvalidesError(Exception):
    """A territory file cannot be used; `fautes` lists everything to correct."""

    def __init__(self, fautes: Sequence[Faute]) -> None:
        self.fautes = tuple(fautes)
        lignes = "\n".join(f"- {faute}" for faute in self.fautes)
        super().__init__(
            "Les fichiers de territoires ne peuvent pas être chargés. "
            f"Corrigez les fautes suivantes, puis recommencez :\n{lignes}"
        )
