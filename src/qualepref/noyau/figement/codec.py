"""Frozen dataclasses to plain JSON values and back, by their annotations alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints


T = TypeVar("T")


class ContenuIllisibleError(ValueError):
    """Plain values that do not make the object asked for; the message names the place."""

    def __init__(self, chemin: str) -> None:
        super().__init__(
            f"Le contenu figé ne se lit pas à l’endroit « {chemin} » : il a été fait par une autre "
            "version de l’application, ou altéré."
        )


def dump_objet(objet: object) -> Any:
    """Return an object as JSON values: fractions as « 1/3 », days in ISO, tuples as lists.

    Plain mappings, lists and numbers are left as they are. An empty field whose default is as empty
    is left out, so that one added later does not change what was frozen before.

    Raises:
        TypeError: a type that has no JSON value here.
    """
    if isinstance(objet, Enum):
        return objet.value
    if objet is None or isinstance(objet, (bool, int, float, str)):
        return objet
    if isinstance(objet, Fraction):
        return str(objet)
    if isinstance(objet, dt.date):
        return objet.isoformat()
    if isinstance(objet, (tuple, list)):
        return [dump_objet(element) for element in objet]
    if isinstance(objet, Mapping):
        return {str(cle): dump_objet(valeur) for cle, valeur in objet.items()}
    if is_dataclass(objet) and not isinstance(objet, type):
        valeurs = ((c, getattr(objet, c.name)) for c in fields(objet))
        return {c.name: dump_objet(v) for c, v in valeurs if v or v != c.default}
    raise TypeError(f"Type impossible à figer : {type(objet).__name__}")


def load_objet(classe: type[T], valeur: Any, *, chemin: str = "contenu") -> T:
    """Return the object of that class which `dump_objet` wrote.

    Raises:
        ContenuIllisibleError: the values are not those of such an object.
    """
    if not isinstance(valeur, dict):
        raise ContenuIllisibleError(chemin)
    types = _types_of(cast("Hashable", classe))
    if not valeur.keys() <= types.keys():
        raise ContenuIllisibleError(f"{chemin}.{min(valeur.keys() - types.keys())}")
    try:
        return classe(**{c: _load(types[c], v, f"{chemin}.{c}") for c, v in valeur.items()})
    except ContenuIllisibleError:
        raise
    except (TypeError, ValueError) as erreur:
        raise ContenuIllisibleError(chemin) from erreur


@cache
def _types_of(classe: Hashable) -> dict[str, Any]:
    return get_type_hints(cast("type", classe))


def _load(annotation: Any, valeur: Any, chemin: str) -> Any:
    if annotation is Any:
        return valeur
    origine = get_origin(annotation)
    if origine in (Union, UnionType):
        if valeur is None:
            return None
        restes = [a for a in get_args(annotation) if a is not NoneType]
        return _load(restes[0], valeur, chemin)
    if origine is tuple:
        return _load_tuple(get_args(annotation), valeur, chemin)
    if origine in (dict, Mapping):
        contenu = get_args(annotation)[1]
        return {cle: _load(contenu, v, f"{chemin}.{cle}") for cle, v in valeur.items()}
    if is_dataclass(annotation):
        return load_objet(cast("type[Any]", annotation), valeur, chemin=chemin)
    return _load_simple(annotation, valeur, chemin)


def _load_tuple(types: tuple[Any, ...], valeur: Any, chemin: str) -> tuple[Any, ...]:
    if not isinstance(valeur, list):
        raise ContenuIllisibleError(chemin)
    if types[-1] is Ellipsis:
        return tuple(_load(types[0], v, f"{chemin}.{rang}") for rang, v in enumerate(valeur))
    couples = zip(types, valeur, strict=True)
    return tuple(_load(t, v, f"{chemin}.{rang}") for rang, (t, v) in enumerate(couples))


def _load_simple(annotation: Any, valeur: Any, chemin: str) -> Any:
    try:
        if annotation is dt.date:
            return dt.date.fromisoformat(valeur)
        if annotation is Fraction or issubclass(annotation, Enum):
            return annotation(valeur)
    except (TypeError, ValueError) as erreur:
        raise ContenuIllisibleError(chemin) from erreur
    if not isinstance(valeur, annotation):
        raise ContenuIllisibleError(chemin)
    return valeur
