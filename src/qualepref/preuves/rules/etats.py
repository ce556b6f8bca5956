"""What evidence is worth on a day, alone and together."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection

from qualepref.noyau.calcul.periodes import MOIS_PAR_AN, Periode, mois_of
from qualepref.preuves.enums import EtatPreuve


# The better first: one good evidence is enough for an engagement.
ORDRE = tuple(map(EtatPreuve, ("probante", "insuffisante", "a_renouveler", "absente")))
PROBANTE, INSUFFISANTE, A_RENOUVELER, ABSENTE = ORDRE


def subtract_mois(jour: dt.date, mois: int) -> dt.date:
    """Return the same day that many months before, or the last day of a shorter month."""
    rang = jour.year * MOIS_PAR_AN + jour.month - 1 - mois
    annee, reste = divmod(rang, MOIS_PAR_AN)
    dernier = calendar.monthrange(annee, reste + 1)[1]
    return dt.date(annee, reste + 1, min(jour.day, dernier))


def last_mois(le: dt.date, mois: int) -> Periode:
    """Return the last whole months before that day, the current one left out."""
    dernier = subtract_mois(le.replace(day=1), 1)
    return Periode(mois_of(subtract_mois(dernier, mois - 1)), mois_of(dernier))


def judge_vivante(
    derniere: dt.date | None, *, suffisante: bool, mois: int, le: dt.date
) -> EtatPreuve:
    """Return what a living evidence is worth.

    derniere: day of the latest fact, None without any. mois: after so many months it no longer
    proves anything. suffisante: whether what was found meets its threshold.
    """
    if derniere is None:
        return ABSENTE
    if derniere < subtract_mois(le, mois):
        return A_RENOUVELER
    return PROBANTE if suffisante else INSUFFISANTE


def judge_piece(
    *, a_revoir_le: dt.date | None, expire_le: dt.date | None, le: dt.date
) -> EtatPreuve:
    """Return what a piece is worth: it holds on its last day, and on the day it is to be read again."""
    passee = any(jour is not None and jour < le for jour in (a_revoir_le, expire_le))
    return A_RENOUVELER if passee else PROBANTE


def judge_engagement(etats: Collection[EtatPreuve]) -> EtatPreuve:
    """Return what an engagement's evidence is worth together: as much as the best of it."""
    return min(etats, key=ORDRE.index, default=ABSENTE)
