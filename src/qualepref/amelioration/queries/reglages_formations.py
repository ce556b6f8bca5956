"""What following trainings lets be set, read from `amelioration/formations.yaml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings

from qualepref.noyau.yaml_strict.fautes import Faute, sort_fautes, tell_fautes
from qualepref.noyau.yaml_strict.schemas import Positif, SchemaStrict, Texte, read_forme


FICHIER = "formations.yaml"


class ReglagesFormationsInvalidesError(ValueError):
    """The file of settings does not have the shape expected; every fault is told."""

    def __init__(self, fautes: list[Faute]) -> None:
        super().__init__(
            f"Le fichier « {FICHIER} » du suivi des formations ne peut pas être lu :\n"
            f"{tell_fautes(sort_fautes(fautes))}"
        )


class ReglageEngagement(SchemaStrict):
    """An engagement that trainings answer. agents: whom it promises to train."""

    numero: Positif
    agents: Literal["tous", "module"]
    source: Texte


class ReglageEloignement(SchemaStrict):
    """After how many months without any session attended an agent is far from training."""

    mois: Positif
    source: Texte


class ReglagesFormations(SchemaStrict):
    """formations.yaml."""

    engagements: list[ReglageEngagement]
    eloignement: ReglageEloignement


@lru_cache(maxsize=1)
def get_reglages() -> ReglagesFormations:
    """Return the settings of trainings.

    Raises:
        ReglagesFormationsInvalidesError: its faults, all listed.
    """
    return load_reglages(Path(settings.AMELIORATION))


def load_reglages(dossier: Path) -> ReglagesFormations:
    """Return the settings that a folder holds.

    Raises:
        ReglagesFormationsInvalidesError: its faults, all listed.
    """
    reglages, fautes = read_forme(ReglagesFormations, dossier / FICHIER, FICHIER)
    if fautes or reglages is None:
        raise ReglagesFormationsInvalidesError(fautes)
    return reglages
