"""Why a workbook is not a form."""

from __future__ import annotations


class XlsformIllisibleError(Exception):
    """The workbook does not follow XLSForm; `precision` is what pyxform says of it, in English."""

    def __init__(self, nom: str, motif: str, precision: str = "") -> None:
        self.precision = precision
        suite = f" Précision de l’outil XLSForm, en anglais : {precision}" if precision else ""
        super().__init__(f"« {nom} » ne se lit pas comme un formulaire XLSForm : {motif}{suite}")
