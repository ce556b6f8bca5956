"""A publication as printed: figures, tables and dates, and what its check found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qualepref.noyau.coherence.periodes import Periode
from qualepref.noyau.coherence.valeurs import Lu


class Classe(StrEnum):
    """How sure a finding is, the surest first."""

    PROUVE = "proven"  # false by arithmetic alone
    CONTRADICTION = "contradiction"  # two statements that cannot both be true
    DOUTEUX = "doubtful"  # unlikely, or false under a likely reading
    REDACTIONNEL = "editorial"  # true figure, misleading words


LIBELLES_CLASSE = {
    Classe.PROUVE: "Erreur prouvée",
    Classe.CONTRADICTION: "Contradiction",
    Classe.DOUTEUX: "À vérifier",
    Classe.REDACTIONNEL: "Rédaction",
}
# Those that make a publication wrong.
CLASSES_FAUSSES = (Classe.PROUVE, Classe.CONTRADICTION)


@dataclass(frozen=True, slots=True, eq=False)
class Chiffre:
    """One figure as printed.

    lu: what the printed text says. numerateur, denominateur: printed beside a rate. effectif:
    respondents. echeance: deadline that the figure is about, in `echeance_unite`. tableau, ligne,
    colonne: its cell, if any. An empty text means that the document does not tell.
    """

    id: str
    label: str
    imprime: str
    lu: Lu
    unite: str = ""
    section: str = ""
    site: str = ""
    periode: Periode | None = None
    numerateur: Fraction | None = None
    denominateur: Fraction | None = None
    effectif: Fraction | None = None
    echeance: Fraction | None = None
    echeance_unite: str = ""
    cible: Lu | None = None
    cible_imprimee: str = ""
    module: int | None = None
    engagements: tuple[int, ...] = ()
    im: str = ""
    verdict: str = ""
    tableau: str = ""
    ligne: str = ""
    colonne: str = ""

    @property
    def valeur(self) -> Fraction | None:
        """The value when it is printed as exact, None for a bound, a range or an absence."""
        return self.lu.valeur if self.lu.exact else None


@dataclass(frozen=True, slots=True)
class Tableau:
    """A table as printed: rows of texts, the first column naming them."""

    id: str
    titre: str
    colonnes: tuple[str, ...]
    lignes: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class DateCitee:
    """A date or a span that the document tells."""

    label: str
    imprime: str
    periode: Periode | None


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything to be checked. date: of the document; a year covers its twelve months."""

    site: str
    type: str
    date: Periode | None
    chiffres: tuple[Chiffre, ...]
    dates: tuple[DateCitee, ...] = ()
    tableaux: tuple[Tableau, ...] = ()
    avertissements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Constat:
    """One finding. figures: identifiers of the figures, the one at fault first."""

    classe: Classe
    regle: str
    figures: tuple[str, ...]
    preuve: str


@dataclass(frozen=True, slots=True)
class Verifie:
    """Something checked and found right."""

    regle: str
    figures: tuple[str, ...]
    preuve: str


Examen = Constat | Verifie
Examens = Iterator[Examen]
