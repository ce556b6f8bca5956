"""What the poster « Transparence publique » shows: indicators by block, read from affiche.yaml."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Annotated, Literal

from django.conf import settings
from pydantic import Field

from qualepref.noyau.yaml_strict.fautes import sort_fautes, tell_fautes
from qualepref.noyau.yaml_strict.schemas import Positif, SchemaStrict, Texte, read_forme


FICHIER = "affiche.yaml"


class AfficheInvalideError(Exception):
    """The composition of the poster cannot be read."""


class BlocSchema(SchemaStrict):
    """A part of the poster. par: the detail its lines are split by; "" for whole indicators."""

    titre: Texte
    indicateurs: Annotated[list[Texte], Field(min_length=1)]
    par: str = ""


class SatisfactionSchema(SchemaStrict):
    """The part on surveys. enquetes: how many are shown at most."""

    titre: Texte
    enquetes: Positif


class AfficheSchema(SchemaStrict):
    """affiche.yaml."""

    depuis: dt.date
    source: Texte
    trimestre_incomplet: Literal["dernier_complet", "dire"]
    blocs: Annotated[list[BlocSchema], Field(min_length=1)]
    satisfaction: SatisfactionSchema


@lru_cache(maxsize=1)
def get_affiche() -> AfficheSchema:
    """Return the composition of the poster.

    Raises:
        AfficheInvalideError: the file is absent or faulty; the message lists its faults.
    """
    forme, fautes = read_forme(AfficheSchema, settings.PUBLICATIONS / FICHIER, FICHIER)
    if forme is None or fautes:
        raise AfficheInvalideError(
            "La composition de l’affiche ne peut pas être lue :\n"
            + tell_fautes(sort_fautes(fautes))
        )
    return forme
