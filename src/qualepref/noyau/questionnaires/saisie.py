"""How sheets are typed twice: which share of a batch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.yaml_strict.schemas import Positif, SchemaStrict, Texte, read_forme


SAISIE = "collecte/saisie.yaml"


class SecondeSaisieSchema(SchemaStrict):
    """Share typed again, in percent, and the fewest sheets."""

    part: Annotated[int, Field(gt=0, le=100)]
    minimum: Positif
    source: Texte


class SaisieSchema(SchemaStrict):
    """saisie.yaml."""

    seconde_saisie: SecondeSaisieSchema


@dataclass(frozen=True, slots=True)
class SecondeSaisie:
    """How many sheets of a batch are typed again: `part` per cent, `minimum` at least."""

    part: int
    minimum: int
    source: str

    def taille(self, n: int) -> int:
        """Return how many sheets of n are typed again, rounded up."""
        return min(n, max(self.minimum, -(-n * self.part // 100)))


def load_seconde_saisie(dossier: Path) -> SecondeSaisie:
    """Return what `saisie.yaml` of a folder of questionnaires says.

    Raises:
        QuestionnaireInvalideError: its faults, all listed.
    """
    forme, fautes = read_forme(SaisieSchema, dossier / SAISIE, SAISIE)
    if fautes or forme is None:
        raise QuestionnaireInvalideError(SAISIE, fautes)
    regle = forme.seconde_saisie
    return SecondeSaisie(regle.part, regle.minimum, regle.source)
