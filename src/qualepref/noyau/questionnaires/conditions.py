"""Whether a condition holds, and what it reads."""

from __future__ import annotations

import operator
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeGuard

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


def is_possible(
    condition: Condition | None, reponses: Mapping[str, Valeur], *, ouvertes: Container[str]
) -> bool:
    """Whether some answers to the `ouvertes` questions, with these given, would make it hold.

    Conditions deny nothing, so each test of an open question may be taken to hold.
    """
    if condition is None:
        return True
    if isinstance(condition, Combinaison):
        cumul = all if condition.mode is Mode.TOUTES else any
        return cumul(is_possible(c, reponses, ouvertes=ouvertes) for c in condition.conditions)
    return condition.question in ouvertes or is_remplie(condition, reponses)


def iter_comparaisons(condition: Condition | None) -> Iterator[Comparaison]:
    """Yield every test the condition makes, in order."""
    if isinstance(condition, Comparaison):
        yield condition
    elif isinstance(condition, Combinaison):
        for partie in condition.conditions:
            yield from iter_comparaisons(partie)


def simplify(condition: Condition) -> Condition:
    """Return the same condition in one form only.

    « a or (b or c) » is « a or b or c »; options of one question, one or the other, are one test.
    """
    if isinstance(condition, Comparaison):
        return replace(condition, options=tuple(dict.fromkeys(condition.options)))
    parties: list[Condition] = []
    for partie in map(simplify, condition.conditions):
        if isinstance(partie, Combinaison) and partie.mode is condition.mode:
            parties += partie.conditions
        else:
            parties.append(partie)
    if condition.mode is Mode.AU_MOINS_UNE:
        parties = _merge_options(parties)
    parties = list(dict.fromkeys(parties))
    return parties[0] if len(parties) == 1 else Combinaison(condition.mode, tuple(parties))


def _merge_options(parties: list[Condition]) -> list[Condition]:
    """Gather the options of each question at the place of its first test."""
    options: dict[str, dict[str, None]] = {}
    for partie in parties:
        if _is_parmi(partie):
            options.setdefault(partie.question, {}).update(dict.fromkeys(partie.options))
    return [
        Comparaison(partie.question, Operateur.PARMI, tuple(options.pop(partie.question)))
        if _is_parmi(partie)
        else partie
        for partie in parties
        if not _is_parmi(partie) or partie.question in options
    ]


def _is_parmi(condition: Condition) -> TypeGuard[Comparaison]:
    return isinstance(condition, Comparaison) and condition.operateur is Operateur.PARMI


def _compare(comparaison: Comparaison, valeur: Valeur | None) -> bool:
    if comparaison.operateur is Operateur.PARMI:
        choisies = valeur if isinstance(valeur, tuple) else (valeur,)
        return not set(comparaison.options).isdisjoint(choisies)
    if not isinstance(valeur, Decimal) or comparaison.nombre is None:
        return False
    return COMPARER[comparaison.operateur](valeur, comparaison.nombre)
