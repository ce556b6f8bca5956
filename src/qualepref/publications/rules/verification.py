"""What a check of a document concludes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qualepref.noyau.verification.comparaison import Alteration, squeeze
from qualepref.publications.rules.changements import Chiffre


class Conclusion(StrEnum):
    """IDENTIQUE: byte for byte. CONFORME: written again by another tool, says and shows the same.

    RETOUCHE: a file made to be edited, whose words changed and no figure did. DERIVE: none of the
    files published, laid out otherwise, with figures of theirs: a Word file printed as PDF.
    """

    IDENTIQUE = "identique"
    CONFORME = "conforme"
    RETOUCHE = "retouche"
    DERIVE = "derive"
    ALTERE = "altere"
    INCONNU = "inconnu"
    SANS_REFERENCE = "sans_reference"
    NON_COMPARABLE = "non_comparable"

    @property
    def authentique(self) -> bool:
        """Tell whether every figure is the one that was frozen."""
        return self in (Conclusion.IDENTIQUE, Conclusion.CONFORME, Conclusion.RETOUCHE)


@dataclass(frozen=True, slots=True)
class Constat:
    """A difference, with the figure it is about; "" when no figure is known there."""

    lieu: str
    attendu: str
    trouve: str
    chiffre: bool
    sujet: str = ""


@dataclass(frozen=True, slots=True)
class Concordance:
    """A line with figures, found as it was published."""

    lieu: str
    texte: str
    sujet: str = ""


@dataclass(frozen=True, slots=True)
class Recente:
    """A publication that took the place of the one a document comes from."""

    phrase: str
    site: str
    publication: int


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of a check. `publie`: as what and when the snapshot was published, in words.

    Of a document laid out otherwise, `ajouts`: its figures where the published file has none, marks
    of an axis or words of its author; `absents`: lines with figures that it does not take up.
    """

    conclusion: Conclusion
    phrase: str
    reference: str = ""
    document: str = ""
    publie: tuple[str, ...] = ()
    recentes: tuple[Recente, ...] = ()
    constats: tuple[Constat, ...] = ()
    concordances: tuple[Concordance, ...] = ()
    ajouts: tuple[Constat, ...] = ()
    absents: int = 0

    @property
    def faux(self) -> int:
        """How many differences are of figures."""
        return sum(c.chiffre for c in self.constats)


def name_sujet(alteration: Alteration, chiffres: dict[str, Chiffre]) -> str:
    """Return the figure a changed line is about: the nearest one named before it."""
    attendu = squeeze(alteration.attendu)
    fenetre = ""
    for ligne in alteration.contexte:
        fenetre = squeeze(ligne) + fenetre
        nommes = [c for c in chiffres.values() if squeeze(c.libelle) in fenetre]
        if nommes:
            return max(nommes, key=lambda c: _rank(c, attendu)).libelle
    return alteration.contexte[0] if len(alteration.contexte) == 1 else ""


def _rank(chiffre: Chiffre, attendu: str) -> tuple[bool, bool, int]:
    """Rank figures named in one place: the one whose value stood on the line, the fullest name."""
    calcul, imprime = squeeze(chiffre.calcul), squeeze(chiffre.imprime)
    return (
        bool(calcul) and calcul in attendu,
        bool(imprime) and imprime in attendu,
        len(chiffre.libelle),
    )
