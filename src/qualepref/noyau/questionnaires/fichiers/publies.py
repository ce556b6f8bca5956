"""Results published without their answers: whether a percentage, a numerator and an n agree."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from qualepref.noyau.calcul.rendu import INSECABLE, format_nombre
from qualepref.noyau.tableurs.refus import ValeurRefuseeError


DECIMALES_MAX = 4


@dataclass(frozen=True, slots=True)
class Publie:
    """One published result. taux: in [0, 1], None when only the counts are told."""

    taux: Fraction | None
    numerateur: int | None
    repondants: int | None


def check_publie(publie: Publie) -> str:
    """Return a sentence on what can be doubted, "" when nothing can.

    Raises:
        ValeurRefuseeError: what is written cannot be true; the message does the sum.
    """
    taux, numerateur, n = publie.taux, publie.numerateur, publie.repondants
    if taux is None and numerateur is None:
        raise ValeurRefuseeError(
            "ni pourcentage ni nombre de satisfaits", "Renseigner l’un des deux."
        )
    if taux is not None and not 0 <= taux <= 1:
        raise ValeurRefuseeError("un pourcentage va de 0 à 100", "Corriger le pourcentage.")
    if min(numerateur or 0, n or 0) < 0:
        raise ValeurRefuseeError("un nombre de personnes ne peut être négatif", "Le corriger.")
    if numerateur is not None and n is None:
        raise ValeurRefuseeError(
            "nombre de satisfaits sans nombre de répondants", "Renseigner le nombre de répondants."
        )
    if numerateur is not None and n is not None and numerateur > n:
        raise ValeurRefuseeError(
            f"{numerateur} satisfaits sur {n} répondants", "Corriger l’un des deux nombres."
        )
    if taux is None or not n:
        return ""
    if numerateur is not None:
        _check_quotient(taux, numerateur, n)
        return ""
    if _find_numerateur(taux, n) is None:
        return f"aucun nombre entier de satisfaits sur {n} ne donne {_write(taux)}"
    return ""


def count_decimales(taux: Fraction) -> int:
    """Return how many decimals a percentage was printed with, useless zeros aside."""
    pourcent = taux * 100
    return next(
        (d for d in range(DECIMALES_MAX) if (pourcent * 10**d).denominator == 1), DECIMALES_MAX
    )


def _check_quotient(taux: Fraction, numerateur: int, n: int) -> None:
    exact = Fraction(numerateur, n)
    if not _rounds_to(exact, taux):
        raise ValeurRefuseeError(
            f"{numerateur} sur {n} font {_write(exact, count_decimales(taux))}, et non {_write(taux)}",
            "Corriger l’un des trois nombres.",
        )


def _find_numerateur(taux: Fraction, n: int) -> int | None:
    milieu = round(taux * n)
    essais = (m for m in (milieu - 1, milieu, milieu + 1) if 0 <= m <= n)
    return next((m for m in essais if _rounds_to(Fraction(m, n), taux)), None)


def _rounds_to(exact: Fraction, imprime: Fraction) -> bool:
    """Whether a rate printed with as many decimals, rounded or cut, is what was printed."""
    unite = Fraction(1, 100 * 10 ** count_decimales(imprime))
    ecart = exact - imprime
    return -unite / 2 <= ecart < unite


def _write(taux: Fraction, decimales: int | None = None) -> str:
    precision = count_decimales(taux) if decimales is None else decimales
    return f"{format_nombre(taux * 100, precision)}{INSECABLE}%"
