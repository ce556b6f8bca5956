"""What mystery grids say, as plain data for machines and as rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from qualepref.enquetes.rules.accord import AccordQuestion
from qualepref.enquetes.rules.mystere import Courriels, CritereMystere, Moyenne, ResultatsMystere


DECIMALES_MOYENNE = 10
ACCORD = "Accord de deux personnes : part de tests jugés pareillement"


def render_mystere(mystere: ResultatsMystere) -> dict[str, Any]:
    """Return the particulars of a mystery campaign as JSON-ready data; sums beside every mean."""
    return {
        "tests": mystere.tests,
        "minimum_montre": mystere.minimum,
        "masque": mystere.masque,
        "sonneries": _render_moyenne(mystere.sonneries),
        "courriels": _render_courriels(mystere.courriels),
        "points_satisfaisants": [_render_critere(c) for c in mystere.satisfaisants],
        "points_insuffisants": [_render_critere(c) for c in mystere.insuffisants],
        "tests_a_deux": mystere.paires,
        "tests_a_deux_minimum": mystere.paires_minimum,
        "accord": [_render_accord(a) for a in mystere.accords],
    }


def list_lignes_mystere(mystere: ResultatsMystere) -> Iterator[dict[str, Any]]:
    """Yield the same particulars as rows, by the code of the columns of results."""
    if mystere.sonneries is not None:
        yield {"libelle": "Nombre moyen de sonneries"} | _render_ligne(mystere.sonneries)
    if mystere.courriels is not None:
        yield from _list_lignes_courriels(mystere.courriels)
    for accord in mystere.accords:
        yield {
            "question": accord.question.code,
            "libelle": str(accord.question.libelle),
            "modalite": ACCORD,
            "repondues": accord.accord.n,
            "part": accord.accord.observe,
            "etat": accord.lecture,
            "kappa": round_moyenne(accord.accord.kappa),
        }


def round_moyenne(moyenne: Fraction | None) -> Decimal | None:
    """Return an exact mean as a cell holds it, None without one."""
    if moyenne is None:
        return None
    return round(Decimal(moyenne.numerator) / Decimal(moyenne.denominator), DECIMALES_MOYENNE)


def _list_lignes_courriels(courriels: Courriels) -> Iterator[dict[str, Any]]:
    yield {
        "libelle": "Courriels sans réponse",
        "repondues": courriels.envoyes,
        "n": courriels.sans_reponse,
        "part": Fraction(courriels.sans_reponse, courriels.envoyes) if courriels.envoyes else None,
    }
    if courriels.delai is None:
        return
    yield {"libelle": "Délai moyen de réponse, en jours ouvrés"} | _render_ligne(courriels.delai)
    if courriels.annonce is not None:
        yield {
            "libelle": f"Réponses dans le délai annoncé ({courriels.annonce} jours ouvrés)",
            "repondues": courriels.delai.n,
            "n": courriels.dans_le_delai,
            "part": courriels.part_delai,
        }


def _render_ligne(moyenne: Moyenne) -> dict[str, Any]:
    return {"repondues": moyenne.n, "moyenne": round_moyenne(moyenne.valeur)}


def _render_moyenne(moyenne: Moyenne | None) -> dict[str, Any] | None:
    if moyenne is None:
        return None
    return {"somme": _number(moyenne.somme), "n": moyenne.n, "moyenne": _number(moyenne.valeur)}


def _render_courriels(courriels: Courriels | None) -> dict[str, Any] | None:
    if courriels is None:
        return None
    return {
        "envoyes": courriels.envoyes,
        "sans_reponse": courriels.sans_reponse,
        "delai_jours_ouvres": _render_moyenne(courriels.delai),
        "delai_annonce": courriels.annonce,
        "dans_le_delai": courriels.dans_le_delai if courriels.delai else None,
    }


def _render_critere(critere: CritereMystere) -> dict[str, Any]:
    return {
        "question": critere.question.code,
        "satisfaits": critere.satisfaits,
        "exprimes": critere.exprimes,
        "sans_objet": critere.sans_objet,
        "seuil": _number(critere.seuil * 100),
    }


def _render_accord(accord: AccordQuestion) -> dict[str, Any]:
    return {
        "question": accord.question.code,
        "n": accord.accord.n,
        "observe": _number(accord.accord.observe),
        "kappa": _number(accord.accord.kappa),
        "lecture": accord.lecture,
    }


def _number(valeur: Fraction | None) -> int | float | None:
    if valeur is None:
        return None
    return int(valeur) if valeur.denominator == 1 else float(valeur)
