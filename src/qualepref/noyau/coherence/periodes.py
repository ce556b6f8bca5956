"""Periods as documents write them: days, months, quarters, years, spans."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import IntEnum

from qualepref.noyau.tableurs.vocabulaire import MOIS, strip_accents


class Grain(IntEnum):
    """How precise a period is told."""

    JOUR = 1
    MOIS = 2
    TRIMESTRE = 3
    SEMESTRE = 4
    ANNEE = 5


@dataclass(frozen=True, slots=True)
class Periode:
    """From `debut` to `fin`, both included; `ouverte` when the end is not told."""

    debut: dt.date
    fin: dt.date
    grain: Grain
    ouverte: bool = False

    @property
    def mois(self) -> int:
        """How many civil months it touches."""
        return (self.fin.year - self.debut.year) * 12 + self.fin.month - self.debut.month + 1

    @property
    def jours(self) -> int:
        """How many days it counts."""
        return (self.fin - self.debut).days + 1

    @property
    def courte(self) -> bool:
        """Whether it is one month, one quarter or less: a part of a year's results."""
        return self.mois <= 3 and self.grain in (Grain.MOIS, Grain.TRIMESTRE)

    def covers(self, autre: Periode) -> bool:
        """Whether the other lies within this one."""
        return self.debut <= autre.debut and autre.fin <= self.fin

    def meets(self, autre: Periode) -> bool:
        """Whether both share a day."""
        return self.debut <= autre.fin and autre.debut <= self.fin


_MOIS = "|".join(sorted(MOIS, key=len, reverse=True))
_JOUR_CHIFFRES = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b")
_JOUR_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_JOUR_LETTRES = re.compile(
    rf"\b(\d{{1,2}})(?:er)?\s+(?:({_MOIS})\b\.?)?\s*((?:19|20)\d\d)?(?=\W|$)"
)
# « du 3 au 14 juin », « lundi 6 et mardi 7 mai »: the month is told once, after the second day.
_JOURS_LIES = re.compile(
    r"\b(\d{1,2})(?:er)?(\s*(?:au|et|a|-|–)\s*(?:[a-z]+di\s+|dimanche\s+)?)"
    rf"(\d{{1,2}})(?:er)?\s+({_MOIS})\b"
)
_MOIS_LETTRES = re.compile(rf"\b({_MOIS})\b\.?(?:\s+((?:19|20)\d\d|\d\d)\b)?")
_TRIMESTRE = re.compile(
    r"\b(?:t([1-4])|([1-4])(?:er|eme|e|nd)?\s*(?:trim\w*|t\b)|trim\w*\s*([1-4]))\b"
    r"(?:\D{0,12}((?:19|20)\d\d))?"
)
_SEMESTRE = re.compile(
    r"\b(?:s([12])|([12])(?:er|eme|e|nd)?\s*sem\w*)\b(?:\D{0,12}((?:19|20)\d\d))?"
)
_ANNEE = re.compile(r"\b((?:19|20)\d\d)\b")


def parse_periode(texte: str, *, annee: int | None = None) -> Periode | None:
    """Return the period a text tells, None when it tells none.

    annee: the year of a month or quarter written without one.
    """
    plat = strip_accents(texte)
    for lire in (_read_jours, _read_trimestre, _read_semestre, _read_mois, _read_annees):
        periode = lire(plat, annee)
        if periode is not None:
            return periode
    return None


def parse_mesure(texte: str, document: Periode | None) -> Periode | None:
    """Return the period of something measured, told in a document of that date.

    A month without a year that the document comes before is the year before's: in January,
    « décembre » is behind.
    """
    periode = parse_periode(texte, annee=document.debut.year if document else None)
    if periode is None or document is None or document.grain is Grain.ANNEE:
        return periode
    if periode.debut <= document.fin or _ANNEE.search(texte):
        return periode
    return parse_periode(texte, annee=document.debut.year - 1)


def build_mois(annee: int, premier: int, dernier: int, grain: Grain) -> Periode:
    """Return the span between two months of a year, both included."""
    fin = calendar.monthrange(annee, dernier)[1]
    return Periode(dt.date(annee, premier, 1), dt.date(annee, dernier, fin), grain)


def build_dates(debut: object, fin: object) -> Periode | None:
    """Return the period between two dates, given as dates or ISO texts; None when unread."""
    bornes = [_read_iso(b) for b in (debut, fin)]
    if bornes[0] is None and bornes[1] is None:
        return None
    premier = bornes[0] or bornes[1]
    dernier = bornes[1] or bornes[0]
    if premier is None or dernier is None:
        return None
    return Periode(premier, dernier, Grain.JOUR, ouverte=bornes[1] is None)


def _read_iso(valeur: object) -> dt.date | None:
    if isinstance(valeur, dt.date):
        return valeur
    try:
        return dt.date.fromisoformat(str(valeur).strip())
    except ValueError:
        return None


def _date(annee: int, mois: int, jour: int) -> dt.date | None:
    try:
        return dt.date(annee, mois, jour)
    except ValueError:
        return None


def _year(texte: str) -> int:
    return int(texte) + 2000 if len(texte) == 2 else int(texte)


def _read_jours(plat: str, annee: int | None) -> Periode | None:
    jours = [_date(_year(a), int(m), int(j)) for j, m, a in _JOUR_CHIFFRES.findall(plat)]
    jours += [_date(int(a), int(m), int(j)) for a, m, j in _JOUR_ISO.findall(plat)]
    jours += _read_lettres(plat, annee)
    connus = [j for j in jours if j is not None]
    if not connus:
        return None
    ouverte = len(connus) == 1 and re.search(r"\b(?:depuis|a compter|a partir)\b", plat) is not None
    return Periode(connus[0], connus[-1], Grain.JOUR, ouverte)


def _read_lettres(plat: str, annee: int | None) -> list[dt.date | None]:
    """Return the days written with the month in letters; « du 6 mai au 17 août 2022 » gives two."""
    plat = _JOURS_LIES.sub(r"\1 \4\2\3 \4", plat)
    trouves = [t.groups() for t in _JOUR_LETTRES.finditer(plat)]
    jours: list[dt.date | None] = []
    mois_lu, annee_lue = None, annee
    for jour, mois, an in reversed(trouves):
        mois_lu = MOIS[mois] if mois else mois_lu
        annee_lue = int(an) if an else annee_lue
        if mois_lu is not None and annee_lue is not None and (mois or jours):
            jours.append(_date(annee_lue, mois_lu, int(jour)))
    return jours[::-1]


def _read_trimestre(plat: str, annee: int | None) -> Periode | None:
    trouve = _TRIMESTRE.search(plat)
    if trouve is None or "annuel" in plat:
        return None
    an = int(trouve[4]) if trouve[4] else _first_annee(plat, annee)
    if an is None:
        return None
    rang = int(trouve[1] or trouve[2] or trouve[3])
    return build_mois(an, 3 * rang - 2, 3 * rang, Grain.TRIMESTRE)


def _read_semestre(plat: str, annee: int | None) -> Periode | None:
    trouve = _SEMESTRE.search(plat)
    if trouve is None or "annuel" in plat or "semaine" in plat:
        return None
    an = int(trouve[3]) if trouve[3] else _first_annee(plat, annee)
    if an is None:
        return None
    rang = int(trouve[1] or trouve[2])
    return build_mois(an, 6 * rang - 5, 6 * rang, Grain.SEMESTRE)


def _read_mois(plat: str, annee: int | None) -> Periode | None:
    trouves = [(MOIS[m], _year(a) if a else None) for m, a in _MOIS_LETTRES.findall(plat)]
    if not trouves:
        return None
    commune = next((a for _, a in reversed(trouves) if a), None) or _first_annee(plat, annee)
    if commune is None:
        return None
    (m1, a1), (m2, a2) = trouves[0], trouves[-1]
    debut = build_mois(a1 or commune, m1, m1, Grain.MOIS)
    fin = build_mois(a2 or commune, m2, m2, Grain.MOIS)
    if re.search(r"\b(?:fin|decembre)\s+20\d\d", plat) and len(trouves) == 1 and "fin" in plat:
        fin = build_mois(commune, 12, 12, Grain.MOIS)
    ouverte = (
        len(trouves) == 1 and re.search(r"\b(?:depuis|a compter|a partir)\b", plat) is not None
    )
    return Periode(debut.debut, fin.fin, Grain.MOIS, ouverte)


def _read_annees(plat: str, annee: int | None) -> Periode | None:
    annees = [int(a) for a in _ANNEE.findall(plat)]
    if not annees and re.search(r"\bannuel|\bannee\b", plat) and annee:
        annees = [annee]
    if not annees:
        return None
    debut = build_mois(annees[0], 1, 12, Grain.ANNEE)
    return Periode(debut.debut, build_mois(annees[-1], 1, 12, Grain.ANNEE).fin, Grain.ANNEE)


def _first_annee(plat: str, annee: int | None) -> int | None:
    trouve = _ANNEE.search(plat)
    return int(trouve[1]) if trouve else annee
