"""Read the folder of open data, strictly: the schema of indicators, the words of cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from qualepref.noyau.calcul.cellules import MESURES
from qualepref.noyau.yaml_strict.fautes import Faute, sort_fautes, tell_fautes
from qualepref.noyau.yaml_strict.schemas import Code, SchemaStrict, Texte, read_forme


INDICATEURS = "impact-service-public-numerique.yaml"
CELLULES = "cellules.yaml"


class DonneesOuvertesInvalidesError(Exception):
    """The folder of open data cannot be used; `fautes` lists everything to correct."""

    def __init__(self, fautes: Iterable[Faute]) -> None:
        self.fautes = sort_fautes(fautes)
        super().__init__(
            "Les schémas des données ouvertes ne peuvent pas être lus. Corrigez les fautes "
            f"suivantes, puis recommencez :\n{tell_fautes(self.fautes)}"
        )


class Champ(SchemaStrict):
    """A column. valeurs: the only ones it may hold, empty for any."""

    nom: Code
    type: Literal["string", "number", "integer", "boolean", "date"]
    obligatoire: bool
    description: Texte
    valeurs: list[Texte] = []


class SchemaIndicateurs(SchemaStrict):
    """The published schema of a table of indicators."""

    nom: Texte
    version: Texte
    adresse: Texte
    licence: Texte
    champs: list[Champ]


class MotsCellules(SchemaStrict):
    """What each column of the cells says: keys, measures, counted quantities."""

    cles: dict[Code, Texte]
    mesures: dict[Code, Texte]
    comptages: dict[Code, Texte]


@dataclass(frozen=True, slots=True)
class SchemasOuverts:
    """The columns of each file, as Table Schema describes them."""

    indicateurs: SchemaIndicateurs
    cellules: Mapping[str, str]
    comptages: Mapping[str, str]


def load_schemas(dossier: Path) -> SchemasOuverts:
    """Return what the columns of open data are.

    Raises:
        DonneesOuvertesInvalidesError: the faults of both files, all listed.
    """
    indicateurs, fautes = read_forme(SchemaIndicateurs, dossier / INDICATEURS, INDICATEURS)
    mots, reproches = read_forme(MotsCellules, dossier / CELLULES, CELLULES)
    fautes += reproches
    if mots is not None and tuple(mots.mesures) != MESURES:
        fautes.append(
            Faute(CELLULES, "mesures", f"les mesures attendues sont : {', '.join(MESURES)}.")
        )
    if fautes or indicateurs is None or mots is None:
        raise DonneesOuvertesInvalidesError(fautes)
    return SchemasOuverts(indicateurs, {**mots.cles, **mots.mesures}, mots.comptages)


def describe_indicateurs(schema: SchemaIndicateurs) -> dict[str, Any]:
    """Return the schema of indicators as Table Schema."""
    return {"fields": [_describe(champ) for champ in schema.champs]}


def describe_colonnes(colonnes: Mapping[str, str], *, entieres: Iterable[str]) -> dict[str, Any]:
    """Return columns as Table Schema, in their order: whole numbers, texts for the others."""
    nombres = frozenset(entieres)
    return {
        "fields": [
            {
                "name": nom,
                "type": "integer" if nom in nombres else "string",
                "description": description,
            }
            for nom, description in colonnes.items()
        ]
    }


def _describe(champ: Champ) -> dict[str, Any]:
    contraintes: dict[str, Any] = {"required": champ.obligatoire}
    if champ.valeurs:
        contraintes["enum"] = list(champ.valeurs)
    return {
        "name": champ.nom,
        "type": champ.type,
        "description": champ.description,
        "constraints": contraintes,
    }
