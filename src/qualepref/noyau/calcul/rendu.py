"""Rendering of exact values as French text. The only place where a figure is rounded."""

from __future__ import annotations

from fractions import Fraction

from qualepref.noyau.referentiel.modele import Unite


INSECABLE = "\N{NO-BREAK SPACE}"
ECHELLE = {Unite.POURCENT: 100, Unite.POUR_MILLE: 1000}
SUFFIXE = {
    Unite.POURCENT: "%",
    Unite.POUR_MILLE: "‰",
    Unite.JOURS_OUVRES: "j.o.",
    Unite.JOURS: "j",
    Unite.NOMBRE: "",
    Unite.PAR_MOIS: "/ mois",
    Unite.PAR_JOUR: "/ jour",
}


def round_half_up(valeur: Fraction, decimales: int) -> Fraction:
    """Return `valeur` rounded to `decimales` decimals, halves away from zero."""
    return Fraction(_round_scaled(valeur, 10**decimales), 10**decimales)


def _round_scaled(valeur: Fraction | int, echelle: int) -> int:
    """Return `valeur` times `echelle`, rounded to a whole number, halves away from zero."""
    entier, reste = divmod(abs(valeur.numerator) * echelle, valeur.denominator)
    entier += 2 * reste >= valeur.denominator
    return entier if valeur.numerator >= 0 else -entier


def scale(valeur: Fraction, unite: Unite) -> Fraction:
    """Return the value as printed: a rate of 9/10 in percent is 90."""
    return valeur * ECHELLE.get(unite, 1)


def format_nombre(valeur: Fraction | int, decimales: int = 0) -> str:
    """Return « 3 795 » or « 99,62 »: decimal comma, no-break thousands, halves rounded up."""
    return _write(_round_scaled(valeur, 10**decimales), decimales)


def format_valeur(valeur: Fraction, unite: Unite, decimales: int = 0) -> str:
    """Return the value with its unit: « 91,5 % », « 2,37 ‰ », « 4 j.o. », « 36 / mois »."""
    texte = _write(_round_scaled(valeur, ECHELLE.get(unite, 1) * 10**decimales), decimales)
    suffixe = SUFFIXE[unite]
    return f"{texte}{INSECABLE}{suffixe}" if suffixe else texte


def _write(arrondi: int, decimales: int) -> str:
    """Return a rounded value, given as a whole number of its last decimal."""
    entier, fraction = divmod(abs(arrondi), 10**decimales)
    texte = f"{entier:,}".replace(",", INSECABLE)
    if decimales:
        texte += f",{fraction:0{decimales}}"
    return f"-{texte}" if arrondi < 0 else texte
