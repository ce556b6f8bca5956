"""Converts the rows of a table into typed values, and tells each error where it stands."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import compress
from operator import itemgetter
from typing import Any, NamedTuple

from qualepref.noyau.tableurs.champs import Champ, TypeChamp, Valeur
from qualepref.noyau.tableurs.convertisseurs import build_convertisseur, format_cellule
from qualepref.noyau.tableurs.correspondance import Correspondance
from qualepref.noyau.tableurs.entete import Grille, LigneIgnoree
from qualepref.noyau.tableurs.grille import Cellule, Taux, format_lettre
from qualepref.noyau.tableurs.nombres import convert_flottant, find_unite, parse_taux
from qualepref.noyau.tableurs.refus import ValeurRefuseeError


class Erreur(NamedTuple):
    """A faulty cell, where the user sees it. ligne, colonne: 1-based; valeur: as displayed."""

    feuille: str
    ligne: int
    colonne: int
    lettre_colonne: str
    entete: str
    valeur: str
    motif: str
    remede: str

    def __str__(self) -> str:
        return (
            f"Feuille « {self.feuille} », ligne {self.ligne}, colonne {self.lettre_colonne} "
            f"« {self.entete} » : « {self.valeur} », {self.motif}. {self.remede}"
        )


class Ligne(NamedTuple):
    """A row without error. valeurs: field code -> value; unmapped fields are left out."""

    numero: int
    valeurs: dict[str, Valeur]


@dataclass(frozen=True, slots=True)
class Resultat:
    """The typed columns of a table without its faulty rows, the errors, the rows left out and why.

    numeros: row numbers as the user sees them. colonnes: field code -> one value per row; fields
    without a column are left out. erreurs: in the order of the rows.
    """

    numeros: list[int]
    colonnes: dict[str, list[Valeur]]
    erreurs: list[Erreur]
    ignorees: tuple[LigneIgnoree, ...]

    @property
    def lignes(self) -> list[Ligne]:
        """The same, one row after the other."""
        codes = tuple(self.colonnes)
        rangees = zip(*self.colonnes.values(), strict=True)
        return [
            Ligne(numero, dict(zip(codes, valeurs, strict=True)))
            for numero, valeurs in zip(self.numeros, rangees, strict=bool(codes))
        ]


def convert_lignes(
    grille: Grille, correspondance: Correspondance, champs: Sequence[Champ]
) -> Resultat:
    """Return the typed rows of a table; a row with an error is only in the errors.

    A number without unit in a TAUX column counts in the unit of its heading (%, ‰), else in
    percents when some number of the column exceeds 1, else as a ratio. Where several readings
    remain (0,5 in percents or 50 %?), the cell is refused. A number the spreadsheet displays as
    a percentage is never in doubt.
    """
    par_code = {champ.code: champ for champ in champs}
    colonnes: dict[str, list[Any]] = {}
    erreurs: list[Erreur] = []
    for association in correspondance.associations:
        champ = par_code[association.code]
        brutes = list(map(itemgetter(association.colonne), grille.cellules))
        convert = _build_conversion(brutes, champ, grille, association.entete)
        valeurs, refusees = _convert_colonne(brutes, convert)
        if refusees:
            erreurs += _find_erreurs(valeurs, brutes, grille, association.colonne)
        colonnes[champ.code] = valeurs
    fautives = {erreur.ligne for erreur in erreurs}
    gardees = [numero not in fautives for numero in grille.numeros]
    if fautives:
        colonnes = {code: list(compress(v, gardees)) for code, v in colonnes.items()}
    erreurs.sort(key=lambda e: (e.ligne, e.colonne))
    return Resultat(list(compress(grille.numeros, gardees)), colonnes, erreurs, grille.ignorees)


def _build_conversion(
    brutes: list[Cellule], champ: Champ, grille: Grille, entete: str
) -> Callable[[Cellule], Valeur | ValeurRefuseeError]:
    """Return the function that gives the value of a cell of this column, or its refusal."""
    convert = build_convertisseur(champ, epoque=grille.epoque)
    unite = _Unite.decide(brutes, find_unite(entete)) if champ.type is TypeChamp.TAUX else None

    def convert_ou_refuse(brute: Cellule) -> Valeur | ValeurRefuseeError:
        try:
            valeur = convert(brute)
            if unite is not None and isinstance(valeur, Fraction):
                valeur = unite.apply(valeur, brute)
        except ValeurRefuseeError as refus:
            return refus.with_traceback(None)
        return valeur

    return convert_ou_refuse


def _convert_colonne(
    brutes: list[Cellule], convert: Callable[[Cellule], Valeur | ValeurRefuseeError]
) -> tuple[list[Valeur | ValeurRefuseeError], bool]:
    """Return the value of each cell or its refusal, and whether any is refused.

    Equal cells are converted once.
    """
    cles: list[Any] = brutes
    convertis: dict[Any, Valeur | ValeurRefuseeError]
    # True == 1 == 1.0 and Taux(1) == 1.0, which do not convert alike: their type is then a part
    # of the key. A text equals nothing else.
    if len(set(map(type, brutes)) - {str}) > 1:
        cles = list(zip(map(type, brutes), brutes, strict=True))
        convertis = {cle: convert(cle[1]) for cle in set(cles)}
    else:
        convertis = {cle: convert(cle) for cle in set(brutes)}
    refusees = any(isinstance(valeur, ValeurRefuseeError) for valeur in convertis.values())
    return [convertis[cle] for cle in cles], refusees


def _find_erreurs(
    valeurs: list[Valeur | ValeurRefuseeError],
    brutes: list[Cellule],
    grille: Grille,
    colonne: int,
) -> list[Erreur]:
    position = grille.premiere_colonne + colonne
    return [
        Erreur(
            feuille=grille.feuille,
            ligne=numero,
            colonne=position,
            lettre_colonne=format_lettre(position),
            entete=grille.entetes[colonne],
            valeur=format_cellule(brute),
            motif=valeur.motif,
            remede=valeur.remede,
        )
        for numero, brute, valeur in zip(grille.numeros, brutes, valeurs, strict=True)
        if isinstance(valeur, ValeurRefuseeError)
    ]


@dataclass(frozen=True, slots=True)
class _Unite:
    """How the numbers without a unit of a TAUX column are read.

    diviseur: None when even the column leaves it in doubt. petits_clairs: whether numbers up
    to 1 are read like the others.
    """

    diviseur: int | None
    petits_clairs: bool

    @classmethod
    def decide(cls, brutes: Iterable[Cellule], annoncee: int | None) -> "_Unite":
        grands = any(abs(nombre) > 1 for nombre in _iter_nus(brutes))
        if annoncee is not None:
            return cls(annoncee if grands else None, petits_clairs=True)
        return cls(100, petits_clairs=False) if grands else cls(1, petits_clairs=True)

    def apply(self, nombre: Fraction, brute: Cellule) -> Fraction:
        if nombre == 0 or not _is_nu(brute):
            return nombre
        petit = abs(nombre) <= 1
        if self.diviseur is None or (petit and not self.petits_clairs):
            texte = format_cellule(brute)
            raise ValeurRefuseeError(
                f"taux ambigu : {texte} % ou {texte} pour un ?",
                f"Écrire l’unité dans la cellule, par exemple « {texte} % ».",
            )
        return nombre / self.diviseur


def _is_nu(brute: Cellule) -> bool:
    if isinstance(brute, str):
        return not parse_taux(brute)[1]
    return not isinstance(brute, Taux)


def _iter_nus(brutes: Iterable[Cellule]) -> Iterable[Fraction]:
    for brute in set(brutes):
        try:
            if isinstance(brute, str):
                nombre, unite = parse_taux(brute)
                if not unite:
                    yield nombre
            elif isinstance(brute, int | float) and not isinstance(brute, bool | Taux):
                yield Fraction(convert_flottant(brute))
        except ValeurRefuseeError:
            continue
