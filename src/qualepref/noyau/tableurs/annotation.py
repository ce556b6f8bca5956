"""Gives a user's file back with the faulty cells marked, and the list of what to correct.

The answer is always an XLSX, whatever the source, since a CSV cannot be marked and LibreOffice
opens XLSX as well: an XLSX keeps the user's own workbook (its formats, formulas and other
sheets; charts and pictures are lost); an ODS, XLS, CSV or very large XLSX is copied, values only,
each cell at its own place. Once corrected, either can be imported as it is.
"""

import datetime as dt
import warnings
import zipfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from qualepref.noyau.tableurs.conversion import Erreur
from qualepref.noyau.tableurs.convertisseurs import format_cellule
from qualepref.noyau.tableurs.ecriture import (
    CARACTERES_MAX,
    CREE_LE,
    Ecrite,
    clean_texte,
)
from qualepref.noyau.tableurs.ecriture_xlsx import (
    FORMAT_DATE,
    FORMAT_DATE_HEURE,
    FORMAT_TAUX,
    PREMIER_JOUR,
)
from qualepref.noyau.tableurs.formats import Format
from qualepref.noyau.tableurs.grille import Cellule, Classeur, Taux
from qualepref.noyau.tableurs.lecture import read_classeur
from qualepref.noyau.tableurs.limites import LIMITES, Limites
from qualepref.noyau.tableurs.nombres import convert_flottant, round_taux


FEUILLE_ERREURS = "Erreurs"
COLONNES_ERREURS = (
    ("Feuille", 18),
    ("Ligne", 8),
    ("Colonne", 9),
    ("Intitulé", 28),
    ("Valeur", 28),
    ("Motif", 44),
    ("Que faire", 60),
)
AUTEUR = "Contrôle du fichier"
ROUGE_CLAIR, ROUGE = "FFFFC7CE", "FF9C0006"
# Beyond, a workbook becomes slow to open: further cells are coloured and listed only.
COMMENTAIRES_MAX = 5_000
# openpyxl needs about 50 times the size of the XML it loads.
OCTETS_MODIFIABLES = 20_000_000


def write_fichier_annote(
    path_source: Path,
    erreurs: Sequence[Erreur],
    sortie: Path,
    *,
    limites: Limites = LIMITES,
    nom: str | None = None,
) -> None:
    """Write to `sortie`, an XLSX, the user's file with its errors marked and listed.

    A faulty cell is coloured and commented with the reason; a last sheet « Erreurs », shown
    first on opening, lists them all with a link to each.

    Raises:
        FichierRefuseError: the source cannot be read.
    """
    classeur = read_classeur(path_source, limites=limites, nom=nom)
    if classeur.format is Format.XLSX and _is_modifiable(path_source):
        modifie = _load(path_source)
        if modifie is not None:
            _annotate(modifie, erreurs)
            modifie.save(sortie)
            return
    _write_copie(classeur, erreurs, sortie)


def _is_modifiable(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        poids = sum(i.file_size for i in archive.infolist() if i.filename.startswith("xl/"))
    return poids <= OCTETS_MODIFIABLES


def _load(path: Path) -> Workbook | None:
    """Return the user's workbook, None when openpyxl does not understand it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # extensions it does not keep
            return openpyxl.load_workbook(path)
    except (InvalidFileException, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None


def _annotate(classeur: Workbook, erreurs: Sequence[Erreur]) -> None:
    fond = PatternFill("solid", start_color=ROUGE_CLAIR, end_color=ROUGE_CLAIR)
    places = _group_motifs(erreurs)
    for rang, ((feuille, ligne, colonne), motif) in enumerate(places.items()):
        page = classeur[feuille]
        cellule = page.cell(ligne, colonne)
        cellule.fill = fond
        if isinstance(cellule, MergedCell) or rang >= COMMENTAIRES_MAX:
            continue
        ancien = f"{cellule.comment.text}\n\n" if cellule.comment else ""
        cellule.comment = Comment(ancien + motif, AUTEUR, height=110, width=320)
    page = classeur.create_sheet(_find_nom_libre(classeur.sheetnames))
    _fill_liste(page, erreurs)
    for autre in classeur.worksheets:
        autre.sheet_view.tabSelected = autre is page
    classeur.active = page
    if classeur.calculation is not None:
        classeur.calculation.fullCalcOnLoad = True


def _group_motifs(erreurs: Sequence[Erreur]) -> dict[tuple[str, int, int], str]:
    motifs: dict[tuple[str, int, int], str] = {}
    for erreur in erreurs:
        place = (erreur.feuille, erreur.ligne, erreur.colonne)
        texte = clean_texte(f"{erreur.motif[:1].upper()}{erreur.motif[1:]}. {erreur.remede}")
        motifs[place] = f"{motifs[place]}\n{texte}" if place in motifs else texte
    return motifs


def _find_nom_libre(noms: Sequence[str]) -> str:
    """Return a name for the list; Excel compares sheet names without case."""
    pris = {nom.casefold() for nom in noms}
    nom, rang = FEUILLE_ERREURS, 2
    while nom.casefold() in pris:
        nom, rang = f"{FEUILLE_ERREURS} ({rang})", rang + 1
    return nom


def _fill_liste(page: Worksheet, erreurs: Sequence[Erreur]) -> None:
    page.sheet_properties.tabColor = ROUGE[2:]
    page.freeze_panes = "A2"
    for rang, (entete, largeur) in enumerate(COLONNES_ERREURS, start=1):
        cellule = page.cell(1, rang, entete)
        cellule.font = Font(bold=True)
        page.column_dimensions[cellule.column_letter].width = largeur
    for numero, erreur in enumerate(erreurs, start=2):
        for rang, valeur in enumerate(_build_detail(erreur), start=1):
            cellule = page.cell(numero, rang)
            cellule.value = valeur
            if isinstance(valeur, str):
                cellule.data_type = "s"  # never a formula
        if numero <= COMMENTAIRES_MAX:
            place = f"C{numero}"
            page[place].hyperlink = Hyperlink(ref=place, location=_build_lien(erreur))
    page.auto_filter.ref = f"A1:G{len(erreurs) + 1}"


def _build_detail(erreur: Erreur) -> tuple[str | int, ...]:
    return (
        clean_texte(erreur.feuille),
        erreur.ligne,
        erreur.lettre_colonne,
        clean_texte(erreur.entete),
        clean_texte(erreur.valeur)[:CARACTERES_MAX],
        clean_texte(erreur.motif),
        clean_texte(erreur.remede),
    )


def _build_lien(erreur: Erreur) -> str:
    feuille = erreur.feuille.replace("'", "''")
    return f"'{feuille}'!{erreur.lettre_colonne}{erreur.ligne}"


def _write_copie(classeur: Classeur, erreurs: Sequence[Erreur], sortie: Path) -> None:
    """Write all sheets again, values only, each cell at its place."""
    motifs = _group_motifs(erreurs)
    with xlsxwriter.Workbook(str(sortie), {"constant_memory": True}) as copie:
        copie.set_properties({"created": CREE_LE})
        formats = _build_formats(copie, {})
        fautifs = _build_formats(
            copie, {"bg_color": f"#{ROUGE_CLAIR[2:]}", "font_color": f"#{ROUGE[2:]}"}
        )
        noms = _shorten_noms([feuille.nom for feuille in classeur.feuilles])
        for feuille in classeur.feuilles:
            page = copie.add_worksheet(noms[feuille.nom])
            page.set_column(0, 30, 18)
            for numero, ligne in enumerate(feuille.lignes, start=feuille.premiere_ligne):
                for colonne, cellule in enumerate(ligne, start=feuille.premiere_colonne):
                    motif = motifs.get((feuille.nom, numero, colonne))
                    choisis = formats if motif is None else fautifs
                    _write_brute(page, (numero - 1, colonne - 1), cellule, choisis)
                    if motif is not None:
                        page.write_comment(
                            numero - 1, colonne - 1, motif, {"author": AUTEUR, "x_scale": 2.5}
                        )
        deplacees = [e._replace(feuille=noms.get(e.feuille, e.feuille)) for e in erreurs]
        _add_liste(copie, deplacees, list(noms.values()))


def _build_formats(
    copie: xlsxwriter.Workbook, base: dict[str, object]
) -> dict[str, "xlsxwriter.format.Format"]:
    return {
        nom: copie.add_format(base | ({"num_format": forme} if forme else {}))
        for nom, forme in (
            ("texte", ""),
            ("date", FORMAT_DATE),
            ("date_heure", FORMAT_DATE_HEURE),
            ("taux", FORMAT_TAUX),
        )
    }


def _shorten_noms(noms: Sequence[str]) -> dict[str, str]:
    """Return names that Excel accepts: 31 characters, no bracket nor slash, all different."""
    acceptes: dict[str, str] = {}
    for nom in noms:
        propre = "".join("_" if c in "[]:*?/\\" else c for c in clean_texte(nom)).strip("'")
        propre, rang = propre[:31] or "Feuille", 2
        while propre.casefold() in {a.casefold() for a in acceptes.values()}:
            propre, rang = f"{propre[:26]} ({rang})", rang + 1
        acceptes[nom] = propre
    return acceptes


def _write_brute(
    page: "xlsxwriter.worksheet.Worksheet",
    place: tuple[int, int],
    cellule: Cellule,
    formats: dict[str, "xlsxwriter.format.Format"],
) -> None:
    if cellule == "":
        page.write_blank(*place, None, formats["texte"])
    elif isinstance(cellule, bool):
        page.write_boolean(*place, cellule, formats["texte"])
    elif isinstance(cellule, Taux):
        taux = round_taux(Fraction(convert_flottant(cellule)))
        page.write_number(*place, float(taux), formats["taux"])
    elif isinstance(cellule, int | float):
        page.write_number(*place, cellule, formats["texte"])
    elif isinstance(cellule, dt.datetime):
        page.write_datetime(*place, cellule, formats["date_heure"])
    elif isinstance(cellule, dt.date) and cellule < PREMIER_JOUR:
        page.write_string(*place, f"{cellule:%d/%m/%Y}")
    elif isinstance(cellule, dt.date):
        page.write_datetime(*place, cellule, formats["date"])
    else:
        texte: Ecrite = clean_texte(format_cellule(cellule))[:CARACTERES_MAX]
        page.write_string(*place, texte, formats["texte"])


def _add_liste(copie: xlsxwriter.Workbook, erreurs: Sequence[Erreur], noms: Sequence[str]) -> None:
    page = copie.add_worksheet(_find_nom_libre(noms))
    page.set_tab_color(f"#{ROUGE[2:]}")
    page.freeze_panes(1, 0)
    gras = copie.add_format({"bold": True})
    for rang, (entete, largeur) in enumerate(COLONNES_ERREURS):
        page.set_column(rang, rang, largeur)
        page.write_string(0, rang, entete, gras)
    for numero, erreur in enumerate(erreurs, start=1):
        for rang, valeur in enumerate(_build_detail(erreur)):
            if isinstance(valeur, int):
                page.write_number(numero, rang, valeur)
            elif rang == 2 and numero < COMMENTAIRES_MAX:
                page.write_url(numero, rang, "internal:" + _build_lien(erreur), string=valeur)
            else:
                page.write_string(numero, rang, valeur)
    page.autofilter(0, 0, len(erreurs), len(COLONNES_ERREURS) - 1)
    page.activate()
