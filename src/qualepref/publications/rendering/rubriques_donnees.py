"""What a rubric freezes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qualepref.publications.rendering.bilan_donnees import Section


@dataclass(frozen=True, slots=True)
class Figee:
    """A rubric of a year: plain JSON data, and what the report prints of it, if anything."""

    donnees: Any
    section: Section | None = None
