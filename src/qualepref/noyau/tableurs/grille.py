"""Sheets as read: raw cells, before anything is known of what they mean."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from qualepref.noyau.tableurs.erreurs import ClasseurSansFeuilleError, FeuilleInconnueError
from qualepref.noyau.tableurs.formats import Format
from qualepref.noyau.tableurs.vocabulaire import normalize_texte


class Taux(float):
    """A number that the spreadsheet displays as a percentage: 0.996 is seen as « 99,6 % »."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class CelluleFautive:
    """A cell that holds no value although it looks filled. texte: what the user sees in it."""

    texte: str
    motif: str
    remede: str

    def __str__(self) -> str:
        return self.texte


FORMULE_SANS_VALEUR = CelluleFautive(
    texte="(formule)",
    motif="formule sans valeur enregistrée",
    remede="Ouvrir et enregistrer le fichier dans le tableur, puis le déposer de nouveau.",
)


def build_erreur_tableur(code: str) -> CelluleFautive:
    """Return the faulty cell for a spreadsheet error such as « #REF! »."""
    return CelluleFautive(
        texte=code,
        motif=f"le tableur y affiche l’erreur {code}",
        remede="Corriger la formule, ou saisir la valeur à la place.",
    )


# An empty cell is the empty string.
Cellule = str | int | float | bool | dt.date | dt.time | dt.timedelta | CelluleFautive

EPOQUE_1900 = dt.date(1899, 12, 30)
EPOQUE_1904 = dt.date(1904, 1, 1)


@dataclass(frozen=True, slots=True)
class Feuille:
    """One sheet. `lignes` starts at row `premiere_ligne`, column `premiere_colonne` (1-based).

    epoque: day 0 of bare serial numbers. fusions: merged areas as (row, column, row, column),
    1-based, bounds included; None when the format does not tell.
    """

    nom: str
    lignes: list[list[Cellule]]
    premiere_ligne: int = 1
    premiere_colonne: int = 1
    visible: bool = True
    epoque: dt.date = EPOQUE_1900
    fusions: tuple[tuple[int, int, int, int], ...] | None = None

    @property
    def remplie(self) -> bool:
        """Whether at least one cell holds something."""
        return any(cellule != "" for ligne in self.lignes for cellule in ligne)


@dataclass(frozen=True, slots=True)
class Classeur:
    """A file as read. avertissements: sentences to show, on what could not be checked."""

    nom: str
    format: Format
    feuilles: tuple[Feuille, ...]
    avertissements: tuple[str, ...] = field(default=())

    def get_feuille(self, nom: str | None = None) -> Feuille:
        """Return the sheet of that name, or the first visible one with data.

        Raises:
            FeuilleInconnueError: no sheet of that name (accents and case do not matter).
            ClasseurSansFeuilleError: nothing in any sheet.
        """
        if nom is None:
            return self._get_premiere_remplie()
        for feuille in self.feuilles:
            if feuille.nom == nom:
                return feuille
        for feuille in self.feuilles:
            if normalize_texte(feuille.nom) == normalize_texte(nom):
                return feuille
        presentes = ", ".join(f"« {f.nom} »" for f in self.feuilles)
        raise FeuilleInconnueError(self.nom, demandee=nom, presentes=presentes)

    def _get_premiere_remplie(self) -> Feuille:
        for feuille in sorted(self.feuilles, key=lambda f: not f.visible):
            if feuille.remplie:
                return feuille
        raise ClasseurSansFeuilleError(self.nom)


def format_lettre(colonne: int) -> str:
    """Return the letters of a column as spreadsheets show them; 1 is « A », 27 is « AA »."""
    lettres = ""
    while colonne > 0:
        colonne, reste = divmod(colonne - 1, 26)
        lettres = chr(65 + reste) + lettres
    return lettres


def parse_lettres(lettres: str) -> int:
    """Return the 1-based column of spreadsheet letters."""
    colonne = 0
    for lettre in lettres.upper():
        colonne = colonne * 26 + ord(lettre) - 64
    return colonne


def is_vide(ligne: Sequence[Cellule]) -> bool:
    """Whether a row holds nothing but blanks."""
    return all(isinstance(c, str) and (c == "" or c.isspace()) for c in ligne)
