"""What the answers to one question allow to say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.questionnaires.modele import Question


class EtatResultat(StrEnum):
    """How far a result can be read. SEUL: a percentage that somebody published, without answers."""

    SIGNIFICATIF = "significatif"
    NON_SIGNIFICATIF = "non_significatif"
    PERSONNE = "personne"
    SEUL = "seul"

    @property
    def libelle(self) -> str:
        """French words for the screen."""
        return LIBELLES_ETAT[self]


LIBELLES_ETAT = {
    EtatResultat.SIGNIFICATIF: "significatif",
    EtatResultat.NON_SIGNIFICATIF: "nombre de réponses non significatif",
    EtatResultat.PERSONNE: "aucune réponse",
    EtatResultat.SEUL: "résultat publié sans les réponses",
}


@dataclass(frozen=True, slots=True)
class Taux:
    """A rate of satisfied people. `exprimes`: those who answered, « sans objet » left out.

    bas, haut: bounds of its Wilson interval, in [0, 1]; the rate itself is exact.
    """

    satisfaits: int
    exprimes: int
    bas: float
    haut: float

    @property
    def valeur(self) -> Fraction:
        """The exact rate."""
        return Fraction(self.satisfaits, self.exprimes)


@dataclass(frozen=True, slots=True)
class CompteOption:
    """How many chose an answer; `part`: of those who answered the question, None without any."""

    code: str
    libelle: str
    n: int
    part: Fraction | None
    satisfait: bool | None
    sans_objet: bool


@dataclass(frozen=True, slots=True)
class Evolution:
    """A rate beside that of the previous campaign.

    distinct: whether the difference is more than chance would give; None when one of the two
    cannot be read.
    """

    avant: Taux
    distinct: bool | None


@dataclass(frozen=True, slots=True)
class ResultatQuestion:
    """What one question gives: its own n, never the number of forms.

    posees: people asked (the base of a filtered question). repondues: those who answered. taux:
    None when nothing is judged or nobody expressed an opinion. moyenne: of a number, None for
    others. cible: exact share, None without target. manquantes: how many more answers, alike, would
    tell whether the target is met; None when it is told already, or none could be enough.
    """

    question: Question
    groupe: str
    etat: EtatResultat
    posees: int
    repondues: int
    options: tuple[CompteOption, ...]
    taux: Taux | None = None
    moyenne: Fraction | None = None
    cible: Fraction | None = None
    verdict: Verdict = Verdict.SANS_VALEUR
    manquantes: int | None = None
    evolution: Evolution | None = None
