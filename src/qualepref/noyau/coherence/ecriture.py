"""Arithmetic told in French: fractions, rates, lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from qualepref.noyau.calcul.rendu import INSECABLE, format_nombre, round_half_up
from qualepref.noyau.coherence.modele import Chiffre
from qualepref.noyau.coherence.valeurs import Lu


ECHELLES = {"pourcent": 100, "pour_mille": 1000}
SUFFIXES = {
    "pourcent": "%",
    "pour_mille": "‰",
    "jours": "jours",
    "jours_ouvres": "jours ouvrés",
    "jours_ouvrables": "jours ouvrables",
    "par_mois": "par mois",
    "par_jour": "par jour",
    "heures": "heures",
    "minutes": "minutes",
}


def tell(valeur: Fraction, decimales: int | None = None) -> str:
    """Return a number; without decimals asked, as few as it takes, two at most."""
    if decimales is None:
        decimales = next((d for d in (0, 1) if (valeur * 10**d).denominator == 1), 2)
    return format_nombre(valeur, decimales)


def tell_unite(valeur: Fraction, unite: str, decimales: int | None = None) -> str:
    """Return a number and its unit."""
    suffixe = SUFFIXES.get(unite, "")
    if suffixe.startswith("jours") and abs(valeur) < 2:
        suffixe = suffixe.replace("jours", "jour").replace("ouvrés", "ouvré")
    return tell(valeur, decimales) + (f"{INSECABLE}{suffixe}" if suffixe else "")


def tell_imprime(chiffre: Chiffre) -> str:
    """Return what the document prints, with the unit when it prints a bare number."""
    if chiffre.lu.unite or chiffre.valeur is None or chiffre.unite not in SUFFIXES:
        return chiffre.imprime
    return tell_unite(chiffre.valeur, chiffre.unite, chiffre.lu.decimales)


def tell_nom(chiffre: Chiffre) -> str:
    """Return the label between French quotation marks, the section when the label needs it."""
    return f"«{INSECABLE}{chiffre.label}{INSECABLE}»"


def tell_cible(chiffre: Chiffre) -> str:
    """Return the target as printed, without the words before it."""
    cible = chiffre.cible
    dite = chiffre.cible_imprimee.rpartition(":")[2].strip()
    dite = re.sub(r"^(?:cible|objectif)\s+(?:de\s+)?", "", dite, flags=re.IGNORECASE)
    if dite or cible is None or cible.valeur is None:
        return dite
    return tell_unite(cible.valeur, cible.unite)


def tell_place(chiffre: Chiffre) -> str:
    """Return the label and where it stands."""
    return f"{tell_nom(chiffre)} ({chiffre.section})" if chiffre.section else tell_nom(chiffre)


def tell_taux(numerateur: Fraction, denominateur: Fraction, unite: str, decimales: int) -> str:
    """Return « 577 / 724 = 79,7 % », one decimal more than printed."""
    valeur = numerateur / denominateur * ECHELLES.get(unite, 1)
    return f"{tell(numerateur)} / {tell(denominateur)} = {tell_unite(valeur, unite, decimales + 1)}"


def tell_somme(valeurs: Sequence[Fraction]) -> str:
    """Return « 467 + 110 = 577 »."""
    return f"{' + '.join(tell(v) for v in valeurs)} = {tell(sum(valeurs, Fraction(0)))}"


def tell_ids(chiffres: Sequence[Chiffre]) -> tuple[str, ...]:
    """Return the identifiers, each once."""
    return tuple(dict.fromkeys(c.id for c in chiffres))


def is_arrondi(lu: Lu, exact: Fraction) -> bool:
    """Whether the printed value is a rounding of the exact one, halves either way."""
    return lu.valeur is not None and abs(lu.valeur - exact) <= lu.demi


def is_tronque(lu: Lu, exact: Fraction) -> bool:
    """Whether the printed value is the exact one cut, not rounded."""
    return lu.valeur is not None and 0 <= exact - lu.valeur < lu.pas


def round_as(lu: Lu, exact: Fraction) -> Fraction:
    """Return the exact value rounded as the document prints it."""
    return round_half_up(exact, lu.decimales)
