"""What can be wrong in YAML files, told all at once, file and key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qualepref.noyau.yaml_strict.ordre import cle_naturelle


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


def sort_fautes(fautes: Iterable[Faute]) -> tuple[Faute, ...]:
    """Return each fault once, by file then by key, in natural order."""
    return tuple(sorted(set(fautes), key=_rang))


def tell_fautes(fautes: Iterable[Faute]) -> str:
    """Return the faults as a list, one line each, to end a message with."""
    return "\n".join(f"- {faute}" for faute in fautes)


def _rang(faute: Faute) -> tuple[object, ...]:
    return cle_naturelle(faute.fichier), cle_naturelle(faute.cle), faute.motif
