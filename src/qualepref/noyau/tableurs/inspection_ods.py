"""Extent and special cells of the sheets of an ODS (OpenDocument)."""

import re
import zipfile
from dataclasses import dataclass, field

from qualepref.noyau.tableurs.grille import FORMULE_SANS_VALEUR, build_erreur_tableur
from qualepref.noyau.tableurs.inspection import CODES_ERREUR, Inspection, iter_blocs


_LIGNE = b"<table:table-row"
_TABLE = b"<table:table "
_CELLULE_XML = b"<table:table-cell"
_COUVERTE_XML = b"<table:covered-table-cell"
_RARETES = (_TABLE, _COUVERTE_XML, b"number-rows-repeated=")
# Repeated cells other than those that close the row.
_REPETEE_INTERNE = re.compile(rb'columns-repeated="\d+"(?![^>]*/>\s*</table:table-row)')
_CELLULE = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*?)(/?)>")
_LIGNES_REPETEES = re.compile(rb'number-rows-repeated="(\d+)"')
_CELLULES_REPETEES = re.compile(rb'number-columns-repeated="(\d+)"')
_PARAGRAPHE = re.compile(rb"<text:p\b[^>]*>(.*?)</text:p>", re.DOTALL)
_REMPLIES = (b"<text:p", b"table:formula")
_MARQUES = (b'value-type="percentage"', b'value-type="error"', b"table:formula=")


@dataclass(slots=True)
class _Parcours:
    """Where the reading of content.xml stands. ligne: last row passed in the current table."""

    inspections: list[Inspection] = field(default_factory=list)
    ligne: int = 0

    def open_table(self) -> None:
        self.inspections.append(Inspection())
        self.ligne = 0


def inspect_classeur(archive: zipfile.ZipFile, *, fichier: str) -> list[Inspection]:
    """Return the extent and special cells of each sheet, in the order of the workbook.

    The extent counts repeated cells, but not the empty ones that close a row or a table.

    Raises:
        TexteDemesureError: a single cell or row that outgrows any table.
    """
    parcours = _Parcours()
    with archive.open("content.xml") as flux:
        for bloc in iter_blocs(flux, _LIGNE, fichier=fichier):
            _pass_bloc(bloc, parcours)
    return parcours.inspections


def _pass_bloc(bloc: bytes, parcours: _Parcours) -> None:
    # What is rare is looked for once in the block, not in each of its thousands of rows.
    rare = (
        _REPETEE_INTERNE.search(bloc) is not None
        or any(m in bloc for m in _MARQUES)
        or any(m in bloc for m in _RARETES)
    )
    lignes = bloc.split(_LIGNE)
    if not rare and not lignes[0] and not any(map(_ends_on_repetee, lignes)):
        _pass_ordinaires(lignes[1:], parcours)
        return
    for ligne in lignes:
        if ligne[:1] in (b" ", b">", b"/") and parcours.inspections:
            _pass_ligne(ligne, parcours)
        for _ in range(ligne.count(_TABLE)):
            parcours.open_table()


def _pass_ordinaires(lignes: list[bytes], parcours: _Parcours) -> None:
    """Pass rows without anything rare: only their width and the last filled one matter."""
    etendue = parcours.inspections[-1].etendue
    for rang in range(len(lignes), 0, -1):
        if _is_remplie(lignes[rang - 1]):
            etendue.lignes = parcours.ligne + rang
            break
    parcours.ligne += len(lignes)
    etendue.colonnes = max(etendue.colonnes, *[ligne.count(_CELLULE_XML) for ligne in lignes])


def _pass_ligne(ligne: bytes, parcours: _Parcours) -> None:
    inspection = parcours.inspections[-1]
    nombre = _LIGNES_REPETEES.search(ligne, 0, ligne.find(b">"))
    debut = parcours.ligne + 1
    parcours.ligne += int(nombre.group(1)) if nombre else 1
    if not _is_remplie(ligne):
        return
    inspection.etendue.lignes = parcours.ligne
    marquee = any(m in ligne for m in _MARQUES)
    repetee = _REPETEE_INTERNE.search(ligne) or _ends_on_repetee(ligne)
    if repetee or (marquee and parcours.ligne > debut):
        _pass_cellules(ligne, inspection, range(debut, parcours.ligne + 1))
        return
    largeur = ligne.count(_CELLULE_XML) + ligne.count(_COUVERTE_XML)
    inspection.etendue.colonnes = max(inspection.etendue.colonnes, largeur)
    if marquee:
        _pass_marques(ligne, inspection, parcours.ligne)


def _pass_marques(ligne: bytes, inspection: Inspection, rang: int) -> None:
    """Record the special cells of a row without repeated cells, going from mark to mark."""
    for marque in _MARQUES:
        position = ligne.find(marque)
        while position >= 0:
            debut = ligne.rfind(b"<", 0, position)
            fin = ligne.find(b">", position)
            colonne = ligne.count(_CELLULE_XML, 0, position)
            colonne += ligne.count(_COUVERTE_XML, 0, position)
            suite = ligne.find(b"<table:", fin)
            contenu = ligne[fin + 1 : suite if suite > 0 else len(ligne)]
            _record(ligne[debut:fin], contenu, [(rang, colonne)], inspection)
            position = ligne.find(marque, fin)


def _ends_on_repetee(ligne: bytes) -> bool:
    """Whether the row closes on a repeated cell that is filled."""
    balise = ligne[ligne.rfind(b"<table:") :]
    return b"columns-repeated" in balise and b"value-type" in balise


def _is_remplie(ligne: bytes) -> bool:
    return b"office:value-type" in ligne or any(m in ligne for m in _REMPLIES)


def _pass_cellules(ligne: bytes, inspection: Inspection, rangs: range) -> None:
    colonne = 0
    cellules = list(_CELLULE.finditer(ligne))
    for rang, cellule in enumerate(cellules):
        attributs = cellule.group(1)
        nombre = _CELLULES_REPETEES.search(attributs)
        repetitions = int(nombre.group(1)) if nombre else 1
        debut, colonne = colonne + 1, colonne + repetitions
        formule = b"table:formula=" in attributs
        if cellule.group(2) and b"value-type=" not in attributs and not formule:
            continue
        inspection.etendue.colonnes = max(inspection.etendue.colonnes, colonne)
        if repetitions * len(rangs) > 10_000:
            continue  # beyond any register: the extent alone refuses it, or they are blanks
        suivante = cellules[rang + 1].start() if rang + 1 < len(cellules) else len(ligne)
        places = [(r, c) for r in rangs for c in range(debut, colonne + 1)]
        _record(attributs, ligne[cellule.end() : suivante], places, inspection)


def _record(
    attributs: bytes, contenu: bytes, places: list[tuple[int, int]], inspection: Inspection
) -> None:
    if b'value-type="percentage"' in attributs:
        inspection.taux.update(places)
        return
    formule = b"table:formula=" in attributs
    texte = _PARAGRAPHE.search(contenu)
    code = texte.group(1).decode(errors="replace").strip() if texte else ""
    if b'calcext:value-type="error"' in attributs or (formule and code in CODES_ERREUR):
        erreur = build_erreur_tableur(code or "#ERREUR")
        inspection.fautives.update(dict.fromkeys(places, erreur))
    elif formule and b"office:value-type=" not in attributs:
        inspection.fautives.update(dict.fromkeys(places, FORMULE_SANS_VALEUR))
