"""Actions that say the same thing: proposals, which a person accepts or not."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

from rapidfuzz import fuzz, process

from qualepref.noyau.tableurs.vocabulaire import strip_accents


Cle = TypeVar("Cle", bound=Hashable)


def find_proches(
    titre: str, titres: Mapping[Cle, str], *, ressemblance: int, propositions: int
) -> list[Cle]:
    """Return the keys of the closest titles, the closest first.

    ressemblance: out of 100, the order of words, accents and case apart.
    """
    trouves = process.extract(
        titre,
        titres,
        scorer=fuzz.token_sort_ratio,
        processor=strip_accents,
        score_cutoff=ressemblance,
        limit=propositions,
    )
    return [cle for _, _, cle in trouves]
