"""What the improvement plan lets be set, read from `amelioration/plan.yaml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from django.conf import settings
from pydantic import Field

from qualepref.noyau.yaml_strict.fautes import Faute, sort_fautes, tell_fautes
from qualepref.noyau.yaml_strict.schemas import Positif, SchemaStrict, Texte, read_forme


FICHIER = "plan.yaml"


class ReglagesInvalidesError(ValueError):
    """The file of settings does not have the shape expected; every fault is told."""

    def __init__(self, fautes: list[Faute]) -> None:
        super().__init__(
            f"Le fichier « {FICHIER} » du plan d’amélioration ne peut pas être lu :\n"
            f"{tell_fautes(sort_fautes(fautes))}"
        )


class ReglageDoublons(SchemaStrict):
    """When two titles are close. ressemblance: out of 100. propositions: shown at most."""

    ressemblance: Annotated[int, Field(gt=0, le=100)]
    propositions: Positif
    source: Texte


class ReglageEffet(SchemaStrict):
    """How before and after are compared: months on each side, cases needed on each side."""

    mois_au_plus: Positif
    mois_au_moins: Positif
    effectif_minimal: Positif
    source: Texte


class ReglageRappels(SchemaStrict):
    """How many days before its date an action is called due."""

    jours: Positif
    source: Texte


class ReglagesPlan(SchemaStrict):
    """plan.yaml."""

    doublons: ReglageDoublons
    effet: ReglageEffet
    rappels: ReglageRappels


@lru_cache(maxsize=1)
def get_reglages() -> ReglagesPlan:
    """Return the settings of the plan.

    Raises:
        ReglagesInvalidesError: its faults, all listed.
    """
    return load_reglages(Path(settings.AMELIORATION))


def load_reglages(dossier: Path) -> ReglagesPlan:
    """Return the settings that a folder holds.

    Raises:
        ReglagesInvalidesError: its faults, all listed.
    """
    reglages, fautes = read_forme(ReglagesPlan, dossier / FICHIER, FICHIER)
    if fautes or reglages is None:
        raise ReglagesInvalidesError(fautes)
    return reglages
