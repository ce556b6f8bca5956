"""What an import holds and what applying it does: shapes shared by pages, commands and files."""

from __future__ import annotations

from dataclasses import dataclass

from qualepref.noyau.tableurs.conversion import Erreur
from qualepref.noyau.tableurs.entete import LigneIgnoree


@dataclass(frozen=True, slots=True)
class Difference:
    """What writing a lot does, or would do: references of each kind."""

    nouvelles: tuple[str, ...]
    modifiees: tuple[str, ...]
    inchangees: int


@dataclass(frozen=True, slots=True)
class BilanImport:
    """What a file holds and what applying it does, or did.

    `erreurs` not empty: nothing can be applied. `difference` is None as long as there are errors.
    """

    registre: str
    fichier: str
    feuille: str
    ligne_entete: int
    colonnes: dict[str, str]
    non_reconnues: tuple[str, ...]
    avertissements: tuple[str, ...]
    lues: int
    ignorees: tuple[LigneIgnoree, ...]
    erreurs: tuple[Erreur, ...]
    difference: Difference | None
    applique: bool
