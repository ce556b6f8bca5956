"""What a file of answers holds once read: columns of kept values, and all that is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FauteCollecte:
    """A cell, or a whole row, that is refused. colonne: its name; lettre: "" for a row."""

    ligne: int
    lettre: str
    colonne: str
    valeur: str
    motif: str
    remede: str

    def __str__(self) -> str:
        ou = f", colonne {self.lettre} « {self.colonne} »" if self.lettre else ""
        return f"Ligne {self.ligne}{ou} : « {self.valeur} », {self.motif}. {self.remede}."


@dataclass(frozen=True, slots=True)
class TexteInconnu:
    """A text met in a column that is none of its answers. n: cells that hold it.

    role: the column's. proposition: code of the closest answer, "" when none is close.
    """

    role: str
    colonne: str
    texte: str
    n: int
    proposition: str


@dataclass(frozen=True, slots=True)
class Reglages:
    """What somebody said of a file. colonnes: column -> role, "" to leave it out.

    valeurs: role -> text -> code, "" for no answer. noms: for « @site », « @service », « @mode »
    and « @langue », the names of each code. fuseau: time zone of the site.
    """

    colonnes: Mapping[str, str] = field(default_factory=dict)
    valeurs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    noms: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    fuseau: str = "Europe/Paris"


@dataclass(slots=True)
class Collecte:
    """Answers read, one value per row in every column.

    valeurs: code of question -> kept value (`stockage`), True for a free text, None for no answer.
    textes: the free texts. jours: None where the file tells none. reperes: « @service »… -> codes.
    identifiants: what tells a row from any other, the same in every export. complets: False for
    a form given up half-way. refusees: ranks of the rows that have a fault. hors_parcours: answers
    taken out because the question was not asked, by code. ecartees: rows that are no answer, by
    reason.
    """

    numeros: list[int]
    valeurs: dict[str, list[Any]] = field(default_factory=dict)
    textes: dict[str, list[str | None]] = field(default_factory=dict)
    jours: list[dt.date | None] = field(default_factory=list)
    reperes: dict[str, list[str | None]] = field(default_factory=dict)
    identifiants: list[str] = field(default_factory=list)
    complets: list[bool] = field(default_factory=list)
    fautes: list[FauteCollecte] = field(default_factory=list)
    inconnus: list[TexteInconnu] = field(default_factory=list)
    refusees: set[int] = field(default_factory=set)
    hors_parcours: dict[str, int] = field(default_factory=dict)
    ecartees: dict[str, list[int]] = field(default_factory=dict)
    avertissements: list[str] = field(default_factory=list)

    def keep(self, rangs: list[int]) -> None:
        """Keep the rows of these ranks only."""
        for colonnes in (self.valeurs, self.textes, self.reperes):
            for code, colonne in colonnes.items():
                colonnes[code] = [colonne[rang] for rang in rangs]
        self.numeros = [self.numeros[rang] for rang in rangs]
        self.jours = [self.jours[rang] for rang in rangs]
        self.identifiants = [self.identifiants[rang] for rang in rangs]
        self.complets = [self.complets[rang] for rang in rangs]
