"""The words of posters and paper forms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from qualepref.enquetes.queries.formulaires import get_vocabulaire
from qualepref.enquetes.queries.phrases import get_mots
from qualepref.noyau.questionnaires.collecte import IMPRIMES, Phrases, load_phrases


@lru_cache(maxsize=1)
def _load_phrases() -> Phrases:
    langues = tuple(langue.code for langue in get_vocabulaire().langues)
    return load_phrases(Path(settings.QUESTIONNAIRES), langues=langues, fichier=IMPRIMES)


def get_mots_imprimes(langue: str) -> Mapping[str, str]:
    """Return the words around questions in a language, as paper says them, by name."""
    return {**get_mots(langue), **_load_phrases().get(langue)}
