"""Whether a condition holds, and what it reads."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from qualepref.noyau.questionnaires.modele import (
    Combinaison,
    Comparaison,
    Condition,
    Mode,
    Operateur,
    Valeur,
)


COMPARER: Mapping[Operateur, Callable[[Decimal, Decimal], bool]] = {
    Operateur.EGAL: operator.eq,
    Operateur.SUPERIEUR: operator.gt,
    Operateur.SUPERIEUR_OU_EGAL: operator.ge,
    Operateur.INFERIEUR: operator.lt,
    Operateur.INFERIEUR_OU_EGAL: operator.le,
}


def is_remplie(condition: Condition | None, reponses: Mapping[str, Valeur]) -> bool:
    """Whether the condition holds; nothing compares with an answer that was not given.

    reponses: answers to the questions asked, by code.
    """
    if condition is None:
        return True
    if isinstance(condition, Combinaison):
        cumul = all if condition.mode is Mode.TOUTES else any
        return cumul(is_remplie(c, reponses) for c in condition.conditions)
    return _compare(condition, reponses.get(condition.question))


def iter_comparaisons(condition: Condition | None) -> Iterator[Comparaison]:
    """Yield every test the condition makes, in order."""
    if isinstance(condition, Comparaison):
        yield condition
    elif isinstance(condition, Combinaison):
        for partie in condition.conditions:
            yield from iter_comparaisons(partie)


def _compare(comparaison: Comparaison, valeur: Valeur | None) -> bool:
    if comparaison.operateur is Operateur.PARMI:
        choisies = valeur if isinstance(valeur, tuple) else (valeur,)
        return not set(comparaison.options).isdisjoint(choisies)
    if not isinstance(valeur, Decimal) or comparaison.nombre is None:
        return False
    return COMPARER[comparaison.operateur](valeur, comparaison.nombre)
