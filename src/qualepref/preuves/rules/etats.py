"""What evidence is worth on a day, alone and together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from qualepref.noyau.agendas.plages import add_mois
from qualepref.noyau.calcul.periodes import Periode, mois_of
from qualepref.preuves.enums import EtatPreuve


# The better first: one good evidence is enough for an engagement.
ORDRE = tuple(map(EtatPreuve, ("probante", "insuffisante", "a_renouveler", "absente")))
PROBANTE, INSUFFISANTE, A_RENOUVELER, ABSENTE = ORDRE


def last_mois(le: dt.date, mois: int) -> Periode:
    """Return the last whole months before that day, the current one left out."""
    dernier = add_mois(le.replace(day=1), -1)
    return Periode(mois_of(add_mois(dernier, 1 - mois)), mois_of(dernier))


def judge_vivante(
    derniere: dt.date | None, *, suffisante: bool, mois: int, le: dt.date
) -> EtatPreuve:
    """Return what a living evidence is worth.

    derniere: day of the latest fact, None without any. mois: after so many months it no longer
    proves anything. suffisante: whether what was found meets its threshold.
    """
    if derniere is None:
        return ABSENTE
    if derniere < add_mois(le, -mois):
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
