"""What mystery tests start from: hours, patience, thresholds, and scenarios ready to be copied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import Field, PlainValidator, Strict

from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.questionnaires.schemas import refuse
from qualepref.noyau.yaml_strict.controles import Reproche, as_fautes, check_doublons
from qualepref.noyau.yaml_strict.schemas import Code, Positif, SchemaStrict, Texte, read_forme


SCENARIOS = "scenarios.yaml"
TITRE_MAX = 120


class Canal(StrEnum):
    """How a service is tested."""

    APPEL = "appel"
    COURRIEL = "courriel"


@dataclass(frozen=True, slots=True)
class Tranche:
    """Hours between which to test, local time. propose: chosen unless somebody says otherwise."""

    debut: dt.time
    fin: dt.time
    propose: bool


@dataclass(frozen=True, slots=True)
class ScenarioModele:
    """A question to ask as a user would, and what a right answer holds."""

    canal: Canal
    titre: str
    question: str
    attendu: str
    source: str


@dataclass(frozen=True, slots=True)
class ModeleMystere:
    """What mystery tests start from.

    attente: working days after the day of a test before its grid is late. nature, canal_annonce:
    the demande whose deadline in the référentiel judges an e-mail. seuil_points: share of tests, in
    [0, 1], from which a criterion is a strong point, for a campaign without target. part_double:
    percentage of tests made by two that is proposed; paires: how many it takes, at least, to tell
    an agreement.
    """

    tranches: tuple[tuple[Canal, tuple[Tranche, ...]], ...]
    attente: tuple[tuple[Canal, int], ...]
    nature: str
    canal_annonce: str
    seuil_points: Fraction
    part_double: int
    paires: int
    scenarios: tuple[ScenarioModele, ...]

    def list_tranches(self, canal: str) -> tuple[Tranche, ...]:
        """Return the hours of a channel, in order."""
        return dict(self.tranches)[Canal(canal)]

    def list_scenarios(self, canal: str) -> tuple[ScenarioModele, ...]:
        """Return the scenarios of a channel."""
        return tuple(s for s in self.scenarios if s.canal == canal)

    def get_attente(self, canal: str) -> int:
        """Return the working days left to fill in a grid."""
        return dict(self.attente)[Canal(canal)]


def _read_heure(valeur: object) -> dt.time:
    try:
        return dt.time.fromisoformat(str(valeur))
    except ValueError:
        raise refuse("une heure est attendue, entre guillemets (« 09:30 »).") from None


Heure = Annotated[dt.time, PlainValidator(_read_heure)]
Pourcent = Annotated[int, Field(ge=0, le=100)]
Jours = Annotated[int, Field(ge=0)]


class TrancheSchema(SchemaStrict):
    """Hours of a day."""

    debut: Heure
    fin: Heure
    propose: bool = True


class CreneauxSchema(SchemaStrict):
    """Hours of each channel."""

    source: Texte
    appel: Annotated[list[TrancheSchema], Field(min_length=1)]
    courriel: Annotated[list[TrancheSchema], Field(min_length=1)]


class AttenteSchema(SchemaStrict):
    """Working days left to fill in a grid."""

    source: Texte
    appel: Jours
    courriel: Jours


class DelaiAnnonceSchema(SchemaStrict):
    """The demande whose deadline judges an e-mail."""

    nature: Code
    canal: Code
    source: Texte


class PointsSchema(SchemaStrict):
    """The percentage from which a criterion is a strong point."""

    seuil: Pourcent
    source: Texte


class PairesSchema(SchemaStrict):
    """Tests judged by two: percentage proposed, and how many it takes."""

    part: Pourcent
    paires: Positif
    source: Texte


class ScenarioSchema(SchemaStrict):
    """One scenario."""

    canal: Annotated[Canal, Strict(strict=False)]
    titre: Annotated[Texte, Field(max_length=TITRE_MAX)]
    question: Texte
    attendu: Texte
    source: Texte


class MystereSchema(SchemaStrict):
    """scenarios.yaml."""

    creneaux: CreneauxSchema
    attente: AttenteSchema
    delai_annonce: DelaiAnnonceSchema
    points: PointsSchema
    accord: PairesSchema
    scenarios: Annotated[list[ScenarioSchema], Field(min_length=1)]


def load_mystere(dossier: Path) -> ModeleMystere:
    """Return what the mystery tests of a folder of questionnaires start from.

    Raises:
        QuestionnaireInvalideError: faults of scenarios.yaml, all listed.
    """
    forme, fautes = read_forme(MystereSchema, dossier / SCENARIOS, SCENARIOS)
    if forme is not None:
        fautes += as_fautes(_check(forme), SCENARIOS)
    if fautes or forme is None:
        raise QuestionnaireInvalideError(SCENARIOS, fautes)
    return _build(forme)


def _check(forme: MystereSchema) -> Iterator[Reproche]:
    for canal in Canal:
        yield from _check_tranches(getattr(forme.creneaux, canal), f"creneaux.{canal}")
    yield from check_doublons(
        ((f"scenarios[{n}].titre", (s.canal, s.titre)) for n, s in enumerate(forme.scenarios)),
        "le scénario",
    )


def _check_tranches(tranches: Iterable[TrancheSchema], cle: str) -> Iterator[Reproche]:
    liste = list(tranches)
    for n, tranche in enumerate(liste):
        if tranche.fin <= tranche.debut:
            yield f"{cle}[{n}].fin", "la fin doit suivre le début."
    for n, (avant, apres) in enumerate(pairwise(liste), start=1):
        if apres.debut < avant.fin:
            yield f"{cle}[{n}].debut", "les créneaux se suivent sans se chevaucher."


def _build(forme: MystereSchema) -> ModeleMystere:
    return ModeleMystere(
        tranches=tuple(
            (
                canal,
                tuple(Tranche(t.debut, t.fin, t.propose) for t in getattr(forme.creneaux, canal)),
            )
            for canal in Canal
        ),
        attente=tuple((canal, getattr(forme.attente, canal)) for canal in Canal),
        nature=forme.delai_annonce.nature,
        canal_annonce=forme.delai_annonce.canal,
        seuil_points=Fraction(forme.points.seuil, 100),
        part_double=forme.accord.part,
        paires=forme.accord.paires,
        scenarios=tuple(
            ScenarioModele(s.canal, s.titre, s.question, s.attendu, s.source)
            for s in forme.scenarios
        ),
    )
