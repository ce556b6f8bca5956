"""The shape of a publication written in YAML: absent keys admitted, wrong kinds refused."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from qualepref.noyau.coherence.valeurs import parse_imprime


def _as_texte(valeur: Any) -> Any:
    """Return a scalar as the text a reader of the file sees; nothing is the empty text."""
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, int | Decimal | dt.date):
        return str(valeur)
    if isinstance(valeur, str):
        return valeur.strip()
    raise PydanticCustomError("francais", "{motif}", {"motif": "un texte est attendu."})


def _as_nombre(valeur: Any) -> Fraction | None:
    if valeur is None or valeur == "":
        return None
    if isinstance(valeur, int | Decimal) and not isinstance(valeur, bool):
        if isinstance(valeur, Decimal) and not valeur.is_finite():
            return None
        return Fraction(valeur)
    if isinstance(valeur, str):
        lu = parse_imprime(valeur)
        if lu.valeur is not None or lu.absence is not None:
            return lu.valeur
    raise PydanticCustomError("francais", "{motif}", {"motif": "un nombre est attendu."})


def _as_entier(valeur: Any) -> int | None:
    nombre = _as_nombre(valeur)
    return int(nombre) if nombre is not None and nombre.denominator == 1 else None


def _as_entiers(valeur: Any) -> tuple[int, ...]:
    if isinstance(valeur, list | tuple):
        return tuple(n for v in valeur if (n := _as_entier(v)) is not None)
    return tuple(int(n) for n in re.findall(r"\d+", _as_texte(valeur)))


Texte = Annotated[str, BeforeValidator(_as_texte)]
Nombre = Annotated[Any, BeforeValidator(_as_nombre)]
Entier = Annotated[int | None, BeforeValidator(_as_entier)]
Entiers = Annotated[tuple[int, ...], BeforeValidator(_as_entiers)]


class _Forme(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class DocumentForme(_Forme):
    """The document itself."""

    site: Texte = ""
    type: Texte = ""
    date: Texte = ""


class ChiffreForme(_Forme):
    """One figure."""

    id: Texte = ""
    section: Texte = ""
    label: Texte = ""
    published: Texte = ""
    value: Nombre = None
    unit: Texte = ""
    numerator: Nombre = None
    denominator: Nombre = None
    sample_size: Nombre = None
    n: Nombre = None
    period: Texte = ""
    period_start: Texte = ""
    period_end: Texte = ""
    site: Texte = ""
    module: Entier = None
    engagements: Entiers = ()
    im: Texte = ""
    status: Texte = ""
    target_published: Texte = ""
    target_value: Nombre = None
    target_value_max: Nombre = None
    target_unit: Texte = ""
    deadline_value: Nombre = None
    deadline_unit: Texte = ""
    table: Texte = ""
    row: Texte = ""
    column: Texte = ""
    verdict: Texte = ""


class DateForme(_Forme):
    """A date that the document tells."""

    label: Texte = ""
    published: Texte = ""
    start: Texte = ""
    end: Texte = ""


class TableauForme(_Forme):
    """A table."""

    id: Texte = ""
    title: Texte = ""
    columns: list[Texte] = Field(default_factory=list)
    rows: list[list[Texte]] = Field(default_factory=list)


class PublicationForme(_Forme):
    """The whole file."""

    document: DocumentForme = Field(default_factory=DocumentForme)
    figures: list[ChiffreForme] = Field(default_factory=list)
    dates: list[DateForme] = Field(default_factory=list)
    tables: list[TableauForme] = Field(default_factory=list)
