"""What surrounds questionnaires when the public answers: the words of the pages, by language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import RootModel

from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.questionnaires.modele import LANGUE_REFERENCE
from qualepref.noyau.questionnaires.schemas import CodeReponse, Traductions
from qualepref.noyau.yaml_strict.fautes import Faute
from qualepref.noyau.yaml_strict.fichiers import read_fichier
from qualepref.noyau.yaml_strict.schemas import check_schema


PHRASES = "collecte/phrases.yaml"


class PhrasesSchema(RootModel[dict[CodeReponse, Traductions]]):
    """phrases.yaml: each phrase in every language."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words around questions, by language then by name; « {n} » is filled in by who prints."""

    langues: Mapping[str, Mapping[str, str]]

    def get(self, langue: str) -> Mapping[str, str]:
        """Return the words in a language; in the reference language when it has none."""
        return self.langues.get(langue, self.langues[LANGUE_REFERENCE])


def load_phrases(dossier: Path, *, langues: tuple[str, ...]) -> Phrases:
    """Return the phrases of a folder of questionnaires, all of them in each of these languages.

    Raises:
        QuestionnaireInvalideError: a phrase lacks a language, or the file cannot be read.
    """
    brut, fautes = read_fichier(dossier / PHRASES, PHRASES)
    forme = None
    if brut is not None:
        forme, reproches = check_schema(PhrasesSchema, brut, PHRASES)
        fautes += reproches
    phrases = forme.root if forme else {}
    fautes += [
        Faute(PHRASES, cle, f"la langue « {langue} » manque : une page serait à moitié traduite.")
        for cle, textes in phrases.items()
        for langue in langues
        if langue not in textes
    ]
    if fautes:
        raise QuestionnaireInvalideError(PHRASES, fautes)
    return Phrases({langue: {c: t[langue] for c, t in phrases.items()} for langue in langues})
