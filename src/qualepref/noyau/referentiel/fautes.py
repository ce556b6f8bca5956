"""What can be wrong in a référentiel, told all at once, file and key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qualepref.noyau.referentiel.ordre import cle_naturelle


@dataclass(frozen=True, slots=True, order=True)
class Faute:
    """One fault. `cle`: path of the key, such as `natures[0].horloges[1].delai`; "" for the file."""

    fichier: str
    cle: str
    motif: str

    def __str__(self) -> str:
        """Return « registres.yaml, natures[0].code : motif »."""
        lieu = f"{self.fichier}, {self.cle}" if self.cle else self.fichier
        return f"{lieu} : {self.motif}"


class ReferentielInvalideError(Exception):
    """A référentiel cannot be used; `fautes` lists everything to correct."""

    def __init__(self, dossier: Path, fautes: Iterable[Faute]) -> None:
        self.fautes = tuple(sorted(set(fautes), key=_rang))
        lignes = "\n".join(f"- {faute}" for faute in self.fautes)
        super().__init__(
            f"Le référentiel « {dossier.parent.name}/{dossier.name} » ne peut pas être chargé. "
            f"Corrigez les fautes suivantes, puis recommencez :\n{lignes}"
        )


class ReferentielIntrouvableError(Exception):
    """The folder holds no référentiel."""

    def __init__(self, dossier: Path) -> None:
        super().__init__(
            f"Aucun référentiel dans « {dossier} » : le fichier index.yaml manque. "
            "Vérifiez le code et la version demandés."
        )


def _rang(faute: Faute) -> tuple[object, ...]:
    return cle_naturelle(faute.fichier), cle_naturelle(faute.cle), faute.motif
