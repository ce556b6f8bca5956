"""The committees of a demonstration: what was published of each, seats without anybody's name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from qualepref.comites.enums import GenrePoint, NatureSuite, Qualite, TypeComite
from qualepref.demonstration.donnees import Bloc, Texte, load_fichier


class Siege(Bloc):
    """Seats of an organisation."""

    qualite: Qualite
    organisation: Texte
    sieges: Annotated[int, Field(gt=0)] = 1


class PointPublie(Bloc):
    """A point of the agenda."""

    genre: GenrePoint
    titre: Texte


class SuitePubliee(Bloc):
    """Something said. point: its rank on the agenda."""

    nature: NatureSuite
    texte: Texte
    point: Annotated[int, Field(gt=0)]
    echeance: dt.date | None = None


class CompteRenduPublie(Bloc):
    """Minutes as the public reads them."""

    texte: Texte
    publie_le: dt.date


class ReunionPubliee(Bloc):
    """A meeting that took place; its hour is that of the site's clocks."""

    jour: dt.date
    heure: dt.time
    lieu: str = ""
    points: Annotated[tuple[PointPublie, ...], Field(min_length=1)]
    suites: tuple[SuitePubliee, ...] = ()
    compte_rendu: CompteRenduPublie | None = None

    @model_validator(mode="after")
    def _check(self) -> ReunionPubliee:
        if any(suite.point > len(self.points) for suite in self.suites):
            raise ValueError("une suite renvoie à un point absent de l’ordre du jour")
        return self


class ComitePublie(Bloc):
    """A committee."""

    pilote: Texte
    sites: tuple[Texte, ...]
    type: TypeComite
    nom: Texte
    mission: str = ""
    membres: tuple[Siege, ...]
    reunions: tuple[ReunionPubliee, ...]


class Comites(Bloc):
    """The committees of a document."""

    document: Texte
    hypotheses: tuple[Texte, ...] = ()
    comites: tuple[ComitePublie, ...]


def load_comites(dossier: Path) -> tuple[Comites, ...]:
    """Return the committees of a folder, by file name.

    Raises:
        DemonstrationInvalideError: a file is unreadable, with every fault.
    """
    return tuple(load_fichier(p, Comites) for p in sorted(dossier.glob("*.yaml")))
