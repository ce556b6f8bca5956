"""Why a publication cannot be checked."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from qualepref.noyau.calcul.rendu import format_nombre
from qualepref.noyau.yaml_strict.fautes import Faute, sort_fautes, tell_fautes


class PublicationIllisibleError(Exception):
    """The file does not have the shape of a publication; `fautes` lists everything to correct."""

    def __init__(self, nom: str, fautes: Iterable[Faute]) -> None:
        self.fautes = sort_fautes(fautes)
        super().__init__(
            f"« {nom} » ne peut pas être contrôlé. Corrigez les fautes suivantes, puis "
            f"recommencez :\n{tell_fautes(self.fautes)}"
        )


class PublicationHorsTailleError(Exception):
    """Nothing to check in the file, or far too much."""


class PublicationVideError(PublicationHorsTailleError):
    """Nothing to check in the file. raisons: what was found in it and could not be read."""

    def __init__(self, nom: str, raisons: Iterable[str] = ()) -> None:
        super().__init__(
            f"« {nom} » ne contient ni chiffre ni tableau. Un fichier YAML doit avoir une clé "
            "« figures » ou « tables » ; un tableur, une colonne « Libellé » et une colonne "
            "« Valeur », ou des tableaux de chiffres."
            + "".join(f"\n{raison}" for raison in raisons)
        )


class PublicationTropGrandeError(PublicationHorsTailleError):
    """More figures than any publication prints: a register, not a document."""

    def __init__(self, nom: str, compte: int, maximum: int) -> None:
        super().__init__(
            f"« {nom} » contient {format_nombre(Fraction(compte), 0)} chiffres, pour "
            f"{format_nombre(Fraction(maximum), 0)} au plus. Donnez les chiffres imprimés dans le "
            "document, non le registre dont ils viennent.",
        )
