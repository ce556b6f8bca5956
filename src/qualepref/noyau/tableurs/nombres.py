"""Numbers as French offices type them: spaces between thousands, decimal comma, units glued."""

import re
from decimal import Decimal
from fractions import Fraction

from qualepref.noyau.tableurs.refus import ValeurRefuseeError
from qualepref.noyau.tableurs.vocabulaire import strip_accents


_ESPACES = " \t\u00a0\u202f\u2009"
_MILLIERS = re.compile(rf"\d{{1,3}}(?:[{_ESPACES}]\d{{3}})+|\d{{1,3}}(?:[.]\d{{3}})+(?=,)|\d+")
_NOMBRE = re.compile(rf"([+-]?)[{_ESPACES}]*({_MILLIERS.pattern})?(?:([.,])(\d+))?")
# A spreadsheet keeps 15 significant digits: 0.1 + 0.2 is shown, and meant, as 0.3.
CHIFFRES_SIGNIFICATIFS = 15
_UNITES: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"(?:‰|%o|%0|[°o]/[o°]{2}|/ ?1[ ]?000|pour ?mille|p\. ?mille)"), 1000),
    (re.compile(r"(?:%|/ ?100|pour ?cent)"), 100),
)
# Nobody writes a longer number, and a million digits take a minute to be read as one.
LONGUEUR = 100
_REMEDE = "Écrire un nombre, par exemple 1 234 ou 12,5."


def parse_decimal(texte: str) -> Decimal:
    """Return the number written, exactly.

    Thousands: groups of three digits between spaces (U+0020, U+00A0, U+202F, U+2009), or between
    dots when a decimal comma follows. Decimals: after a comma, or after a dot, but for a lone dot
    followed by exactly three digits (« 1.234 »), which may mean either.

    Raises:
        ValeurRefuseeError: not a number, or two possible readings.
    """
    propre = texte.strip().replace("\u2212", "-")
    trouve = _NOMBRE.fullmatch(propre) if len(propre) <= LONGUEUR else None
    if trouve is None or not (trouve.group(2) or trouve.group(4)):
        raise ValeurRefuseeError("nombre non reconnu", _REMEDE)
    signe, entier, separateur, decimales = trouve.groups()
    chiffres = re.sub(r"\D", "", entier or "0")
    if separateur == "." and len(decimales) == 3 and 1 <= len(chiffres.lstrip("0")) <= 3:
        raise ValeurRefuseeError(
            "nombre ambigu : le point sépare-t-il les milliers ou les décimales ?",
            f"Écrire {entier}{decimales} ou {entier},{decimales}.",
        )
    return (
        Decimal(f"{signe}{chiffres}.{decimales or '0'}")
        if decimales
        else Decimal(f"{signe}{chiffres}")
    )


def parse_entier(texte: str) -> int:
    """Return the integer written.

    Raises:
        ValeurRefuseeError: not a number, or one with decimals other than zeros.
    """
    return check_entier(parse_decimal(texte))


def check_entier(nombre: Decimal) -> int:
    """Return a number known to be whole.

    Raises:
        ValeurRefuseeError: it has decimals.
    """
    if nombre != nombre.to_integral_value():
        raise ValeurRefuseeError("nombre entier attendu", "Corriger : pas de décimales ici.")
    return int(nombre)


def convert_flottant(nombre: float) -> Decimal:
    """Return a spreadsheet number as shown, to 15 significant digits.

    Raises:
        ValeurRefuseeError: infinite or not a number.
    """
    exact = Decimal(f"{nombre:.{CHIFFRES_SIGNIFICATIFS}g}")
    if not exact.is_finite():
        raise ValeurRefuseeError("nombre non reconnu", _REMEDE)
    return exact


def parse_taux(texte: str) -> tuple[Fraction, bool]:
    """Return the rate written and whether a unit was: « 0,5 ‰ » is (1/2000, True).

    Without a unit the number is returned as it stands. Per mille also as « /1000 », « %o », « %0 ».

    Raises:
        ValeurRefuseeError: not a number.
    """
    propre = strip_accents(texte.strip())
    for unite, diviseur in _UNITES:
        trouve = re.fullmatch(rf"(.*?)[{_ESPACES}]*{unite.pattern}", propre)
        if trouve is not None:
            return Fraction(parse_decimal(trouve.group(1))) / diviseur, True
    return Fraction(parse_decimal(texte)), False


def find_unite(entete: str) -> int | None:
    """Return 100 or 1000 when a heading tells the unit of its numbers, None otherwise."""
    propre = strip_accents(entete)
    for unite, diviseur in _UNITES:
        if unite.search(propre):
            return diviseur
    return None


def round_taux(taux: Fraction) -> Decimal:
    """Return a rate as a decimal number, to 15 significant digits."""
    exact = Decimal(taux.numerator) / Decimal(taux.denominator)
    return Decimal(f"{exact:.{CHIFFRES_SIGNIFICATIFS}g}")
