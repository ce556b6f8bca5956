"""Read `cartes.yaml`, strictly: how limits of control charts are drawn, and what a signal is."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from qualepref.noyau.yaml_strict.controles import as_fautes, check_doublons
from qualepref.noyau.yaml_strict.fautes import Faute, sort_fautes, tell_fautes
from qualepref.noyau.yaml_strict.schemas import Code, Positif, SchemaStrict, Texte, read_forme


FICHIER = "cartes.yaml"


class ReglagesCartesInvalidesError(ValueError):
    """The file of control charts cannot be used; `fautes` lists everything to correct."""

    def __init__(self, fautes: Iterable[Faute]) -> None:
        self.fautes = sort_fautes(fautes)
        super().__init__(
            f"Le fichier « {FICHIER} » des cartes de contrôle ne peut pas être lu :\n"
            f"{tell_fautes(self.fautes)}"
        )


class ReglageLimites(SchemaStrict):
    """How many standard deviations limits stand from the centre."""

    ecarts_types: Positif
    source: Texte


class ReglageMinimum(SchemaStrict):
    """Fewest points for trial limits, and for established ones."""

    provisoire: Annotated[int, Field(ge=2)]
    etabli: Positif
    source: Texte


class ReglageEffectifs(SchemaStrict):
    """Fewest cases expected of each kind for standard deviations to describe a proportion."""

    attendus: Positif
    source: Texte


class ReglageSurdispersion(SchemaStrict):
    """Confidence from which proportions vary more than drawing lots does."""

    niveau: Annotated[Decimal, Field(gt=Decimal("0.5"), lt=1)]
    source: Texte


class ReglageResolution(SchemaStrict):
    """Fewest values a moving range must be able to take under its limit, zero included."""

    ecarts_possibles: Annotated[int, Field(ge=2)]
    source: Texte


class ReglageRecul(SchemaStrict):
    """For how many months a signal bears on what comes next."""

    mois: Positif
    source: Texte


class Regle(SchemaStrict):
    """What makes a signal. points: how many points in a row it takes."""

    code: Code
    genre: Literal["hors_limites", "meme_cote"]
    points: Positif
    libelle: Texte
    source: Texte


class ReglagesCartes(SchemaStrict):
    """cartes.yaml."""

    limites: ReglageLimites
    minimum: ReglageMinimum
    petits_effectifs: ReglageEffectifs
    surdispersion: ReglageSurdispersion
    resolution: ReglageResolution
    recul: ReglageRecul
    regles: Annotated[list[Regle], Field(min_length=1)]


def load_reglages(dossier: Path) -> ReglagesCartes:
    """Return what `cartes.yaml` of a folder says.

    Raises:
        ReglagesCartesInvalidesError: its faults, all listed.
    """
    forme, fautes = read_forme(ReglagesCartes, dossier / FICHIER, FICHIER)
    if forme is not None:
        fautes += _check(forme)
    if fautes or forme is None:
        raise ReglagesCartesInvalidesError(fautes)
    return forme


def _check(forme: ReglagesCartes) -> list[Faute]:
    codes = ((f"regles[{i}].code", r.code) for i, r in enumerate(forme.regles))
    fautes = as_fautes(check_doublons(codes, "la règle"), FICHIER)
    if forme.minimum.etabli < forme.minimum.provisoire:
        motif = (
            "des limites établies demandent au moins autant de points que des limites provisoires."
        )
        fautes.append(Faute(FICHIER, "minimum.etabli", motif))
    return fautes
