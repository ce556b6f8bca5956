"""Values as documents print them: decimals, spaces, units glued, words, marks of absence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from qualepref.noyau.tableurs.vocabulaire import (
    Absence,
    find_absence,
    normalize_marque,
    strip_accents,
)


_ESPACES = " \u00a0\u202f\u2009\u2007"
_NOMBRE = re.compile(
    rf"(?<![\w.,])(?P<signe>[-+\u2212]?)"
    rf"(?P<nombre>\d{{1,3}}(?:[{_ESPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
    rf"(?P<exposant>\s*(?:millions?|milliards?|milliers?|M(?![a-z])|Md|k(?![a-z])))?"
)
_EXPOSANTS = {"milliard": 10**9, "md": 10**9, "milli": 10**3, "k": 10**3}
_UNITES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(rf"[{_ESPACES}]*(?:{motif})", re.IGNORECASE))
    for code, motif in (
        (
            "pour_mille",
            r"‰|%[oO0](?!\w)|[°o]/[°o]{2}|(?:/|pour|p\.?)\s*(?:1[\s.]?000|mille)\b",
        ),
        ("pourcent", r"%|pour\s?cents?\b|p\.\s?100"),
        ("jours_ouvres", r"j(?:ours?|rs?)?\.?\s*(?:ouvr[ée]s?|o\b\.?)"),
        ("jours_ouvrables", r"j(?:ours?|rs?)?\.?\s*ouvrables?"),
        ("par_mois", r"(?:[^\d\s]+\s){0,2}(?:/\s*|par\s+)mois\b"),
        ("par_jour", r"(?:[^\d\s]+\s){0,2}(?:/\s*|par\s+)jours?\b"),
        ("jours", r"j(?:ours?|rs?)?\b"),
        ("semaines", r"sem(?:aines?)?\b"),
        ("heures", r"h(?:eures?)?\b"),
        ("minutes", r"min(?:utes?)?\b|mn\b"),
        ("annees", r"ans?\b|ann[ée]es?\b"),
        ("mois", r"mois\b"),
        ("ko", r"ko\b"),
    )
)
_BORNE = re.compile(
    r"(?:[<>≤≥~≈]|\b(?:env(?:iron|\.)?|pr[eè]s d[e’']|plus d[e’']|moins d[e’']|au moins|au plus|"
    r"quelque|jusqu’[aà]|autour de|presque|pas plus de))\s*$",
    re.IGNORECASE,
)
_INTERVALLE = re.compile(
    rf"(\d[\d{_ESPACES}]*(?:[.,]\d+)?)\s*(?:%|‰|j(?:ours?)?)?\s*(?:à|a|-|–|et)\s*"
    rf"(\d[\d{_ESPACES}]*(?:[.,]\d+)?)(?![\d/])"
)
# « 70 % (95 / 135) », « 70 % (95 sur 135) »: a rate and its two counts.
_RAPPORT = re.compile(rf"\(\s*(\d[\d{_ESPACES}]*?)\s*(?:/|sur)\s*(\d[\d{_ESPACES}]*?)\s*\)\s*$")
# « 1 h 30 », « 2 min 30 s »: one duration in two units.
_DUREE = re.compile(r"(\d+)\s*(h(?:eures?)?|min(?:utes?)?|mn)\s*([0-5]?\d)\s*(?:min|mn|s)?\w*\.?")
# « 3/4 des usagers »: a part told roughly.
_FRACTION = re.compile(r"(\d{1,2})\s?/\s?(\d{1,2})")
_SANS_VALEUR = re.compile(
    r"\b(?:sans(?: objet)?|pas d'obj|non (?:communique|disponible|significatif|mesure|renseigne|"
    r"applicable)|pas (?:significatif|de |d')|n'est pas|n/?a\b|n\.?c\b|aucune?|neant|a venir|"
    r"en cours)"
)
MOTS = {
    mot: rang
    for rang, mots in enumerate(
        [
            "un une",
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
        ],
        start=1,
    )
    for mot in mots.split()
}
# « une quinzaine »: a number told roughly.
_ENVIRON = {
    "dizaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
    "soixantaine": 60,
    "centaine": 100,
    "millier": 1000,
}


@dataclass(frozen=True, slots=True)
class Lu:
    """What a printed text says. pas: the last unit printed, 0 when the value is exact.

    exact: neither a bound, an approximation nor a range; maximum: upper end of a range.
    decimale: the mark before decimals, « , » or « . ». seul: the text holds one number only.
    """

    valeur: Fraction | None = None
    pas: Fraction = Fraction(0)
    unite: str = ""
    exact: bool = True
    maximum: Fraction | None = None
    absence: Absence | None = None
    decimale: str = ""
    seul: bool = False

    @property
    def demi(self) -> Fraction:
        """Half of the last unit printed: how far rounding may have moved the value."""
        return self.pas / 2

    @property
    def decimales(self) -> int:
        """Decimals printed."""
        return 0 if self.pas >= 1 or not self.pas else len(str(self.pas.denominator)) - 1


@lru_cache(maxsize=4096)
def parse_imprime(texte: str, *, attendu: Fraction | None = None) -> Lu:
    """Return what a printed text says; anything unread is an absence, never a zero.

    attendu: the value another column already gives, which decides between two readings.
    """
    propre = texte.strip()
    absence = find_absence(propre)
    if absence is not None or not propre:
        return Lu(absence=absence or Absence.VIDE)
    fraction = _FRACTION.fullmatch(propre)
    if fraction and int(fraction[1]) < int(fraction[2]):
        part = Fraction(100 * int(fraction[1]), int(fraction[2]))
        return Lu(part, unite="pourcent", exact=False)
    duree = _DUREE.fullmatch(propre)
    if duree:
        heures = duree[2].startswith("h")
        valeur = int(duree[1]) + Fraction(int(duree[3]), 60)
        return Lu(valeur, Fraction(1, 60), "heures" if heures else "minutes", seul=True)
    trouves = list(_NOMBRE.finditer(propre))
    if not trouves:
        return _read_mot(propre, attendu)
    intervalle = _INTERVALLE.search(propre)
    if intervalle and len(trouves) == 2:
        return _read_intervalle(propre, intervalle)
    lus = [_read_nombre(propre, t, attendu) for t in trouves]
    choisi = next((lu for lu in lus if attendu is not None and lu.valeur == attendu), lus[0])
    seul = len(lus) == 1
    return Lu(
        choisi.valeur, choisi.pas, choisi.unite, choisi.exact, None, None, choisi.decimale, seul
    )


def find_rapport(texte: str) -> tuple[Fraction, Fraction] | None:
    """Return the two counts printed between brackets after a rate, None without them."""
    trouve = _RAPPORT.search(texte)
    if trouve is None:
        return None
    haut, bas = (Fraction(re.sub(rf"[{_ESPACES}]", "", g)) for g in trouve.groups())
    return (haut, bas) if bas else None


def _read_nombre(texte: str, trouve: re.Match[str], attendu: Fraction | None) -> Lu:
    chiffres = re.sub(rf"[{_ESPACES}]", "", trouve["nombre"])
    facteur = _read_exposant(trouve["exposant"] or "")
    entier, marque, decimales = _split(chiffres, attendu, facteur)
    valeur = Fraction(f"{entier}.{decimales}" if decimales else entier) * facteur
    if trouve["signe"] in ("-", "\u2212"):
        valeur = -valeur
    return Lu(
        valeur,
        Fraction(facteur, 10 ** len(decimales)),
        find_unite(texte[trouve.end() :]),
        exact=_BORNE.search(texte[: trouve.start()]) is None,
        decimale=marque,
    )


def _split(chiffres: str, attendu: Fraction | None, facteur: int) -> tuple[str, str, str]:
    """Return the whole part, the decimal mark and the decimals.

    A lone mark before three digits may part thousands: the value known otherwise decides; with
    none, a dot parts thousands and a comma parts decimals, as French documents write.
    """
    marques = re.findall(r"[.,]", chiffres)
    if not marques:
        return chiffres, "", ""
    derniere = marques[-1]
    avant, _, apres = chiffres.rpartition(derniere)
    avant = re.sub(r"[.,]", "", avant)
    if len(marques) > 1:
        return (avant + apres, "", "") if set(marques) == {derniere} else (avant, derniere, apres)
    if len(apres) == 3 and avant.strip("0"):
        if attendu is not None:
            milliers = attendu == Fraction(avant + apres) * facteur
        else:
            milliers = derniere == "."
        if milliers:
            return avant + apres, "", ""
    return avant, derniere, apres


def _read_exposant(texte: str) -> int:
    mot = texte.strip().lower()
    if not mot:
        return 1
    if mot == "m" or mot.startswith("million"):
        return 10**6
    return next(valeur for debut, valeur in _EXPOSANTS.items() if mot.startswith(debut))


def _read_intervalle(texte: str, trouve: re.Match[str]) -> Lu:
    bornes = [Fraction(re.sub(rf"[{_ESPACES}]", "", g).replace(",", ".")) for g in trouve.groups()]
    return Lu(
        min(bornes), unite=find_unite(texte[trouve.end() :]), exact=False, maximum=max(bornes)
    )


def _read_mot(texte: str, attendu: Fraction | None) -> Lu:
    plat = strip_accents(texte)
    if _SANS_VALEUR.search(plat) or normalize_marque(texte) in ("sans", ""):
        return Lu(absence=Absence.SANS_OBJET)
    mots = re.findall(r"[a-z]+", plat)
    environ = next((_ENVIRON[mot] for mot in mots if mot in _ENVIRON), None)
    if environ is not None:
        return Lu(Fraction(environ), Fraction(1), exact=False)
    lus = [MOTS[mot] for mot in mots if mot in MOTS]
    if lus:
        valeur = next((v for v in lus if v == attendu), lus[0])
        exact = not re.search(r"\b(?:moins|plus|pres) d", plat)
        return Lu(Fraction(valeur), Fraction(1), exact=exact)
    return Lu(absence=Absence.VIDE)


def find_unite(suite: str) -> str:
    """Return the code of the unit that opens a text, "" when none does."""
    return next((code for code, motif in _UNITES if motif.match(suite)), "")
