"""Dates as the screens print them."""

import datetime as dt
from zoneinfo import ZoneInfo

from qualepref.noyau.calcul.rendu import INSECABLE
from qualepref.noyau.calendrier.explication import JOURS


def format_jour(jour: dt.date | None) -> str:
    """Return « mer. 07/05/2025 »; "" for no date."""
    return "" if jour is None else f"{JOURS[jour.weekday()]} {jour:%d/%m/%Y}"


def format_instant(instant: dt.datetime | None, fuseau: str) -> str:
    """Return « mer. 07/05/2025 à 14 h 05 », as the clocks of that zone say it; "" for none."""
    if instant is None:
        return ""
    local = instant.astimezone(ZoneInfo(fuseau))
    return f"{format_jour(local.date())} à {local.hour} h {local:%M}"


def format_heure(heure: dt.time) -> str:
    """Return « 9 h 30 », « 14 h »."""
    minutes = f"{INSECABLE}{heure:%M}" if heure.minute else ""
    return f"{heure.hour}{INSECABLE}h{minutes}"
