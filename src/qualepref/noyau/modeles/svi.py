"""What a voice server is held to, read from `svi/regles.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from qualepref.noyau.modeles.lecture import ModelesInvalidesError
from qualepref.noyau.yaml_strict.schemas import Code, Positif, SchemaStrict, Texte, read_forme


FICHIER = "regles.yaml"
DOSSIER = "svi"
Touche = Annotated[str, Field(pattern=r"^[0-9*#]$")]


class Limite(SchemaStrict):
    """A number that is not to be passed."""

    maximum: Positif
    source: Texte


class LimiteDuree(SchemaStrict):
    """How long an announcement may last, in seconds."""

    duree_maximum: Positif
    source: Texte


class Debit(SchemaStrict):
    """How fast a recorded voice speaks."""

    mots_par_minute: Positif
    source: Texte


class Actualisation(SchemaStrict):
    """After how many months a version must have been changed, or read through."""

    mois: Positif
    source: Texte


class Touches(SchemaStrict):
    """The keys of a telephone in the order of menus, how each is said, and after which words."""

    source: Texte
    annonces: Annotated[list[Texte], Field(min_length=1)]
    noms: dict[Touche, Texte]


class ReglesSvi(SchemaStrict):
    """regles.yaml. nature: of the demandes that ask for an update. langues: the first is needed."""

    engagement: Positif
    sous_engagement: Texte
    nature: Code
    niveaux: Limite
    choix: Limite
    questions: Limite
    annonce: LimiteDuree
    debit: Debit
    actualisation: Actualisation
    touches: Touches
    langues: Annotated[dict[Code, Texte], Field(min_length=1)]

    @property
    def langue(self) -> str:
        """The code of the language that every step speaks."""
        return next(iter(self.langues))


def load_regles_svi(dossier: Path) -> ReglesSvi:
    """Return the rules of voice servers that a folder of templates holds.

    Raises:
        ModelesInvalidesError: their faults, all listed.
    """
    regles, fautes = read_forme(ReglesSvi, dossier / DOSSIER / FICHIER, f"{DOSSIER}/{FICHIER}")
    if fautes or regles is None:
        raise ModelesInvalidesError(fautes)
    return regles
