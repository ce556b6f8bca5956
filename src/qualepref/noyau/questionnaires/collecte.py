"""What surrounds questionnaires when the public answers: words by language, and limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import RootModel

from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.questionnaires.modele import LANGUE_REFERENCE
from qualepref.noyau.questionnaires.schemas import CodeReponse, Traductions
from qualepref.noyau.yaml_strict.fautes import Faute
from qualepref.noyau.yaml_strict.schemas import Positif, SchemaStrict, Texte, read_forme


PHRASES = "collecte/phrases.yaml"
IMPRIMES = "collecte/imprimes.yaml"
LIMITES = "collecte/limites.yaml"


class PhrasesSchema(RootModel[dict[CodeReponse, Traductions]]):
    """phrases.yaml: each phrase in every language."""


class LimiteSchema(SchemaStrict):
    """A limit and why."""

    valeur: Positif
    source: Texte


class LimitesBorne(SchemaStrict):
    """When a kiosk goes back to its start. sans_script_secondes: on each page, without script."""

    inactivite_secondes: Positif
    avertissement_secondes: Positif
    merci_secondes: Positif
    sans_script_secondes: Positif
    source: Texte


class LimitesRafales(SchemaStrict):
    """From when forms that are alike make a burst: so many in so little time, so filled in."""

    fenetre_minutes: Positif
    semblables: Positif
    reponses: Positif
    source: Texte


class Limites(SchemaStrict):
    """limites.yaml."""

    envoi_octets: LimiteSchema
    jeton_heures: LimiteSchema
    borne: LimitesBorne
    rafales: LimitesRafales


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words around questions, by language then by name; « {n} » is filled in by who prints."""

    langues: Mapping[str, Mapping[str, str]]

    def get(self, langue: str) -> Mapping[str, str]:
        """Return the words in a language; in the reference language when it has none."""
        return self.langues.get(langue, self.langues[LANGUE_REFERENCE])


def load_phrases(dossier: Path, *, langues: tuple[str, ...], fichier: str = PHRASES) -> Phrases:
    """Return the phrases of a folder of questionnaires, all of them in each of these languages.

    fichier: those of pages, or those of printed documents.

    Raises:
        QuestionnaireInvalideError: a phrase lacks a language, or the file cannot be read.
    """
    forme, fautes = read_forme(PhrasesSchema, dossier / fichier, fichier)
    phrases = forme.root if forme else {}
    fautes += [
        Faute(fichier, cle, f"la langue « {langue} » manque : une page serait à moitié traduite.")
        for cle, textes in phrases.items()
        for langue in langues
        if langue not in textes
    ]
    if fautes:
        raise QuestionnaireInvalideError(fichier, fautes)
    return Phrases({langue: {c: t[langue] for c, t in phrases.items()} for langue in langues})


def load_limites(dossier: Path) -> Limites:
    """Return the limits of a folder of questionnaires.

    Raises:
        QuestionnaireInvalideError: the file cannot be read.
    """
    forme, fautes = read_forme(Limites, dossier / LIMITES, LIMITES)
    if fautes or forme is None:
        raise QuestionnaireInvalideError(LIMITES, fautes)
    return forme
