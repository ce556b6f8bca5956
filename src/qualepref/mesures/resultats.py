"""One measure: ours, what stands beside it, their ratio and the bar it must stay under."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Mesure:
    """A measure of one run, in the unit named.

    cote: what stands beside, in words; autre: its measure, None when nothing does. barre: what
    the ratio (ours over the other, or the other over ours when `inverse`) or, with nothing beside,
    our measure must not pass (or must reach, when `inverse`); None when there is no bar.
    note: what was measured, and how.
    """

    nom: str
    notre: float
    cote: str = ""
    autre: float | None = None
    barre: float | None = None
    inverse: bool = False
    unite: str = "s"
    note: str = ""

    @property
    def rapport(self) -> float | None:
        """How many times more than the other, or less when `inverse`."""
        if self.autre is None:
            return None
        return self.autre / self.notre if self.inverse else self.notre / self.autre

    @property
    def tenue(self) -> bool | None:
        """Whether the bar is held; None without a bar."""
        if self.barre is None:
            return None
        valeur = self.notre if self.rapport is None else self.rapport
        return valeur >= self.barre if self.inverse else valeur <= self.barre

    def as_dict(self) -> dict[str, Any]:
        """Return the measure for a machine."""
        return {
            "mesure": self.nom,
            "notre": round(self.notre, 4),
            "unite": self.unite,
            "a_cote": self.cote,
            "autre": None if self.autre is None else round(self.autre, 4),
            "rapport": None if self.rapport is None else round(self.rapport, 2),
            "barre": self.barre,
            "au_moins": self.inverse,
            "tenue": self.tenue,
            "note": self.note,
        }


class ReponsesDifferentesError(AssertionError):
    """Two ways of computing the same figure disagree: a speed without its answer is worth nothing."""

    def __init__(self, quoi: str) -> None:
        super().__init__(f"Les réponses diffèrent : {quoi}. La mesure de vitesse est sans valeur.")


def time_best(fois: int, *taches: Callable[[], Any]) -> list[float]:
    """Return the best of a few runs of each task, in seconds; the tasks take turns."""
    meilleurs = [float("inf")] * len(taches)
    for _ in range(fois):
        for rang, tache in enumerate(taches):
            debut = time.perf_counter()
            tache()
            meilleurs[rang] = min(meilleurs[rang], time.perf_counter() - debut)
    return meilleurs
