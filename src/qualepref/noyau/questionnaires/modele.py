"""What a questionnaire says, as frozen objects: groups, questions, options, scales, conditions.

Codes are the identifiers of answers in files and in the database, and do not change from a version
to the next. Texts exist in every language the questionnaire announces.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from qualepref.noyau.statistiques.kappa import Palier


LANGUE_REFERENCE = "fr"
# Digits of a number before the point: none needs more, and 1e999999999 would fill the memory.
CHIFFRES_MAX = 12
# And after it: a spreadsheet writes fifteen, and 1e-999999 has a million.
DECIMALES_MAX = 30

# One answer: an option's code, several, a number, a day, a text.
Valeur = str | tuple[str, ...] | Decimal | dt.date


def is_demesure(nombre: Decimal) -> bool:
    """Whether a number would be far too long once written out, before or after the point."""
    exposant = nombre.as_tuple().exponent
    return nombre.adjusted() >= CHIFFRES_MAX or (
        isinstance(exposant, int) and -exposant > DECIMALES_MAX
    )


class Genre(StrEnum):
    """Who answers: a user of the service, or the person who tests it."""

    SATISFACTION = "satisfaction"
    MYSTERE = "mystere"


class TypeQuestion(StrEnum):
    """What is answered. There is no matrix: one question, one answer."""

    CHOIX = "choix"
    CHOIX_MULTIPLE = "choix-multiple"
    ECHELLE = "echelle"
    NOMBRE = "nombre"
    DATE = "date"
    TEXTE = "texte"


A_OPTIONS = frozenset({TypeQuestion.CHOIX, TypeQuestion.CHOIX_MULTIPLE, TypeQuestion.ECHELLE})


@dataclass(frozen=True, slots=True)
class Libelle:
    """A text in several languages: (language, text), the reference language first."""

    textes: tuple[tuple[str, str], ...]

    @property
    def langues(self) -> tuple[str, ...]:
        """Languages the text exists in."""
        return tuple(langue for langue, _ in self.textes)

    def get(self, langue: str) -> str:
        """Return the text in a language, in the reference language when it has no such one."""
        return dict(self.textes).get(langue, self.textes[0][1])

    def __str__(self) -> str:
        """Return the text in the reference language."""
        return self.textes[0][1]


@dataclass(frozen=True, slots=True)
class Langue:
    """A language questionnaires may use; `nom` in that language."""

    code: str
    nom: str
    droite_a_gauche: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer.

    satisfait: None counts on neither side, yet in the denominator. sans_objet: the question does
    not apply to the respondent, who leaves the denominator.
    """

    code: str
    libelle: Libelle
    satisfait: bool | None = None
    sans_objet: bool = False


@dataclass(frozen=True, slots=True)
class Echelle:
    """Named levels shared by questions, from the best to the worst."""

    code: str
    options: tuple[Option, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Critere:
    """What a question is about, so that surveys compare; `engagements` such as « 2 » or « 6.2 ».

    profil: it tells who answers, and the other results are crossed by it.
    """

    code: str
    libelle: str
    engagements: tuple[str, ...]
    source: str
    profil: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulaire:
    """What questionnaires share. `longueur_texte`: characters of a free text, at most.

    mots_personnels: words that, in a question, ask for personal data. paliers: how a kappa reads.
    tests_minimum: mystery tests under which nothing is shown. reponses_de_plus: answers beyond
    which nobody is told how many more would decide.
    """

    langues: tuple[Langue, ...]
    echelles: tuple[Echelle, ...]
    criteres: tuple[Critere, ...]
    longueur_texte: int
    mots_personnels: tuple[str, ...]
    paliers: tuple[Palier, ...]
    tests_minimum: int
    reponses_de_plus: int

    def find_langue(self, code: str) -> Langue | None:
        """Return the language of that code, or None."""
        return next((langue for langue in self.langues if langue.code == code), None)

    def find_echelle(self, code: str) -> Echelle | None:
        """Return the scale of that code, or None."""
        return next((echelle for echelle in self.echelles if echelle.code == code), None)

    def find_critere(self, code: str) -> Critere | None:
        """Return the criterion of that code, or None."""
        return next((critere for critere in self.criteres if critere.code == code), None)


class Operateur(StrEnum):
    """How a condition reads an earlier answer. PARMI: at least one of these options was chosen."""

    PARMI = "parmi"
    EGAL = "egal"
    SUPERIEUR = "superieur"
    SUPERIEUR_OU_EGAL = "superieur_ou_egal"
    INFERIEUR = "inferieur"
    INFERIEUR_OU_EGAL = "inferieur_ou_egal"


class Mode(StrEnum):
    """How conditions combine."""

    TOUTES = "toutes"
    AU_MOINS_UNE = "au_moins_une"


@dataclass(frozen=True, slots=True)
class Comparaison:
    """A test of one earlier answer: `options` with PARMI, `nombre` with the other operators."""

    question: str
    operateur: Operateur
    options: tuple[str, ...] = ()
    nombre: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Combinaison:
    """Several conditions at once."""

    mode: Mode
    conditions: tuple[Condition, ...]


Condition = Comparaison | Combinaison


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `echelle` names the scale its options come from, None when they are its own.

    condition: None when always asked. minimum, maximum: bounds included, of a NOMBRE or a DATE.
    longueur: characters of a TEXTE at most. personnel: the answer is
    personal data, on purpose. engagements: those it bears on, its criterion's when not told.
    """

    code: str
    type: TypeQuestion
    libelle: Libelle
    aide: Libelle | None = None
    options: tuple[Option, ...] = ()
    echelle: str | None = None
    obligatoire: bool = False
    condition: Condition | None = None
    critere: str | None = None
    engagements: tuple[str, ...] = ()
    entier: bool = True
    minimum: Decimal | dt.date | None = None
    maximum: Decimal | dt.date | None = None
    longueur: int | None = None
    personnel: bool = False

    @property
    def evaluee(self) -> bool:
        """Whether a rate of satisfaction can be drawn from it: one answer each, some satisfied."""
        return self.type is not TypeQuestion.CHOIX_MULTIPLE and any(
            option.satisfait is not None for option in self.options
        )

    def find_option(self, code: str) -> Option | None:
        """Return the option of that code, or None."""
        return next((option for option in self.options if option.code == code), None)


@dataclass(frozen=True, slots=True)
class Groupe:
    """Questions shown together, under a title."""

    code: str
    titre: Libelle
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A whole questionnaire.

    public: whom it is for. seuil_significatif: answers below which no rate is judged, None for the
    référentiel's. empreinte: digest of everything else, scales included.
    """

    code: str
    version: str
    titre: Libelle
    public: str
    genre: Genre
    langues: tuple[str, ...]
    groupes: tuple[Groupe, ...]
    source: str
    introduction: Libelle | None = None
    seuil_significatif: int | None = None
    empreinte: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in order."""
        return tuple(self.iter_questions())

    def iter_questions(self) -> Iterator[Question]:
        """Yield every question, in order."""
        for groupe in self.groupes:
            yield from groupe.questions

    def find_question(self, code: str) -> Question | None:
        """Return the question of that code, or None."""
        return next((q for q in self.iter_questions() if q.code == code), None)
