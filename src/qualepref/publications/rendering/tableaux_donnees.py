"""A small table of the report, whatever it is about."""

from __future__ import annotations

from dataclasses import dataclass


# A cell of figures holds no longer word: « 23 000 / jour », « au plus 19 ».
MOT_LONG = 5


def _is_figure(cellule: str) -> bool:
    return not any(mot.isalpha() and len(mot) > MOT_LONG for mot in cellule.split())


@dataclass(frozen=True, slots=True)
class TableauDetail:
    """A small table: a caption, headings, rows as long as the headings.

    The first column names the rows. `total`: the last row is a total and stands out. `note`:
    what the table leaves out, in words.
    """

    legende: str
    entetes: tuple[str, ...]
    lignes: tuple[tuple[str, ...], ...]
    total: bool = False
    note: str = ""

    @property
    def chiffrees(self) -> tuple[bool, ...]:
        """Which columns hold figures, to be aligned as such; the others hold words."""
        colonnes = zip(*self.lignes, strict=True) if self.lignes else ()
        return tuple(rang > 0 and all(map(_is_figure, c)) for rang, c in enumerate(colonnes))
