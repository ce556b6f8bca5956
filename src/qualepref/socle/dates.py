"""Dates as the screens print them."""

import datetime as dt

from qualepref.noyau.calendrier.explication import JOURS


def format_jour(jour: dt.date | None) -> str:
    """Return « mer. 07/05/2025 »; "" for no date."""
    return "" if jour is None else f"{JOURS[jour.weekday()]} {jour:%d/%m/%Y}"
