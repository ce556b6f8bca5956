"""Cells of a spreadsheet as their reader sees them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from qualepref.noyau.tableurs.grille import Cellule, CelluleFautive, Taux


# What stands for a cell that shows no value, so that it is not taken for a blank one.
NON_CALCULEE = "(non calculé)"


def show_cellule(cellule: Cellule) -> str:
    """Return a cell as its reader sees it, decimals as stored."""
    if isinstance(cellule, Taux):
        return f"{_decimal(Decimal(repr(float(cellule))) * 100)} %"
    if isinstance(cellule, bool):
        return "oui" if cellule else "non"
    if isinstance(cellule, int | float):
        return _decimal(Decimal(repr(cellule)))
    if isinstance(cellule, dt.datetime | dt.date):
        return f"{cellule:%d/%m/%Y}"
    if isinstance(cellule, CelluleFautive):
        return NON_CALCULEE
    return str(cellule).strip()


def _decimal(nombre: Decimal) -> str:
    if not nombre.is_finite():
        return ""
    texte = f"{round(nombre, 6):f}"
    return (texte.rstrip("0").rstrip(".") if "." in texte else texte).replace(".", ",")
