"""The shape of a YAML file, checked by pydantic, faults told in French."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from qualepref.noyau.yaml_strict.fautes import Faute
from qualepref.noyau.yaml_strict.fichiers import read_fichier


Texte = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*$")]
Positif = Annotated[int, Field(gt=0)]


class SchemaStrict(BaseModel):
    """Base of the shapes: no conversion, no unknown key."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


Schema = TypeVar("Schema", bound=BaseModel)


def check_schema(
    schema: type[Schema], contenu: Mapping[str, Any], fichier: str
) -> tuple[Schema | None, list[Faute]]:
    """Return the file's content in its shape, or None and every fault of that shape."""
    try:
        return schema.model_validate(contenu), []
    except ValidationError as erreur:
        return None, [
            Faute(fichier, _tell_cle(detail["loc"]), _tell_motif(detail))
            for detail in erreur.errors(include_url=False)
        ]


def read_forme(schema: type[Schema], path: Path, nom: str) -> tuple[Schema | None, list[Faute]]:
    """Return a YAML file in its shape, or None, and every fault of its text and of its shape.

    nom: how the file is named in faults. A key written twice is a fault beside a shape that holds.
    """
    brut, fautes = read_fichier(path, nom)
    if brut is None:
        return None, fautes
    forme, reproches = check_schema(schema, brut, nom)
    return forme, fautes + reproches


def _tell_cle(chemin: tuple[int | str, ...]) -> str:
    texte = ""
    for pas in chemin:
        if isinstance(pas, int):
            texte += f"[{pas}]"
        else:
            texte += f".{pas}" if texte else pas
    return texte


MOTIFS = {
    "missing": "clé obligatoire absente.",
    "extra_forbidden": "clé inconnue ; corrigez son nom ou supprimez-la.",
    "string_type": "un texte est attendu (entre guillemets s’il ressemble à un nombre).",
    "int_type": "un nombre entier est attendu.",
    "bool_type": "« true » ou « false » est attendu.",
    "list_type": "une liste est attendue (« [a, b] »).",
    "dict_type": "des clés sont attendues (« code: libellé »).",
    "model_type": "des clés sont attendues (« cle: valeur »).",
    "date_type": "une date est attendue, au format 2022-11-21.",
    "string_too_short": "le texte est vide.",
    "too_short": "la liste est trop courte : il en faut au moins {min_length}.",
    "string_pattern_mismatch": "« {input} » n’a pas la forme attendue : {pattern}.",
    "greater_than": "« {input} » doit être supérieur à {gt}.",
    "greater_than_equal": "« {input} » doit être au moins égal à {ge}.",
    "less_than_equal": "« {input} » doit être au plus égal à {le}.",
    "enum": "« {input} » n’est pas admis ; valeurs admises : {expected}.",
    "literal_error": "« {input} » n’est pas admis ; valeurs admises : {expected}.",
    "francais": "{motif}",
    "nombre": "un nombre positif est attendu, sans unité (« 90 », « 0.5 »).",
}


def _tell_motif(detail: ErrorDetails) -> str:
    contexte = {k: _tell_attendu(v) for k, v in detail.get("ctx", {}).items()}
    modele = MOTIFS.get(detail["type"], "valeur refusée : « {input} ».")
    return modele.format(
        input=detail["input"], **{k: v for k, v in contexte.items() if k != "input"}
    )


def _tell_attendu(valeur: object) -> str:
    return str(valeur).replace("'", "").replace(" or ", " ou ")
