"""Every document made from a snapshot: its name, its kind, and how its bytes are made.

A new document is one entry of FORMATS. Its `render` imports what it needs when it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qualepref.publications.enums import GenrePublication
from qualepref.publications.rendering.figes import Fige


PDF = "application/pdf"
CSV = "text/csv; charset=utf-8"
JSON = "application/json"
HTML = "text/html; charset=utf-8"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Format:
    """A document. `nom`: its file name; `libelle`: what the link says."""

    nom: str
    genre: GenrePublication
    libelle: str
    type: str
    render: Callable[[Fige], bytes]


def _bilan_pdf(fige: Fige) -> bytes:
    from qualepref.publications.rendering.bilan_pdf import render_pdf

    return render_pdf(fige)


def _indicateurs_csv(fige: Fige) -> bytes:
    from qualepref.publications.rendering.donnees import render_csv

    return render_csv(fige)


def _indicateurs_json(fige: Fige) -> bytes:
    from qualepref.publications.rendering.donnees import render_json

    return render_json(fige)


FORMATS = (
    Format("bilan.pdf", GenrePublication.BILAN, "Bilan en PDF", PDF, _bilan_pdf),
    Format("indicateurs.csv", GenrePublication.BILAN, "Chiffres en CSV", CSV, _indicateurs_csv),
    Format("indicateurs.json", GenrePublication.BILAN, "Chiffres en JSON", JSON, _indicateurs_json),
)


def list_formats(genre: str) -> tuple[Format, ...]:
    """Return the documents of a kind of publication."""
    return tuple(f for f in FORMATS if f.genre == genre)


def list_genres() -> tuple[GenrePublication, ...]:
    """Return the kinds of publication that have documents."""
    return tuple(g for g in GenrePublication if list_formats(g))
