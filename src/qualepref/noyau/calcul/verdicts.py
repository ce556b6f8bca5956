"""Met, not met, or cannot tell: the exact value against the target."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from qualepref.noyau.calcul.releves import TRACAGES_PARTIELS, Etat, Releve
from qualepref.noyau.calcul.rendu import ECHELLE, round_half_up, scale
from qualepref.noyau.referentiel.modele import Cible, Indicateur, Sens
from qualepref.noyau.statistiques.moyennes import tells_cote
from qualepref.noyau.statistiques.wilson import contains_seuil


DECIMALES_DE_PLUS = 3


class Verdict(StrEnum):
    """What can be said of a reading against its target."""

    ATTEINTE = "atteinte"
    NON_ATTEINTE = "non_atteinte"
    INDECIDABLE = "indecidable"
    SANS_CIBLE = "sans_cible"
    SANS_VALEUR = "sans_valeur"

    @property
    def libelle(self) -> str:
        """French words for the screen."""
        return LIBELLES_VERDICT[self]

    @property
    def symbole(self) -> str:
        """A shape that says the verdict without colour."""
        return SYMBOLES_VERDICT[self]


LIBELLES_VERDICT = {
    Verdict.ATTEINTE: "cible atteinte",
    Verdict.NON_ATTEINTE: "cible non atteinte",
    Verdict.INDECIDABLE: "on ne peut pas conclure",
    Verdict.SANS_CIBLE: "pas de cible",
    Verdict.SANS_VALEUR: "pas de valeur",
}
SYMBOLES_VERDICT = {
    Verdict.ATTEINTE: "✓",
    Verdict.NON_ATTEINTE: "✗",
    Verdict.INDECIDABLE: "?",
    Verdict.SANS_CIBLE: "–",
    Verdict.SANS_VALEUR: "–",
}


def judge(releve: Releve, cible: Cible | None, sens: Sens) -> Verdict:
    """Return the verdict of a reading: exact fraction against the exact target.

    A target given as an interval is met from its easier bound on (« 75 à 80 % » asks for 75 %).
    A rate measured on a sample, or asked of users, is met or not only when its whole Wilson
    interval is on one side of the target; otherwise nobody can tell. So is a sampled mean, by
    Hall's interval of its rows. A figure too small to be significant never concludes.
    """
    valeur = releve.valeur
    if valeur is None:
        return Verdict.SANS_VALEUR
    if cible is None or sens is Sens.INFORMATION:
        return Verdict.SANS_CIBLE
    if releve.etat is Etat.NON_SIGNIFICATIF:
        return Verdict.INDECIDABLE
    seuil = cible.minimum if sens is Sens.HAUSSE else cible.maximum
    if cible.unite in ECHELLE and _is_sampled(releve):
        return judge_part(valeur, int(releve.denominateur or 1), seuil, sens)
    if releve.dispersion is not None and not tells_cote(releve.dispersion, seuil):
        return Verdict.INDECIDABLE
    return _compare(valeur, seuil, sens)


def judge_part(part: Fraction, n: int, seuil: Fraction, sens: Sens = Sens.HAUSSE) -> Verdict:
    """Return the verdict of a share observed on n cases out of many others.

    Told only when its whole Wilson interval is on one side of the target.
    """
    if contains_seuil(part, n, seuil):
        return Verdict.INDECIDABLE
    return _compare(part, seuil, sens)


def choose_decimales(indicateur: Indicateur, valeur: Fraction | None, cible: Cible | None) -> int:
    """Return the decimals to print so that a value never looks like the target it misses.

    577 / 724 against 80 % is printed « 79,7 % », not « 80 % »; three more decimals at most.
    """
    usuelles = indicateur.decimales
    if valeur is None or cible is None or indicateur.sens is Sens.INFORMATION:
        return usuelles
    hausse = indicateur.sens is Sens.HAUSSE
    seuil = scale(cible.minimum if hausse else cible.maximum, cible.unite)
    exacte = scale(valeur, indicateur.unite)

    def meets(v: Fraction) -> bool:
        return v >= seuil if hausse else v <= seuil

    candidates = range(usuelles, usuelles + DECIMALES_DE_PLUS + 1)
    fideles = (d for d in candidates if meets(round_half_up(exacte, d)) is meets(exacte))
    return next(fideles, usuelles + DECIMALES_DE_PLUS)


def _is_sampled(releve: Releve) -> bool:
    return (
        releve.tracage in TRACAGES_PARTIELS
        and releve.numerateur is not None
        and bool(releve.denominateur)
        and 0 <= releve.numerateur <= (releve.denominateur or 0)
    )


def _compare(valeur: Fraction, seuil: Fraction, sens: Sens) -> Verdict:
    met = valeur >= seuil if sens is Sens.HAUSSE else valeur <= seuil
    return Verdict.ATTEINTE if met else Verdict.NON_ATTEINTE
