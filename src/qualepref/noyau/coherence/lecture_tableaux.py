"""Printed tables of a sheet: blocks between blank rows, headings of one or two rows.

What cannot be read as a table is said in words, with its place, never left out silently.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualepref.noyau.coherence.cellules import NON_CALCULEE, show_cellule
from qualepref.noyau.coherence.modele import Tableau
from qualepref.noyau.coherence.valeurs import parse_imprime
from qualepref.noyau.tableurs.entete import find_fusions, join_entetes
from qualepref.noyau.tableurs.grille import Cellule, Feuille, format_lettre, is_vide
from qualepref.noyau.tableurs.vocabulaire import find_absence


JOINT = " – "
# Years, the only numbers that head a column.
_ANNEES = range(1990, 2100)


@dataclass(frozen=True, slots=True)
class TableauxLus:
    """The tables of a sheet, and a sentence for each part that is not read."""

    tableaux: tuple[Tableau, ...]
    avertissements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Bloc:
    """Rows of a sheet between two blank ones. rang: of the first, 0-based in the sheet."""

    feuille: Feuille
    titre: str
    rang: int
    lignes: list[list[Cellule]]

    def numero(self, rang: int) -> int:
        """Return the number of a row as the user sees it."""
        return self.feuille.premiere_ligne + self.rang + rang

    def lettre(self, colonne: int) -> str:
        """Return the letters of a column as the user sees them."""
        return format_lettre(self.feuille.premiere_colonne + colonne)

    @property
    def nom(self) -> str:
        """The sheet and the rows of the table, for a message."""
        debut, fin = self.numero(0), self.numero(len(self.lignes) - 1)
        return f"Feuille {self.feuille.nom}, lignes {debut} à {fin}"


def read_tableaux(feuille: Feuille) -> TableauxLus:
    """Return the blocks of a sheet parted by blank rows, each as a printed table."""
    tableaux: list[Tableau] = []
    avertissements: list[str] = []
    for bloc in _iter_blocs(feuille):
        if not _has_nombre(bloc.lignes[1:]):
            continue
        hauteur = _count_entetes(bloc)
        if hauteur is None:
            avertissements.append(
                f"{bloc.nom} : tableau non contrôlé, ses en-têtes ne se lisent pas. Une ou deux lignes "
                "d’en-têtes sont admises, chaque groupe fusionné au-dessus de ses colonnes."
            )
            continue
        tableau, reproches = _build_tableau(bloc, hauteur, len(tableaux) + 1)
        avertissements += reproches
        tableaux.append(tableau)
    return TableauxLus(tuple(tableaux), tuple(avertissements))


def _iter_blocs(feuille: Feuille) -> Iterator[_Bloc]:
    """Yield the blocks without the titles above them."""
    titre = feuille.nom
    debut = 0
    for rang in range(len(feuille.lignes) + 1):
        if rang < len(feuille.lignes) and not is_vide(feuille.lignes[rang]):
            continue
        while debut < rang and _count_pleines(feuille.lignes[debut]) < 2:
            titre = next((t for c in feuille.lignes[debut] if (t := show_cellule(c))), titre)
            debut += 1
        if rang - debut > 1:
            yield _Bloc(feuille, titre, debut, feuille.lignes[debut:rang])
        debut = rang + 1


def _count_pleines(ligne: Sequence[Cellule]) -> int:
    return sum(bool(show_cellule(c)) for c in ligne)


def _has_nombre(lignes: Sequence[Sequence[Cellule]]) -> bool:
    return any(_is_nombre(c) for ligne in lignes for c in ligne[1:])


def _is_nombre(cellule: Cellule) -> bool:
    return parse_imprime(show_cellule(cellule)).valeur is not None


def _count_entetes(bloc: _Bloc) -> int | None:
    """Return how many rows head the columns, None when it cannot be told."""
    groupes = [
        (d, f) for d, f in find_fusions(bloc.feuille, bloc.rang).items()
        if any(show_cellule(c) for ligne in bloc.lignes[1:] for c in ligne[d + 1 : f + 1])
    ]  # fmt: skip
    if not groupes and not _has_suite(bloc):
        return 1
    if len(bloc.lignes) < 3 or not _is_sous_entete(bloc.lignes[1]):
        return None if groupes else 1
    troisieme = find_fusions(bloc.feuille, bloc.rang + 1)
    if any(f > d for d, f in troisieme.items() if (d, f) not in groupes):
        return None
    return 2


def _has_suite(bloc: _Bloc) -> bool:
    """Whether blanks of the first row stand over headings of the second, merged or not."""
    haut, bas = bloc.lignes[0], bloc.lignes[1]
    premier = next((r for r, c in enumerate(haut) if r and show_cellule(c)), len(haut))
    creux = [r for r, c in enumerate(haut) if r > premier and not show_cellule(c)]
    return any(show_cellule(bas[r]) for r in creux) and _is_sous_entete(bas)


def _is_sous_entete(ligne: Sequence[Cellule]) -> bool:
    """Whether a row under groups names columns: words and years, no value."""
    pleines = [c for c in ligne if show_cellule(c)]
    valeurs = [c for c in pleines if _is_valeur(c)]
    # « 5 j » names a column only where no row is named.
    return bool(pleines) and not valeurs and (
        not show_cellule(ligne[0]) or all(_is_annee(c) for c in pleines if _is_nombre(c))
    )  # fmt: skip


def _is_valeur(cellule: Cellule) -> bool:
    seule = not isinstance(cellule, str) or re.fullmatch(r"[-+−]?[\d\s.,]+[%‰]?", cellule)
    return bool(seule) and not _is_annee(cellule)


def _is_annee(cellule: Cellule) -> bool:
    lu = parse_imprime(show_cellule(cellule)).valeur
    return lu is not None and lu in _ANNEES


def _build_tableau(bloc: _Bloc, hauteur: int, rang: int) -> tuple[Tableau, list[str]]:
    if hauteur == 2:
        entetes = list(join_entetes(bloc.feuille, bloc.rang))
    else:
        entetes = [show_cellule(c) for c in bloc.lignes[0]]
    corps = bloc.lignes[hauteur:]
    noms = _count_noms(corps)
    lignes = _name_lignes(corps, noms)
    gardees = [
        c for c in range(noms, len(entetes))
        if (entetes[c] or any(show_cellule(ligne[c]) for ligne in corps))
        and not _is_mots([ligne[c] for ligne in corps])
    ]  # fmt: skip
    colonnes = [JOINT.join(filter(None, entetes[:noms])), *(entetes[c] for c in gardees)]
    identifiant = bloc.feuille.nom if rang == 1 else f"{bloc.feuille.nom} ({rang})"
    tableau = Tableau(
        identifiant, bloc.titre, tuple(colonnes),
        tuple((nom, *(show_cellule(ligne[c]) for c in gardees))
              for nom, ligne in zip(lignes, corps, strict=True)),
    )  # fmt: skip
    return tableau, list(_tell_manques(bloc, hauteur, tableau, gardees))


def _count_noms(corps: Sequence[Sequence[Cellule]]) -> int:
    """Return how many columns on the left name the rows: a domain, then an indicator."""
    largeur = len(corps[0])
    noms = 1
    while noms < largeur - 1 and _is_mots([ligne[noms] for ligne in corps]):
        noms += 1
    return noms if any(_is_nombre(c) for ligne in corps for c in ligne[noms:]) else 1


def _is_mots(cellules: Sequence[Cellule]) -> bool:
    """Whether a column holds words only, neither a figure nor a mark of absence."""
    textes = [t for c in cellules if (t := show_cellule(c))]
    return bool(textes) and all(
        any(s.isalpha() for s in t) and find_absence(t) is None and t != NON_CALCULEE
        and parse_imprime(t).valeur is None
        for t in textes
    )  # fmt: skip


def _name_lignes(corps: Sequence[Sequence[Cellule]], noms: int) -> list[str]:
    """Return the name of each row; a domain written once holds for the rows below it."""
    nommees: list[str] = []
    domaine = ""
    for ligne in corps:
        premier, *suite = [show_cellule(c) for c in ligne[:noms]]
        if premier:
            domaine = premier
        elif any(suite):
            premier = domaine
        nommees.append(JOINT.join(filter(None, (premier, *suite))))
    return nommees


def _tell_manques(
    bloc: _Bloc, hauteur: int, tableau: Tableau, gardees: Sequence[int]
) -> Iterator[str]:
    """Yield why a part of a table is not checked."""
    muettes = [
        bloc.lettre(c) for c, entete in zip(gardees, tableau.colonnes[1:], strict=True) if not entete
    ]  # fmt: skip
    if muettes:
        yield f"{bloc.nom} : colonne sans en-tête, non contrôlée ({', '.join(muettes)})."
    anonymes = [
        str(bloc.numero(hauteur + r)) for r, ligne in enumerate(tableau.lignes)
        if not ligne[0] and any(parse_imprime(t).valeur is not None for t in ligne[1:])
    ]  # fmt: skip
    if anonymes:
        yield f"{bloc.nom} : ligne sans nom, non contrôlée ({', '.join(anonymes)})."
    for genre, noms in (
        ("colonnes", [c for c in tableau.colonnes[1:] if c]),
        ("lignes", [ligne[0] for ligne in tableau.lignes if ligne[0]]),
    ):
        doubles = [nom for nom, fois in Counter(noms).items() if fois > 1]
        if doubles:
            yield (
                f"{bloc.nom} : tableau non contrôlé, plusieurs {genre} portent le même nom "
                f"(« {doubles[0]} »). Donnez un nom à chacune."
            )
