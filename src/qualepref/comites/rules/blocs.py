"""Minutes written as plain text, cut into headings, items and paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


TITRE = "## "
SOUS_TITRE = "### "
PUCE = "- "


class Genre(StrEnum):
    """What a block is."""

    TITRE = "titre"
    SOUS_TITRE = "sous_titre"
    LISTE = "liste"
    PARAGRAPHE = "paragraphe"


@dataclass(frozen=True, slots=True)
class Bloc:
    """A heading (one text), a list (its items) or a paragraph (its lines)."""

    genre: Genre
    textes: tuple[str, ...]


def parse_blocs(texte: str) -> tuple[Bloc, ...]:
    """Return the blocks of minutes.

    « ## » opens a heading, « ### » one of the level below, « - » an item; a blank line ends a paragraph. Nothing else is a
    mark: any other character is text.
    """
    blocs: list[Bloc] = []
    suite = False
    for ligne in (brute.strip() for brute in texte.splitlines()):
        genre, contenu = _read(ligne)
        if not contenu:
            suite = False
            continue
        en_suite = genre in (Genre.LISTE, Genre.PARAGRAPHE)
        if suite and en_suite and blocs[-1].genre is genre:
            blocs[-1] = Bloc(genre, (*blocs[-1].textes, contenu))
        else:
            blocs.append(Bloc(genre, (contenu,)))
        suite = en_suite
    return tuple(blocs)


def _read(ligne: str) -> tuple[Genre, str]:
    for marque, genre in (
        (SOUS_TITRE, Genre.SOUS_TITRE),
        (TITRE, Genre.TITRE),
        (PUCE, Genre.LISTE),
    ):
        if ligne.startswith(marque):
            return genre, ligne.removeprefix(marque).strip()
    return Genre.PARAGRAPHE, ligne
