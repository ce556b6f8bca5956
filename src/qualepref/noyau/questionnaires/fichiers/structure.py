"""What a LimeSurvey structure says of the codes found in a file of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qualepref.noyau.tableurs.vocabulaire import normalize_texte


@dataclass(frozen=True, slots=True)
class Intitules:
    """One column of answers: its labels, and the labels of each answer code, in any language."""

    libelles: tuple[str, ...]
    reponses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Structure:
    """Columns by heading: « Q1 », « Q5[SQ001] », for which the labels are those of the option."""

    colonnes: Mapping[str, Intitules] = field(default_factory=dict)

    def find(self, entete: str) -> Intitules | None:
        """Return what is said of a heading, accents, case and punctuation aside."""
        return self._formes().get(normalize_texte(entete))

    def _formes(self) -> dict[str, Intitules]:
        return {normalize_texte(entete): colonne for entete, colonne in self.colonnes.items()}

    def as_dict(self) -> dict[str, Any]:
        """Return the same as JSON keeps it."""
        return {
            entete: {
                "libelles": list(c.libelles),
                "reponses": {code: list(libelles) for code, libelles in c.reponses.items()},
            }
            for entete, c in self.colonnes.items()
        }

    @classmethod
    def from_dict(cls, donnees: Mapping[str, Any]) -> Structure:
        """Return what `as_dict` kept."""
        return cls(
            {
                entete: Intitules(
                    tuple(c["libelles"]),
                    {code: tuple(libelles) for code, libelles in c["reponses"].items()},
                )
                for entete, c in donnees.items()
            }
        )
