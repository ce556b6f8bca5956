"""The written parts of a year's documents: which there are, and how they are named."""

from __future__ import annotations


PREAMBULE = "preambule"
PERSPECTIVES = "perspectives"
ENQUETES = "enquetes"
LONGUEUR_MAX = 6000


def name_famille(domaine: str) -> str:
    """Return the field of the comment on a family of indicators."""
    return f"famille:{domaine}"


def name_rubrique(code: str) -> str:
    """Return the field of the comment on a rubric: plan, trainings…"""
    return f"rubrique:{code}"
