"""Dates as French offices type them."""

import datetime as dt
import re

from qualepref.noyau.tableurs.refus import ValeurRefuseeError
from qualepref.noyau.tableurs.vocabulaire import MOIS, strip_accents


# Outside these, a year is a typing error. Two-digit years: 00-69 are 2000-2069 (POSIX).
ANNEE_MIN, ANNEE_MAX = 1900, 2100
PIVOT = 70
# Serial numbers taken for dates in a date column: 2000-01-01 to 2100-12-31 in the 1900 epoch.
SERIE_MIN, SERIE_MAX = 36526, 73415

_HEURE = r"(?:[ T](?:à )?(?P<h>\d{1,2})(?:[:hH](?P<mn>\d{2})?(?::(?P<s>\d{2})(?:[.,]\d+)?)?)?)?"
_FUSEAU = r"(?P<tz> ?Z| ?[+-]\d{2}:?\d{2})?"
_FORMES = (
    re.compile(
        r"(?P<a>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<j>\d{1,2})" + _HEURE + _FUSEAU, re.IGNORECASE
    ),
    re.compile(
        r"(?P<j>\d{1,2}) ?[-/. ] ?(?P<m>\d{1,2}) ?[-/. ] ?(?P<a>\d{4}|\d{2})" + _HEURE,
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:(?:lun|mar|mercre|jeu|vendre|same)di,? |dimanche,? |(?:lun|mar|mer|jeu|ven|sam|dim)\.? )?"
        r"(?:le )?(?P<j>\d{1,2})(?:er)?[ -](?P<nom>[a-z]{3,9})\.?[ -](?P<a>\d{4}|\d{2})" + _HEURE,
        re.IGNORECASE,
    ),
)
_FORMES_MOIS = (
    re.compile(r"(?P<nom>[a-z]{3,9})\.?[ -](?P<a>\d{4})"),
    re.compile(r"(?P<m>\d{1,2}) ?[-/.] ?(?P<a>\d{4})"),
    re.compile(r"(?P<a>\d{4})[-/.](?P<m>\d{1,2})"),
)
_REMEDE_MOIS = "Écrire le mois en toutes lettres et l’année, par exemple « janvier 2022 »."
_ESPACES = re.compile(r"[\s\u00a0\u202f]+")
_REMEDE = "Écrire la date sous la forme jj/mm/aaaa, par exemple 03/01/2022."


def parse_date_heure(texte: str) -> tuple[dt.datetime, bool]:
    """Return the moment written, and whether a time was.

    Accepted: 2022-01-03, 3/1/22, 03.01.2022, « 3 janvier 2022 », « lundi 3 janv. 22 », each
    followed or not by a time (14:05, 14h05, T14:05:00). The day always comes before the month.
    The result is aware only when an offset (Z, +02:00) is written.

    Raises:
        ValeurRefuseeError: not a date, a day that does not exist, a year out of 1900-2100.
    """
    propre = strip_accents(_ESPACES.sub(" ", texte).strip())
    for forme in _FORMES:
        trouve = forme.fullmatch(propre)
        if trouve is not None:
            return _build(trouve.groupdict(), texte)
    if propre.isdigit():
        raise ValeurRefuseeError(
            "nombre au lieu d’une date", "Mettre la colonne au format Date. " + _REMEDE
        )
    raise ValeurRefuseeError("date non reconnue", _REMEDE)


def parse_mois(texte: str) -> dt.date | None:
    """Return the first day of the month written: « janvier 2022 », 01/2022, 2022-01.

    None when the text is not a month alone: it may still be a date.

    Raises:
        ValeurRefuseeError: a month that does not exist, a year out of 1900-2100.
    """
    propre = strip_accents(_ESPACES.sub(" ", texte).strip()).lower()
    trouve = next((t for forme in _FORMES_MOIS if (t := forme.fullmatch(propre))), None)
    if trouve is None:
        return None
    parties = trouve.groupdict()
    annee = int(parties["a"])
    check_annee(annee)
    mois = MOIS.get(parties["nom"], 0) if "nom" in parties else int(parties["m"])
    if not 1 <= mois <= 12:
        raise ValeurRefuseeError(f"« {texte.strip()} » n’est pas un mois", _REMEDE_MOIS)
    return dt.date(annee, mois, 1)


def _build(parties: dict[str, str | None], texte: str) -> tuple[dt.datetime, bool]:
    annee_ecrite = parties["a"] or ""
    annee = int(annee_ecrite)
    if len(annee_ecrite) == 2:
        annee += 2000 if annee < PIVOT else 1900
    check_annee(annee)
    jour = int(parties["j"] or 0)
    mois = MOIS.get(parties["nom"] or "", 0) if "nom" in parties else int(parties["m"] or 0)
    if not 1 <= mois <= 12:
        if "nom" in parties:
            raise ValeurRefuseeError("date non reconnue", _REMEDE)
        inverse = " Le jour et le mois semblent inversés." if 1 <= jour <= 12 < mois <= 31 else ""
        raise ValeurRefuseeError(f"le mois {mois} n’existe pas", _REMEDE + inverse)
    try:
        moment = dt.datetime(  # noqa: DTZ001  # local civil time, as written
            annee,
            mois,
            jour,
            int(parties.get("h") or 0),
            int(parties.get("mn") or 0),
            int(parties.get("s") or 0),
        )
    except ValueError as exc:
        raise ValeurRefuseeError(
            f"« {texte.strip()} » n’existe pas au calendrier", "Corriger le jour ou l’heure."
        ) from exc
    fuseau = (parties.get("tz") or "").strip()
    if fuseau:
        moment = moment.replace(tzinfo=_parse_fuseau(fuseau))
    return moment, parties.get("h") is not None


def _parse_fuseau(fuseau: str) -> dt.tzinfo:
    if fuseau in "zZ":
        return dt.UTC
    signe = -1 if fuseau[0] == "-" else 1
    chiffres = fuseau[1:].replace(":", "")
    minutes = int(chiffres[:2]) * 60 + int(chiffres[2:])
    if minutes >= 24 * 60:
        raise ValeurRefuseeError("décalage horaire impossible", _REMEDE)
    return dt.timezone(signe * dt.timedelta(minutes=minutes))


def check_annee(annee: int) -> None:
    """Refuse a year that can only be a typing error.

    Raises:
        ValeurRefuseeError: out of 1900-2100.
    """
    if not ANNEE_MIN <= annee <= ANNEE_MAX:
        raise ValeurRefuseeError(f"l’année {annee} n’est pas plausible", "Corriger l’année.")


def convert_serie(nombre: float, epoque: dt.date) -> dt.datetime:
    """Return the moment of a bare serial number met in a date column.

    Accepted from 2000 to 2100 only; smaller numbers are more likely years, delays or counts.

    Raises:
        ValeurRefuseeError: out of this range.
    """
    decalage = (epoque - dt.date(1899, 12, 30)).days
    if not SERIE_MIN <= nombre + decalage < SERIE_MAX + 1:
        raise ValeurRefuseeError("nombre au lieu d’une date", _REMEDE)
    minuit = dt.datetime.combine(epoque, dt.time())
    return minuit + dt.timedelta(seconds=round(nombre * 86400))
