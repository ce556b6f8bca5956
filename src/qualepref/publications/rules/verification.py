"""What a check of a document concludes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qualepref.noyau.verification.comparaison import Alteration, squeeze
from qualepref.publications.rules.changements import Chiffre


class Conclusion(StrEnum):
    """IDENTIQUE: byte for byte. CONFORME: written again by another tool, says and shows the same.

    RETOUCHE: a file made to be edited, whose words changed and no figure did.
    """

    IDENTIQUE = "identique"
    CONFORME = "conforme"
    RETOUCHE = "retouche"
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
class Verification:
    """The result of a check. `publie`: as what and when the snapshot was published, in words."""

    conclusion: Conclusion
    phrase: str
    reference: str = ""
    document: str = ""
    publie: tuple[str, ...] = ()
    constats: tuple[Constat, ...] = ()


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
