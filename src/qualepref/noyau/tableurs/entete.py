"""Finds the table in a sheet: its header among the titles, its rows among totals and notes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from qualepref.noyau.tableurs.champs import Champ
from qualepref.noyau.tableurs.convertisseurs import format_cellule
from qualepref.noyau.tableurs.erreurs import EnteteIntrouvableError
from qualepref.noyau.tableurs.grille import (
    EPOQUE_1900,
    Cellule,
    CelluleFautive,
    Feuille,
    is_vide,
)
from qualepref.noyau.tableurs.vocabulaire import COMPTE, NOTES, TOTAUX, normalize_texte


LIGNES_SONDEES = 40
RESSEMBLANCE_ENTETE = 88.0
JOINT = " – "
# Relative gap under which a number equals a sum, a mean or a count.
PRECISION = 1e-6


@dataclass(frozen=True, slots=True)
class LigneIgnoree:
    """Consecutive rows left out, 1-based as the user sees them, bounds included, and why."""

    premiere: int
    derniere: int
    motif: str
    apercu: str = ""


@dataclass(frozen=True, slots=True)
class Grille:
    """The table of a sheet: one heading per column, one list of raw cells per row kept.

    entetes: "" for a column without heading. numeros: row numbers as the user sees them, one
    per row of `cellules`. ignorees: all that was left out, from top to bottom.
    """

    feuille: str
    entetes: tuple[str, ...]
    ligne_entete: int
    premiere_colonne: int
    numeros: list[int]
    cellules: list[list[Cellule]]
    ignorees: tuple[LigneIgnoree, ...]
    epoque: date = EPOQUE_1900


def extract_grille(
    feuille: Feuille,
    champs: Sequence[Champ],
    *,
    fichier: str,
    memoire: Iterable[str] = (),
) -> Grille:
    """Return the table of a sheet, with what was skipped.

    memoire: headings already mapped by hand, sought as well.

    Raises:
        EnteteIntrouvableError: no row looks like the headings of `champs`.
    """
    attendus = {normalize_texte(i) for champ in champs for i in champ.intitules}
    attendus |= {normalize_texte(partie) for i in memoire for partie in (i, i.split(JOINT)[-1])}
    attendus.discard("")
    rang, hauteur, entetes = _find_entete(feuille, attendus, voulus=min(2, len(champs)))
    if rang < 0:
        liste = ", ".join(f"« {champ.libelle} »" for champ in champs)
        raise EnteteIntrouvableError(fichier, feuille=feuille.nom, attendus=liste)
    debut = feuille.premiere_ligne
    ignorees = [
        LigneIgnoree(debut + i, debut + i, "titre au-dessus de l’en-tête", _preview(ligne))
        for i, ligne in enumerate(feuille.lignes[:rang])
        if not is_vide(ligne)
    ]
    corps = feuille.lignes[rang + hauteur :]
    numeros, cellules, sautees = _sort_lignes(corps, debut + rang + hauteur, entetes)
    return Grille(
        feuille=feuille.nom,
        entetes=entetes,
        ligne_entete=debut + rang + hauteur - 1,
        premiere_colonne=feuille.premiere_colonne,
        numeros=numeros,
        cellules=cellules,
        ignorees=(*ignorees, *sautees),
        epoque=feuille.epoque,
    )


def _find_entete(
    feuille: Feuille, attendus: set[str], *, voulus: int
) -> tuple[int, int, tuple[str, ...]]:
    """Return the 0-based rank, the height (1 or 2) and the headings; rank -1 when not found.

    voulus: how many expected headings make a header. The most expected headings win,
    then the most columns named, then the simplest, the highest.
    """
    meilleur: tuple[int, int, tuple[str, ...]] = (-1, 1, ())
    meilleure_note = (voulus, 0, -3)
    lignes = feuille.lignes[:LIGNES_SONDEES]
    for rang, ligne in enumerate(lignes):
        candidats = [(1, tuple(map(_read_intitule, ligne)))]
        groupes = sum(c != "" for c in ligne)
        if groupes > 1 and rang + 1 < len(lignes) and _may_be_entete(lignes[rang + 1]):
            candidats.append((2, join_entetes(feuille, rang)))
        for hauteur, entetes in candidats:
            reconnus = _count_reconnus(entetes, attendus)
            note = (reconnus, sum(map(bool, entetes)), -hauteur)
            if note > meilleure_note:
                meilleur, meilleure_note = (rang, hauteur, entetes), note
    return meilleur


def _may_be_entete(ligne: Sequence[Cellule]) -> bool:
    """Headings are texts: a number or a date tells a row of data."""
    return all(isinstance(c, str) for c in ligne) and not is_vide(ligne)


def _read_intitule(cellule: Cellule) -> str:
    if isinstance(cellule, CelluleFautive):
        return ""
    if isinstance(cellule, float) and cellule.is_integer():
        return str(int(cellule))
    return " ".join(str(cellule).split())


def _count_reconnus(entetes: Iterable[str], attendus: set[str]) -> int:
    """Return how many distinct expected headings the row carries."""
    trouves = set()
    for entete in entetes:
        formes = {normalize_texte(entete), normalize_texte(entete.split(JOINT)[-1])} - {""}
        exactes = formes & attendus
        if exactes:
            trouves |= set(sorted(exactes)[:1])
            continue
        for forme in formes:
            proche = next(
                (a for a in attendus if fuzz.ratio(forme, a) >= RESSEMBLANCE_ENTETE), None
            )
            if proche is not None:
                trouves.add(proche)
                break
    return len(trouves)


def join_entetes(feuille: Feuille, rang: int) -> tuple[str, ...]:
    """Return the headings of two rows read as one: « Réponse – Date ».

    A group spreads over its merged cells; where the file tells of no merge on this row, over
    the blank cells on its right that have a heading below.
    """
    haut = list(map(_read_intitule, feuille.lignes[rang]))
    bas = list(map(_read_intitule, feuille.lignes[rang + 1]))
    largeurs = find_fusions(feuille, rang)
    groupe, fin = "", -1
    joints = []
    for colonne, (dessus, dessous) in enumerate(zip(haut, bas, strict=True)):
        if dessus:
            groupe = dessus
            fin = largeurs.get(colonne, colonne) if largeurs else len(haut)
        elif colonne > fin or not dessous:
            groupe, fin = "", -1
        joints.append(JOINT.join(t for t in (groupe, dessous) if t))
    return tuple(joints)


def find_fusions(feuille: Feuille, rang: int) -> dict[int, int]:
    """Return, for each merged cell of the row, its first and last 0-based columns."""
    ligne = feuille.premiere_ligne + rang
    gauche = feuille.premiere_colonne
    return {
        debut - gauche: fin - gauche
        for haut, debut, bas, fin in feuille.fusions or ()
        if haut <= ligne <= bas
    }


def _sort_lignes(
    corps: list[list[Cellule]], premiere: int, entetes: Sequence[str]
) -> tuple[list[int], list[list[Cellule]], list[LigneIgnoree]]:
    """Return the rows of data with their numbers, and what was left out."""
    numeros: list[int] = []
    cellules: list[list[Cellule]] = []
    ignorees: list[LigneIgnoree] = []
    vides = 0
    derniers = tuple(e.split(JOINT)[-1] for e in entetes)
    for numero, ligne in enumerate(corps, start=premiere):
        cellule = ligne[0] if ligne else ""
        if cellule == "":
            cellule = next((c for c in ligne if c != ""), "")
        if isinstance(cellule, str) and (cellule == "" or cellule.isspace()) and is_vide(ligne):
            vides += 1
            continue
        if vides:
            ignorees.append(_build_vides(numero - vides, numero - 1))
            vides = 0
        motif = _find_motif(ligne, cellule, derniers) if isinstance(cellule, str) else ""
        if motif:
            ignorees.append(LigneIgnoree(numero, numero, motif, _preview(ligne)))
        else:
            numeros.append(numero)
            cellules.append(ligne)
    _drop_sommes(numeros, cellules, ignorees)
    return numeros, cellules, sorted(ignorees, key=lambda i: i.premiere)


def _build_vides(premiere: int, derniere: int) -> LigneIgnoree:
    return LigneIgnoree(
        premiere, derniere, "ligne vide" if premiere == derniere else "lignes vides"
    )


def _find_motif(ligne: Sequence[Cellule], texte: str, entetes: Sequence[str]) -> str:
    """Return why a row whose first filled cell is `texte` is no data, "" when it is.

    entetes: the heading just above each column.
    """
    texte = texte.strip()
    if TOTAUX.match(texte) and all(_is_nombre_ou_vide(c, texte) for c in ligne):
        return "ligne de total"
    if NOTES.match(texte) and sum(c != "" for c in ligne) == 1 and len(entetes) > 1:
        return "note sous le tableau"
    if len(entetes) > 1 and texte in entetes and _repeats_entetes(ligne, entetes):
        return "en-tête répété"
    return ""


def _repeats_entetes(ligne: Sequence[Cellule], entetes: Sequence[str]) -> bool:
    """Whether the row is the header again, as at the top of each printed page."""
    remplies = [(c, e) for c, e in zip(ligne, entetes, strict=False) if c != ""]
    return len(remplies) > 1 and all(isinstance(c, str) and c.strip() == e for c, e in remplies)


def _is_nombre_ou_vide(cellule: Cellule, libelle: str) -> bool:
    if isinstance(cellule, str):
        texte = cellule.strip()
        return (
            texte in ("", libelle)
            or COMPTE.fullmatch(texte) is not None
            or not any(c.isalpha() for c in texte)
        )
    return isinstance(cellule, int | float | CelluleFautive)


def _drop_sommes(
    numeros: list[int], cellules: list[list[Cellule]], ignorees: list[LigneIgnoree]
) -> None:
    """Leave out a last row without any text whose numbers sum up the columns above."""
    while len(cellules) > 2 and _is_somme(cellules):
        numero, ligne = numeros.pop(), cellules.pop()
        ignorees.append(
            LigneIgnoree(numero, numero, "ligne de sommes sans libellé", _preview(ligne))
        )


def _is_somme(cellules: list[list[Cellule]]) -> bool:
    derniere = cellules[-1]
    nombres = {r: c for r, c in enumerate(derniere) if isinstance(c, int | float)}
    if (
        not nombres
        or 0 in nombres
        or any(r not in nombres and c != "" for r, c in enumerate(derniere))
    ):
        return False
    for rang, somme in nombres.items():
        colonne = [ligne[rang] for ligne in cellules[:-1]]
        valeurs = [float(c) for c in colonne if isinstance(c, int | float)]
        if not valeurs:
            return False
        total = sum(valeurs)
        voulus = (total, total / len(valeurs), float(len(valeurs)))
        if not any(abs(somme - v) <= PRECISION * max(abs(v), 1.0) for v in voulus):
            return False
    return True


def _preview(ligne: Sequence[Cellule]) -> str:
    """Return the filled cells of a row, shortened for a report."""
    cellules = (format_cellule(c) for c in ligne if c != "")
    texte = " | ".join(c for c in cellules if c)
    return texte if len(texte) <= 80 else texte[:79] + "…"
