"""The table of a file of answers: every row under the header is an answer, none is left out.

Unlike a register, there is no total to look for: a row of ones may be a form where everything was
ticked « 1 ».
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualepref.noyau.tableurs.champs import Champ
from qualepref.noyau.tableurs.convertisseurs import format_cellule
from qualepref.noyau.tableurs.entete import extract_grille
from qualepref.noyau.tableurs.erreurs import EnteteIntrouvableError
from qualepref.noyau.tableurs.grille import (
    EPOQUE_1900,
    Cellule,
    CelluleFautive,
    Classeur,
    Feuille,
    format_lettre,
    is_vide,
)
from qualepref.noyau.tableurs.lecture import read_classeur


# Rows among which the header is looked for.
LIGNES_SONDEES = 20
# Beyond, a spreadsheet's number no longer holds every digit.
ENTIER_EXACT = 10**15
SANS_TITRE = "(sans titre)"


@dataclass(frozen=True, slots=True)
class Colonne:
    """One column. `entete`: its own heading; `nom`: a name no other column bears; lettre: « AB »."""

    entete: str
    nom: str
    lettre: str
    cellules: list[Cellule]

    @property
    def remplie(self) -> bool:
        """Whether one cell at least holds something."""
        return any(cellule != "" for cellule in self.cellules)


@dataclass(frozen=True, slots=True)
class Tableau:
    """A table read. numeros: number of each row, as the user sees it."""

    fichier: str
    feuille: str
    ligne_entete: int
    colonnes: tuple[Colonne, ...]
    numeros: list[int]
    avertissements: tuple[str, ...] = ()
    epoque: dt.date = EPOQUE_1900

    @property
    def entetes(self) -> tuple[str, ...]:
        """The headings, in order."""
        return tuple(colonne.entete for colonne in self.colonnes)


def read_tableau(
    path: Path,
    *,
    champs: Sequence[Champ],
    nom: str | None = None,
    feuille: str | None = None,
    memoire: Sequence[str] = (),
) -> Tableau:
    """Return the table of a file; the header is the row that looks most like `champs`.

    memoire: headings mapped by hand, sought as well. When no row looks like them, the first of
    those that name the most columns is taken for the header.

    Raises:
        FichierRefuseError: the file cannot be read.
    """
    connu = nom or path.name
    classeur = read_classeur(path, nom=connu)
    choisie = classeur.get_feuille(feuille)
    entetes, rang = _find_entete(choisie, champs, connu, memoire)
    debut = choisie.premiere_ligne
    gardees = [
        (debut + rang + numero, ligne)
        for numero, ligne in enumerate(choisie.lignes[rang:])
        if not is_vide(ligne)
    ]
    cellules = [list(colonne) for colonne in zip(*(ligne for _, ligne in gardees), strict=True)]
    return Tableau(
        fichier=connu,
        feuille=choisie.nom,
        ligne_entete=debut + rang - 1,
        colonnes=_build_colonnes(entetes, cellules, choisie.premiere_colonne),
        numeros=[numero for numero, _ in gardees],
        avertissements=(*classeur.avertissements, *_tell_autres(classeur, choisie)),
        epoque=choisie.epoque,
    )


def _tell_autres(classeur: Classeur, lue: Feuille) -> Iterator[str]:
    autres = [f"« {f.nom} »" for f in classeur.feuilles if f is not lue and f.remplie]
    if autres:
        yield f"Seule la feuille « {lue.nom} » est lue ; le classeur contient aussi {', '.join(autres)}."


def _find_entete(
    feuille: Feuille, champs: Sequence[Champ], nom: str, memoire: Sequence[str]
) -> tuple[tuple[str, ...], int]:
    """Return the headings, and the rank of the first row under them."""
    tete = replace(feuille, lignes=feuille.lignes[:LIGNES_SONDEES])
    try:
        grille = extract_grille(tete, champs, fichier=nom, memoire=memoire)
    except EnteteIntrouvableError:
        textes = [
            sum(isinstance(c, str) and c.strip() != "" for c in ligne) for ligne in tete.lignes
        ]
        rang = textes.index(max(textes))
        return tuple(" ".join(format_cellule(c).split()) for c in tete.lignes[rang]), rang + 1
    return grille.entetes, grille.ligne_entete - feuille.premiere_ligne + 1


def _build_colonnes(
    entetes: Sequence[str], cellules: Sequence[list[Cellule]], premiere: int
) -> tuple[Colonne, ...]:
    """Return the columns; those without a heading that hold nothing are left out."""
    effectifs = Counter(entetes)
    colonnes = []
    for rang, entete in enumerate(entetes):
        lettre = format_lettre(premiere + rang)
        unique = entete if entete and effectifs[entete] == 1 else ""
        nom = unique or f"{entete or SANS_TITRE}, colonne {lettre}"
        colonne = Colonne(entete, nom, lettre, cellules[rang] if cellules else [])
        if entete or colonne.remplie:
            colonnes.append(colonne)
    return tuple(colonnes)


def tell_cellule(cellule: Cellule) -> str:
    """Return a cell as its user sees it."""
    if type(cellule) is str:
        return cellule.strip()
    if type(cellule) is float and cellule.is_integer() and abs(cellule) < ENTIER_EXACT:
        return str(int(cellule))
    return str(cellule) if isinstance(cellule, CelluleFautive) else format_cellule(cellule)
