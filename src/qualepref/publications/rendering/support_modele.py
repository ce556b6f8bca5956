"""What a slide says, before it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qualepref.noyau.calcul.rendu import INSECABLE
from qualepref.noyau.graphiques.modele import Graphique
from qualepref.noyau.graphiques.tableau import columns, rows


@dataclass(frozen=True, slots=True)
class Liste:
    """Items. `notes`: what the speaker knows: method, period, source."""

    titre: str
    puces: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tableau:
    """A table under its headings. `legende`: what it holds, for those who do not see it.

    `chapeau`: a sentence above it. `abrege`: what is shown at the meeting where it is too long.
    """

    titre: str
    legende: str
    entetes: tuple[str, ...]
    lignes: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    total: bool = False
    chapeau: str = ""
    abrege: Tableau | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A chart, native in the deck."""

    titre: str
    graphique: Graphique
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence that no slide is worth: it stands beside its point of the agenda."""

    texte: str


Diapo = Liste | Tableau | Image


def hold(texte: str) -> str:
    """Return a figure or a verdict in one piece: « 719 / 786 » is never cut at the end of a line."""
    return texte.replace(" ", INSECABLE)


def tell_graphique(graphique: Graphique) -> Iterator[str]:
    """Yield what a chart draws, one line per label."""
    entetes = columns(graphique)
    for rangee in rows(graphique):
        dits = zip(entetes[1:], rangee[1:], strict=True)
        yield f"{rangee[0]} : {', '.join(f'{nom} {mot}' for nom, mot in dits if mot)}"
