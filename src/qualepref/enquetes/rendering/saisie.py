"""Typing errors in words: rates, and the two values of each answer that differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from qualepref.enquetes.rules.fiches import Ecart, ErreursSaisie
from qualepref.noyau.calcul.rendu import INSECABLE, format_nombre
from qualepref.noyau.questionnaires.modele import Question


SANS_REPONSE = "sans réponse"
CENT = 100


@dataclass(frozen=True, slots=True)
class LigneErreurs:
    """A line of the table of errors; `total` on the last one."""

    libelle: str
    lues: int
    differentes: int
    taux: str
    intervalle: str
    total: bool


@dataclass(frozen=True, slots=True)
class LigneEcart:
    """An answer that two readings do not give alike."""

    fiche: str
    question: str
    premiere: str
    seconde: str


def tell_erreurs(erreurs: Iterable[ErreursSaisie]) -> list[LigneErreurs]:
    """Return the lines of the table, « – » where nothing was read twice."""
    return [
        LigneErreurs(
            "Ensemble des réponses" if e.question is None else str(e.question.libelle),
            e.lues,
            e.differentes,
            "–" if e.taux is None else f"{format_nombre(e.taux * CENT, 1)}{INSECABLE}%",
            "–" if e.bas is None or e.haut is None else f"{_bound(e.bas)} à {_bound(e.haut)}",
            e.question is None,
        )
        for e in erreurs
    ]


def tell_ecarts(ecarts: Iterable[Ecart]) -> list[LigneEcart]:
    """Return the answers that differ, options by their words."""
    return [
        LigneEcart(
            e.fiche,
            str(e.question.libelle),
            tell_valeur(e.question, e.premiere),
            tell_valeur(e.question, e.seconde),
        )
        for e in ecarts
    ]


def tell_valeur(question: Question, valeur: Any) -> str:
    """Return a kept answer in words."""
    if valeur in (None, [], ""):
        return SANS_REPONSE
    codes = valeur if isinstance(valeur, list) else [valeur]
    options = [question.find_option(str(code)) for code in codes]
    return ", ".join(
        str(option.libelle) if option else str(code)
        for code, option in zip(codes, options, strict=True)
    )


def _bound(borne: float) -> str:
    return f"{format_nombre(Fraction(borne) * CENT, 1)}{INSECABLE}%"
