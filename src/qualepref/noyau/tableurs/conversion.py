"""Converts the rows of a table into typed values, and tells each error where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

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
    """Rows without error, errors in the order of the rows, and rows left out with the reason."""

    lignes: list[Ligne]
    erreurs: list[Erreur]
    ignorees: tuple[LigneIgnoree, ...]


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
    colonnes: list[list[Valeur | ValeurRefuseeError]] = []
    codes: list[str] = []
    erreurs: list[Erreur] = []
    fautives: set[int] = set()
    for association in correspondance.associations:
        champ = par_code[association.code]
        brutes = [ligne[association.colonne] for ligne in grille.cellules]
        valeurs = _convert_colonne(brutes, champ, grille, association.entete)
        nouvelles = _find_erreurs(valeurs, brutes, grille, association.colonne)
        fautives.update(erreur.ligne for erreur in nouvelles)
        erreurs += nouvelles
        codes.append(champ.code)
        colonnes.append(valeurs)
    erreurs.sort(key=lambda e: (e.ligne, e.colonne))
    return Resultat(_build_lignes(grille, codes, colonnes, fautives), erreurs, grille.ignorees)


def _build_lignes(
    grille: Grille,
    codes: list[str],
    colonnes: list[list[Valeur | ValeurRefuseeError]],
    fautives: set[int],
) -> list[Ligne]:
    rangees: Iterable[tuple[Valeur | ValeurRefuseeError, ...]] = zip(*colonnes, strict=True)
    return [
        Ligne(numero, dict(zip(codes, valeurs, strict=True)))  # type: ignore[arg-type]
        for numero, valeurs in zip(grille.numeros, rangees, strict=bool(colonnes))
        if numero not in fautives
    ]


def _convert_colonne(
    brutes: list[Cellule], champ: Champ, grille: Grille, entete: str
) -> list[Valeur | ValeurRefuseeError]:
    """Return the value of each cell, or its refusal; equal cells are converted once."""
    convert = build_convertisseur(champ, epoque=grille.epoque)
    if champ.type is TypeChamp.TAUX:
        unite = _Unite.decide(brutes, find_unite(entete))
    # True == 1 == 1.0 and Taux(1) == 1.0, which do not convert alike: the type is in the key.
    caches: dict[type, dict[Cellule, Valeur | ValeurRefuseeError]] = {}
    valeurs: list[Valeur | ValeurRefuseeError] = []
    for brute in brutes:
        cache = caches.get(type(brute))
        if cache is None:
            cache = caches[type(brute)] = {}
        try:
            valeurs.append(cache[brute])
            continue
        except KeyError:
            pass
        valeur: Valeur | ValeurRefuseeError
        try:
            valeur = convert(brute)
            if champ.type is TypeChamp.TAUX and isinstance(valeur, Fraction):
                valeur = unite.apply(valeur, brute)
        except ValeurRefuseeError as refus:
            valeur = refus.with_traceback(None)
        cache[brute] = valeur
        valeurs.append(valeur)
    return valeurs


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
