"""Read ordres-du-jour.yaml, strictly: how often committees meet, and what agendas start from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from qualepref.noyau.yaml_strict.controles import as_fautes, check_doublons
from qualepref.noyau.yaml_strict.fautes import Faute, sort_fautes, tell_fautes
from qualepref.noyau.yaml_strict.schemas import Positif, SchemaStrict, Texte, read_forme


FICHIER = "ordres-du-jour.yaml"
TITRE_MAXIMUM = 200

TypeDeComite = Literal["clu", "copil", "comite_technique", "groupe"]
GenreDePoint = Literal[
    "presentation", "indicateurs", "enquetes", "modeles", "plan", "suites", "echanges", "autre"
]


class ReunionsInvalidesError(Exception):
    """The file of meetings cannot be used; `fautes` lists everything to correct."""

    def __init__(self, fautes: Iterable[Faute]) -> None:
        self.fautes = sort_fautes(fautes)
        super().__init__(
            "Les modèles de réunion ne peuvent pas être lus. Corrigez les fautes suivantes, puis "
            f"recommencez :\n{tell_fautes(self.fautes)}"
        )


class RythmeSchema(SchemaStrict):
    """How often a kind of committee meets, since when."""

    comite: TypeDeComite
    reunions_par_annee: Positif
    depuis: dt.date
    source: Texte


class PointSchema(SchemaStrict):
    """A point of an agenda."""

    genre: GenreDePoint
    titre: Annotated[Texte, Field(max_length=TITRE_MAXIMUM)]


class OrdreSchema(SchemaStrict):
    """What the agenda of a kind of committee starts from."""

    comite: TypeDeComite
    duree_minutes: Positif
    source: Texte
    points: Annotated[list[PointSchema], Field(min_length=1)]


class ReunionsSchema(SchemaStrict):
    """ordres-du-jour.yaml."""

    rythmes: list[RythmeSchema]
    ordres_du_jour: list[OrdreSchema]


@dataclass(frozen=True, slots=True)
class Rythme:
    """Fewest meetings of a civil year, from `depuis` on."""

    reunions_par_annee: int
    depuis: dt.date
    source: str


@dataclass(frozen=True, slots=True)
class PointModele:
    """A point an agenda starts from."""

    genre: str
    titre: str


@dataclass(frozen=True, slots=True)
class OrdreModele:
    """What an agenda starts from."""

    duree_minutes: int
    source: str
    points: tuple[PointModele, ...]


@dataclass(frozen=True, slots=True)
class ReglesReunions:
    """By kind of committee: its rhythms, oldest first, and its agenda."""

    rythmes: Mapping[str, tuple[Rythme, ...]]
    ordres: Mapping[str, OrdreModele]

    def rythme(self, comite: str, *, annee: int) -> Rythme | None:
        """Return the rhythm in force at the end of a civil year; None when nothing asks for one."""
        fin = dt.date(annee, 12, 31)
        valables = [r for r in self.rythmes.get(comite, ()) if r.depuis <= fin]
        return valables[-1] if valables else None


def load_regles(dossier: Path) -> ReglesReunions:
    """Return what `ordres-du-jour.yaml` of a folder says.

    Raises:
        ReunionsInvalidesError: its faults, all listed.
    """
    forme, fautes = read_forme(ReunionsSchema, dossier / FICHIER, FICHIER)
    if forme is not None:
        fautes += _check_unicite(forme)
    if fautes or forme is None:
        raise ReunionsInvalidesError(fautes)
    return _build(forme)


def _check_unicite(forme: ReunionsSchema) -> list[Faute]:
    ordres = ((f"ordres_du_jour[{i}].comite", o.comite) for i, o in enumerate(forme.ordres_du_jour))
    rythmes = (
        (f"rythmes[{i}].depuis", f"{r.comite}, {r.depuis}") for i, r in enumerate(forme.rythmes)
    )
    return as_fautes(
        [*check_doublons(ordres, "le comité"), *check_doublons(rythmes, "le rythme")], FICHIER
    )


def _build(forme: ReunionsSchema) -> ReglesReunions:
    rythmes: dict[str, tuple[Rythme, ...]] = {}
    for lu in sorted(forme.rythmes, key=lambda r: r.depuis):
        rythme = Rythme(lu.reunions_par_annee, lu.depuis, lu.source)
        rythmes[lu.comite] = (*rythmes.get(lu.comite, ()), rythme)
    ordres: dict[str, OrdreModele] = {
        o.comite: OrdreModele(
            o.duree_minutes, o.source, tuple(PointModele(p.genre, p.titre) for p in o.points)
        )
        for o in forme.ordres_du_jour
    }
    return ReglesReunions(MappingProxyType(rythmes), MappingProxyType(ordres))
