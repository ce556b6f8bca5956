"""The words around questions, and which way they are written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from qualepref.enquetes.queries.formulaires import get_vocabulaire
from qualepref.noyau.questionnaires.collecte import Phrases, load_phrases


@lru_cache(maxsize=1)
def _load() -> Phrases:
    langues = tuple(langue.code for langue in get_vocabulaire().langues)
    return load_phrases(Path(settings.QUESTIONNAIRES), langues=langues)


def get_mots(langue: str) -> Mapping[str, str]:
    """Return the words around questions in a language, by name."""
    return _load().get(langue)


def get_sens(langue: str) -> str:
    """Return « rtl » for a language written from right to left, else « ltr »."""
    connue = get_vocabulaire().find_langue(langue)
    return "rtl" if connue and connue.droite_a_gauche else "ltr"
