"""Will the target be held: what the limits of a control chart say of months to come."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from qualepref.noyau.referentiel.modele import Cible, Sens
from qualepref.noyau.statistiques.cartes import Bornes


class Assurance(StrEnum):
    """What to expect of each month if nothing changes.

    IMPREVISIBLE: signals are too recent for the limits to foresee anything.
    """

    TENUE = "tenue"
    MANQUEE = "manquee"
    HASARD = "hasard"
    IMPREVISIBLE = "imprevisible"
    SANS_CIBLE = "sans_cible"
    SANS_LIMITES = "sans_limites"


def find_seuil(cible: Cible | None, sens: Sens) -> Fraction | None:
    """Return the bound that is enough to meet a target; None when nothing is aimed at."""
    if cible is None or sens is Sens.INFORMATION:
        return None
    return cible.minimum if sens is Sens.HAUSSE else cible.maximum


def tell_assurance(
    ordinaires: Bornes | None, seuil: Fraction | None, sens: Sens, *, signale: int = 0
) -> Assurance:
    """Return whether months within these limits meet a target: all, none, or some by chance.

    `signale`: how many recent signals say that the limits no longer hold.
    """
    if seuil is None or sens is Sens.INFORMATION:
        return Assurance.SANS_CIBLE
    if ordinaires is None:
        return Assurance.SANS_LIMITES
    if signale:
        return Assurance.IMPREVISIBLE
    hausse = sens is Sens.HAUSSE
    if seuil <= ordinaires.bas if hausse else seuil >= ordinaires.haut:
        return Assurance.TENUE
    if seuil > ordinaires.haut if hausse else seuil < ordinaires.bas:
        return Assurance.MANQUEE
    return Assurance.HASARD
