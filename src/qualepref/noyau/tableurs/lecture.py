"""Reads a user's file into sheets of raw cells, or refuses it with a named reason."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from qualepref.noyau.archives.fautes import ILLISIBLE
from qualepref.noyau.tableurs.csv_texte import read_csv
from qualepref.noyau.tableurs.erreurs import (
    ClasseurSansFeuilleError,
    FichierIllisibleError,
    FichierProtegeError,
    FichierTropGrosError,
    FichierVideError,
    TropDeCellulesError,
)
from qualepref.noyau.tableurs.formats import Format, detect_format
from qualepref.noyau.tableurs.grille import (
    EPOQUE_1900,
    EPOQUE_1904,
    Cellule,
    Classeur,
    Feuille,
    Taux,
)
from qualepref.noyau.tableurs.inspection import Inspection
from qualepref.noyau.tableurs.inspection_ods import inspect_classeur
from qualepref.noyau.tableurs.inspection_xlsx import (
    inspect_feuille,
    prove_membres,
    read_description,
)
from qualepref.noyau.tableurs.limites import (
    LIMITES,
    Etendue,
    Limites,
    check_archive,
    check_etendue,
    format_nombre,
    format_taille,
)


AVERTISSEMENT_XLS = (
    "Ancien format .xls : les cellules en erreur (#REF!…) et les formules sans valeur y sont lues "
    "comme vides. Préférer .xlsx ou .ods."
)


def read_classeur(path: Path, *, limites: Limites = LIMITES, nom: str | None = None) -> Classeur:
    """Return all sheets of an XLSX, ODS, XLS or CSV file, as raw cells.

    nom: the name the user knows, when `path` is a temporary copy. Hidden sheets are read too.
    Cells of a CSV are all texts. Charts are left out.

    Raises:
        FichierRefuseError: one of its subclasses, with a message fit for the screen.
    """
    nom = nom or path.name
    taille = path.stat().st_size
    if taille == 0:
        raise FichierVideError(nom)
    if taille > limites.octets:
        raise FichierTropGrosError(
            nom, taille=format_taille(taille), maximum=format_taille(limites.octets)
        )
    trouve = detect_format(path, nom=nom)
    if trouve is Format.CSV:
        feuille, avertissements = read_csv(path, nom=nom, limites=limites)
        return Classeur(nom, trouve, (feuille,), avertissements)
    with _refuse_abimes(nom):
        sondage = _inspect(path, trouve, limites=limites, nom=nom)
        with CalamineWorkbook.from_path(path) as classeur:
            feuilles = tuple(_iter_feuilles(classeur, sondage, limites=limites, nom=nom))
    if not feuilles:
        raise ClasseurSansFeuilleError(nom)
    return Classeur(nom, trouve, feuilles, (AVERTISSEMENT_XLS,) if trouve is Format.XLS else ())


@contextmanager
def _refuse_abimes(nom: str) -> Iterator[None]:
    """Turn what the libraries raise on a damaged file into the refusals of this package."""
    try:
        yield
    except PasswordError as exc:
        raise FichierProtegeError(nom) from exc
    except (CalamineError, KeyError, *ILLISIBLE) as exc:
        raise FichierIllisibleError(nom) from exc


@dataclass(frozen=True, slots=True)
class _Sondage:
    """What the XML told before reading: by sheet name (XLSX), by rank (ODS), nothing (XLS)."""

    par_nom: dict[str, Inspection] = field(default_factory=dict)
    par_rang: tuple[Inspection, ...] = ()
    epoque: dt.date = EPOQUE_1900

    def get(self, nom: str, rang: int) -> Inspection:
        if rang < len(self.par_rang):
            return self.par_rang[rang]
        return self.par_nom.get(nom) or Inspection()


def _inspect(path: Path, trouve: Format, *, limites: Limites, nom: str) -> _Sondage:
    if trouve is Format.XLS:
        return _Sondage()
    with zipfile.ZipFile(path) as archive:
        check_archive(archive, limites, fichier=nom)
        if trouve is Format.ODS:
            return _Sondage(par_rang=tuple(inspect_classeur(archive, fichier=nom)))
        description = read_description(archive, fichier=nom)
        prove_membres(archive, sauf=description.parties.values(), fichier=nom)
        par_nom = {
            feuille: inspect_feuille(
                archive, partie, classeur=description, limites=limites, fichier=nom, feuille=feuille
            )
            for feuille, partie in description.parties.items()
        }
        return _Sondage(par_nom, epoque=EPOQUE_1904 if description.depuis_1904 else EPOQUE_1900)


def _iter_feuilles(
    classeur: CalamineWorkbook, sondage: _Sondage, *, limites: Limites, nom: str
) -> Iterator[Feuille]:
    cellules = 0
    for rang, meta in enumerate(classeur.sheets_metadata):
        if meta.typ is not SheetTypeEnum.WorkSheet:
            continue
        inspection = sondage.get(meta.name, rang)
        if sondage.par_rang:  # exact for an ODS, and known before anything is allocated
            check_etendue(inspection.etendue, limites, fichier=nom, feuille=meta.name)
        brute = classeur.get_sheet_by_index(rang)
        feuille = _build_feuille(
            brute,
            inspection,
            epoque=sondage.epoque,
            visible=meta.visible is SheetVisibleEnum.Visible,
        )
        etendue = Etendue(
            feuille.premiere_ligne - 1 + len(feuille.lignes),
            feuille.premiere_colonne - 1 + brute.width,
        )
        check_etendue(etendue, limites, fichier=nom, feuille=meta.name)
        cellules += len(feuille.lignes) * brute.width
        if cellules > limites.cellules:
            raise TropDeCellulesError(
                nom, cellules=format_nombre(cellules), maximum=format_nombre(limites.cellules)
            )
        yield feuille


def _build_feuille(
    brute: CalamineSheet, inspection: Inspection, *, epoque: dt.date, visible: bool
) -> Feuille:
    fusions = brute.merged_cell_ranges
    feuille = Feuille(
        nom=brute.name,
        lignes=read_lignes(brute),
        premiere_colonne=brute.start[1] + 1 if brute.start else 1,
        visible=visible,
        epoque=epoque,
        fusions=None
        if fusions is None
        else tuple((a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in fusions),
    )
    return place_speciales(feuille, inspection)


def read_lignes(brute: CalamineSheet) -> list[list[Cellule]]:
    """Return the rows from the first of the sheet down to the last one filled.

    They begin at the first filled column of the sheet. Blank rows are one and the same list, so
    that a million of them weigh little.
    """
    lignes: list[list[Cellule]] = []
    if brute.start is None:
        return lignes
    vide: list[Cellule] = [""] * brute.width
    vides = 0
    for ligne in brute.iter_rows():
        if ligne.count("") == len(ligne):
            vides += 1
            continue
        if vides:
            lignes.extend([vide] * vides)
            vides = 0
        lignes.append(ligne)  # type: ignore[arg-type]  # a list of the same cells
    return lignes


def place_speciales(feuille: Feuille, inspection: Inspection) -> Feuille:
    """Return the sheet with its faulty cells and percentages, enlarged when they overflow it."""
    if not inspection.fautives and not inspection.taux:
        return feuille
    if inspection.fautives:
        feuille = _enlarge(feuille, inspection)
    lignes, haut, gauche = feuille.lignes, feuille.premiere_ligne, feuille.premiere_colonne
    for rang, colonne in inspection.taux:
        if 0 <= rang - haut < len(lignes) and 0 <= colonne - gauche < len(lignes[rang - haut]):
            valeur = lignes[rang - haut][colonne - gauche]
            if type(valeur) is float:
                lignes[rang - haut][colonne - gauche] = Taux(valeur)
    for (rang, colonne), cellule in inspection.fautives.items():
        ligne = list(lignes[rang - haut])  # a blank row is shared
        ligne[colonne - gauche] = cellule
        lignes[rang - haut] = ligne
    return feuille


def _enlarge(feuille: Feuille, inspection: Inspection) -> Feuille:
    rangs = [rang for rang, _ in inspection.fautives]
    colonnes = [colonne for _, colonne in inspection.fautives]
    lignes = feuille.lignes
    largeur = len(lignes[0]) if lignes else 0
    if lignes:
        rangs += [feuille.premiere_ligne, feuille.premiere_ligne + len(lignes) - 1]
        colonnes += [feuille.premiere_colonne, feuille.premiere_colonne + largeur - 1]
    haut, gauche, total = min(rangs), min(colonnes), max(colonnes) - min(colonnes) + 1
    if total > largeur:
        avant: list[Cellule] = [""] * (feuille.premiere_colonne - gauche if lignes else 0)
        apres: list[Cellule] = [""] * (total - largeur - len(avant))
        lignes = [avant + ligne + apres for ligne in lignes]
    vide: list[Cellule] = [""] * total
    dessus = feuille.premiere_ligne - haut if lignes else 0
    dessous = max(rangs) - haut + 1 - dessus - len(lignes)
    return replace(
        feuille,
        lignes=[vide] * dessus + lignes + [vide] * dessous,
        premiere_ligne=haut,
        premiere_colonne=gauche,
    )
