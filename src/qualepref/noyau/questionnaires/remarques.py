"""How remarks are sorted and read again: categories, notes, words that surround names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.tableurs.vocabulaire import strip_accents
from qualepref.noyau.yaml_strict.controles import Reproche, as_fautes, check_doublons
from qualepref.noyau.yaml_strict.schemas import Code, SchemaStrict, Texte, read_forme


VERBATIMS = "verbatims.yaml"

Mots = Annotated[list[Texte], Field(min_length=1)]


class CategorieSchema(SchemaStrict):
    """What a remark is about."""

    code: Code
    libelle: Texte
    synonymes: list[Texte] = []
    source: Texte


class NoteSchema(SchemaStrict):
    """Bounds of the note beside a remark."""

    minimum: int
    maximum: int
    source: Texte


class MasquageSchema(SchemaStrict):
    """Words that surround names, addresses and numbers, and words that never are one."""

    source: Texte
    civilites: Mots
    civilites_abregees: Mots
    civilites_sures: Mots
    fonctions: Mots
    annonces: Mots
    voies_sures: Mots
    voies: Mots
    jamais: Mots
    prenoms_ambigus: Mots
    prenoms: Mots


class VerbatimsSchema(SchemaStrict):
    """verbatims.yaml."""

    categories: Annotated[list[CategorieSchema], Field(min_length=1)]
    note: NoteSchema
    masquage: MasquageSchema


@dataclass(frozen=True, slots=True)
class Categorie:
    """What a remark is about. `synonymes`: other words for it in files."""

    code: str
    libelle: str
    synonymes: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Lexique:
    """Words that make a passage worth masking, folded by `fold_mot`.

    civilites: « madame »; abregees: « mme »; sures: those that a name without capital may
    follow; fonctions: a capitalised word after them is a name;
    annonces: so is what follows « s’appelle »; jamais: never a name. voies_sures: streets even
    without capitals. ambigus: first names that are words too.
    """

    civilites: frozenset[str]
    abregees: frozenset[str]
    sures: frozenset[str]
    fonctions: frozenset[str]
    annonces: frozenset[str]
    voies_sures: frozenset[str]
    voies: frozenset[str]
    jamais: frozenset[str]
    ambigus: frozenset[str]
    prenoms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Remarques:
    """All that remarks are sorted and read with."""

    categories: tuple[Categorie, ...]
    note_minimum: int
    note_maximum: int
    lexique: Lexique

    def find_categorie(self, nom: str) -> Categorie | None:
        """Return the category of that code, label or synonym, accents and case aside; or None."""
        cherche = fold_mot(nom)
        return next((c for c in self.categories if cherche in _noms_of(c)), None)


def fold_mot(mot: str) -> str:
    """Return a word as words are compared: lower case, no accent, straight apostrophe."""
    return strip_accents(mot).strip()


def load_remarques(dossier: Path) -> Remarques:
    """Return what `verbatims.yaml` of a folder of questionnaires says.

    Raises:
        QuestionnaireInvalideError: its faults, all listed.
    """
    forme, fautes = read_forme(VerbatimsSchema, dossier / VERBATIMS, VERBATIMS)
    fautes += as_fautes(_check(forme) if forme else (), VERBATIMS)
    if fautes or forme is None:
        raise QuestionnaireInvalideError(VERBATIMS, fautes)
    return Remarques(
        tuple(Categorie(c.code, c.libelle, tuple(c.synonymes), c.source) for c in forme.categories),
        forme.note.minimum,
        forme.note.maximum,
        _build_lexique(forme.masquage),
    )


def _check(forme: VerbatimsSchema) -> Iterator[Reproche]:
    yield from check_doublons(
        ((f"categories[{n}].code", c.code) for n, c in enumerate(forme.categories)),
        "la catégorie",
    )
    noms = [
        (f"categories[{n}]", nom)
        for n, c in enumerate(forme.categories)
        for nom in sorted({fold_mot(x) for x in (c.libelle, *c.synonymes)})
    ]
    yield from check_doublons(noms, "le nom de catégorie")
    if forme.note.minimum >= forme.note.maximum:
        yield "note.maximum", "le maximum doit dépasser le minimum."


def _noms_of(categorie: Categorie) -> frozenset[str]:
    noms = (categorie.code, categorie.libelle, *categorie.synonymes)
    return frozenset(fold_mot(nom) for nom in noms)


def _build_lexique(forme: MasquageSchema) -> Lexique:
    def fold(mots: list[str]) -> frozenset[str]:
        return frozenset(fold_mot(mot) for mot in mots)

    return Lexique(
        fold(forme.civilites),
        fold(forme.civilites_abregees),
        fold(forme.civilites_sures),
        fold(forme.fonctions),
        fold(forme.annonces),
        fold(forme.voies_sures),
        fold(forme.voies),
        fold(forme.jamais),
        fold(forme.prenoms_ambigus),
        fold(forme.prenoms),
    )
