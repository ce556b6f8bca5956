"""A draw that anybody can make again, with any tool, from a seed and the references alone."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable


def draw_references(
    references: Iterable[str], *, graine: str, registre: str, nombre: int
) -> list[str]:
    """Return that many references, in order: those whose SHA-256 comes first.

    The digest is that of « seed:register:reference »: the same seed gives the same rows, whatever
    the order they are read in.
    """
    tirees = heapq.nsmallest(
        nombre, references, key=lambda reference: digest_of(graine, registre, reference)
    )
    return sorted(tirees)


def digest_of(graine: str, registre: str, reference: str) -> str:
    """Return what a reference is ranked by."""
    return hashlib.sha256(f"{graine}:{registre}:{reference}".encode()).hexdigest()
