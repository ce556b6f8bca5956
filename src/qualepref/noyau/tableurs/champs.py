"""What an import expects: its fields, and the states a converted value may take."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from qualepref.noyau.tableurs.vocabulaire import Absence


class TypeChamp(StrEnum):
    """Kind of value of a field, and the Python type that conversion gives."""

    TEXTE = "texte"  # str, trimmed
    LITTERAL = "litteral"  # str, trimmed, in which « / » or « n.c. » are texts like any other
    DATE = "date"  # datetime.date
    MOIS = "mois"  # datetime.date, the first day of the month
    DATE_HEURE = "date_heure"  # datetime.datetime, naive as written unless an offset is written
    ENTIER = "entier"  # int
    DECIMAL = "decimal"  # decimal.Decimal
    TAUX = "taux"  # fractions.Fraction: « 99,6 % » is 249/250, « 0,5 ‰ » is 1/2000
    BOOLEEN = "booleen"  # bool
    CHOIX = "choix"  # str: the code of the value chosen


Valeur = str | int | bool | dt.date | dt.datetime | Decimal | Fraction | Absence


@dataclass(frozen=True, slots=True)
class Champ:
    """A field of an import or export.

    synonymes: other headings under which files carry it. obligatoire: a row without it is
    refused, whatever the kind of absence. valeurs: code -> label, for CHOIX only.
    """

    code: str
    libelle: str
    type: TypeChamp = TypeChamp.TEXTE
    synonymes: tuple[str, ...] = ()
    obligatoire: bool = False
    valeurs: Mapping[str, str] = field(default_factory=dict)

    @property
    def intitules(self) -> tuple[str, ...]:
        """All headings that name this field."""
        return (self.libelle, *self.synonymes, self.code)
