"""The product's own starting points and rules, read once."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from qualepref.modeles.enums import TypeModele
from qualepref.noyau.modeles.lecture import load_modeles
from qualepref.noyau.modeles.modele import Depart, Modeles


class DepartInconnuError(LookupError):
    """No starting point of that code."""

    def __init__(self, code: str, connus: list[str]) -> None:
        super().__init__(
            f"Le modèle de départ « {code} » est inconnu. Modèles de départ : {', '.join(connus)}."
        )


@lru_cache(maxsize=1)
def get_modeles() -> Modeles:
    """Return the starting points and the rules of the product."""
    return load_modeles(settings.MODELES)


def find_depart(code: str) -> Depart:
    """Return a starting point by its code.

    Raises:
        DepartInconnuError: there is none.
    """
    departs = get_modeles().departs
    if code not in departs:
        raise DepartInconnuError(code, list(departs))
    return departs[code]


def list_departs() -> list[Depart]:
    """Return the starting points, by type then title."""
    rangs = {t.value: rang for rang, t in enumerate(TypeModele)}
    return sorted(get_modeles().departs.values(), key=lambda d: (rangs[d.type], d.titre))
