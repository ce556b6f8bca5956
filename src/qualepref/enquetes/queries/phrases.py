"""The words around questions, which way they are written, and the limits of public pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from qualepref.enquetes.models import Campagne
from qualepref.enquetes.queries.formulaires import get_vocabulaire
from qualepref.noyau.questionnaires.collecte import Limites, Phrases, load_limites, load_phrases
from qualepref.noyau.questionnaires.modele import LANGUE_REFERENCE, Langue, Questionnaire


@lru_cache(maxsize=1)
def _load_phrases() -> Phrases:
    langues = tuple(langue.code for langue in get_vocabulaire().langues)
    return load_phrases(Path(settings.QUESTIONNAIRES), langues=langues)


def get_mots(langue: str) -> Mapping[str, str]:
    """Return the words around questions in a language, by name."""
    return _load_phrases().get(langue)


def get_sens(langue: str) -> str:
    """Return « rtl » for a language written from right to left, else « ltr »."""
    connue = get_vocabulaire().find_langue(langue)
    return "rtl" if connue and connue.droite_a_gauche else "ltr"


@lru_cache(maxsize=1)
def get_limites() -> Limites:
    """Return the limits of the public pages."""
    return load_limites(Path(settings.QUESTIONNAIRES))


def list_langues(campagne: Campagne, questionnaire: Questionnaire) -> list[Langue]:
    """Return the languages a campaign is run in, the reference language first."""
    vocabulaire = get_vocabulaire()
    voulues = [c for c in questionnaire.langues if c in campagne.langues] or [LANGUE_REFERENCE]
    return [langue for code in voulues if (langue := vocabulaire.find_langue(code))]


def choose_langue(demandees: Iterable[str], langues: Sequence[Langue]) -> Langue:
    """Return the first of the languages asked for that there is; else the first there is."""
    connues = {langue.code: langue for langue in langues}
    return next((connues[code] for code in demandees if code in connues), langues[0])
