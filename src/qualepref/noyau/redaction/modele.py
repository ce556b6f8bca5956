"""A text in blocks, as every document can print it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Morceau:
    """A run of words of one weight."""

    texte: str
    gras: bool = False


@dataclass(frozen=True, slots=True)
class BlocTexte:
    """A paragraph (`liste` false: a single item), or a list with its items."""

    elements: tuple[tuple[Morceau, ...], ...]
    liste: bool = False


@dataclass(frozen=True, slots=True)
class TexteRiche:
    """A text; false without a block."""

    blocs: tuple[BlocTexte, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything to print."""
        return bool(self.blocs)

    @property
    def brut(self) -> str:
        """The same words without any shape, one line per paragraph or item."""
        lignes = ("".join(m.texte for m in e) for bloc in self.blocs for e in bloc.elements)
        return "\n".join(lignes)


SANS_TEXTE = TexteRiche()
