"""Extent and special cells of the sheets of an XLSX (Office Open XML)."""

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from qualepref.noyau.tableurs.erreurs import FichierIllisibleError
from qualepref.noyau.tableurs.grille import (
    FORMULE_SANS_VALEUR,
    build_erreur_tableur,
    parse_lettres,
)
from qualepref.noyau.tableurs.inspection import (
    TAILLE_BLOC,
    Inspection,
    check_textes,
    iter_blocs,
    parse_xml,
    read_membre,
)
from qualepref.noyau.tableurs.limites import Etendue, Limites, check_etendue


_RACINE = re.compile(rb"<(?:(\w+):)?worksheet\b")
_ATTRIBUT_R = re.compile(rb'\br\s*=\s*["\']([A-Za-z]*)(\d*)["\']')
# Cells beyond column Z or row 99,999 are the only ones looked at one by one.
_COLONNES_ORDINAIRES = 26
_LIGNES_ORDINAIRES = 99_999
_FORMATS_TAUX = {9, 10}
TEXTES = "sharedStrings.xml"


@dataclass(frozen=True, slots=True)
class _Motifs:
    """Patterns of the elements of a sheet, under the namespace prefix the file uses."""

    ligne: bytes
    formule: bytes
    inhabituelle: re.Pattern[bytes]
    cellule: re.Pattern[bytes]
    erreur: re.Pattern[bytes]
    sans_valeur: re.Pattern[bytes]
    valeurs: tuple[bytes, bytes]
    prefixe: bytes


@lru_cache(maxsize=8)
def _build_motifs(prefixe: bytes) -> _Motifs:
    p = re.escape(prefixe)
    formule = rb"<%bf\b(?:[^>]*/>|[^>]*>[^<]*</%bf>)" % (p, p)
    return _Motifs(
        ligne=b"<%brow" % prefixe,
        formule=b"<%bf" % prefixe,
        inhabituelle=re.compile(
            rb'<%bc(?: r="([A-Za-z]{2,}\d*|[A-Za-z]\d{6,})|(\s(?!r=")|[>/]))' % p
        ),
        cellule=re.compile(rb"<%bc\b([^>]*?)(/?)>" % p),
        erreur=re.compile(
            rb'<%bc r="([A-Z]+)(\d+)"[^>]*?\bt="e"[^>]*>(?:%b)?\s*<%bv>([^<]*)' % (p, formule, p)
        ),
        sans_valeur=re.compile(
            rb'<%bc r="([A-Z]+)(\d+)"([^>]*)>%b\s*(?:<%bv\s*/>|<%bv></%bv>)?\s*</%bc>'
            % (p, formule, p, p, p, p)
        ),
        valeurs=(b"<%bv" % prefixe, b"<%bis" % prefixe),
        prefixe=prefixe,
    )


@dataclass(frozen=True, slots=True)
class ClasseurXlsx:
    """What the workbook says of itself. parties: sheet name -> member of the archive."""

    parties: dict[str, str]
    styles_taux: tuple[int, ...]
    depuis_1904: bool


def read_description(archive: zipfile.ZipFile, *, fichier: str) -> ClasseurXlsx:
    """Return the sheets of a workbook, its percentage styles and its epoch.

    Raises:
        FichierIllisibleError: a part is missing or damaged.
    """
    classeur = read_membre(archive, "xl/workbook.xml")
    liens = read_membre(archive, "xl/_rels/workbook.xml.rels")
    if classeur is None or liens is None:
        raise FichierIllisibleError(fichier)
    cibles = {
        lien.get("Id"): posixpath.normpath(posixpath.join("/xl", lien.get("Target") or ""))[1:]
        for lien in parse_xml(liens, fichier=fichier).iter("{*}Relationship")
        if (lien.get("Type") or "").endswith("/worksheet")
    }
    racine = parse_xml(classeur, fichier=fichier)
    parties = {}
    for feuille in racine.iter("{*}sheet"):
        ids = [valeur for cle, valeur in feuille.items() if cle.endswith("}id")]
        cible = cibles.get(ids[0]) if ids else None
        if cible is not None:
            parties[feuille.get("name") or ""] = cible
    proprietes = next(racine.iter("{*}workbookPr"), None)
    depuis_1904 = proprietes is not None and proprietes.get("date1904") in ("1", "true")
    styles = read_membre(archive, "xl/styles.xml")
    taux = () if styles is None else _find_styles_taux(styles, fichier=fichier)
    return ClasseurXlsx(parties, taux, depuis_1904)


def _find_styles_taux(styles: bytes, *, fichier: str) -> tuple[int, ...]:
    racine = parse_xml(styles, fichier=fichier)
    formats = {
        int(fmt.get("numFmtId") or 0)
        for fmt in racine.iter("{*}numFmt")
        if "%" in re.sub(r'"[^"]*"|\\.', "", fmt.get("formatCode") or "")
    } | _FORMATS_TAUX
    cellules = next(racine.iter("{*}cellXfs"), None)
    if cellules is None:
        return ()
    return tuple(
        rang
        for rang, xf in enumerate(cellules.iter("{*}xf"))
        if int(xf.get("numFmtId") or 0) in formats
    )


def inspect_feuille(
    archive: zipfile.ZipFile,
    partie: str,
    *,
    classeur: ClasseurXlsx,
    limites: Limites,
    fichier: str,
    feuille: str,
) -> Inspection:
    """Return the special cells of a sheet, once its extent is known to fit the bounds.

    The extent returned is an upper bound.

    Raises:
        TropDeLignesError, TropDeColonnesError, TropDeCellulesError: beyond the bounds.
        TexteDemesureError: a single cell or row that outgrows any table.
        FichierIllisibleError: not a sheet.
    """
    with archive.open(partie) as flux:
        racine = _RACINE.search(flux.read(8192))
    if racine is None:
        raise FichierIllisibleError(fichier, feuille=feuille)
    motifs = _build_motifs(racine.group(1) + b":" if racine.group(1) else b"")
    inspection = Inspection(Etendue(_LIGNES_ORDINAIRES, _COLONNES_ORDINAIRES))
    taux = _build_motif_taux(motifs.prefixe, classeur.styles_taux)
    sans_reference = False
    with archive.open(partie) as flux:
        for bloc in iter_blocs(flux, motifs.ligne, fichier=fichier):
            for reference, anomalie in motifs.inhabituelle.findall(bloc):
                if anomalie:
                    sans_reference = True
                else:
                    _extend(inspection.etendue, reference)
            _find_speciales(bloc, motifs, taux, inspection)
    if sans_reference or not inspection.etendue.fits(limites):
        inspection.etendue = _measure(archive, partie, motifs, fichier=fichier)
        check_etendue(inspection.etendue, limites, fichier=fichier, feuille=feuille)
    return inspection


def _build_motif_taux(prefixe: bytes, styles: tuple[int, ...]) -> re.Pattern[bytes] | None:
    if not styles:
        return None
    choix = b"|".join(str(style).encode() for style in styles)
    return re.compile(
        rb'<%bc r="([A-Z]+)(\d+)"[^>]*?\bs="(?:%b)"[^>/]*>' % (re.escape(prefixe), choix)
    )


def _extend(etendue: Etendue, reference: bytes) -> None:
    lettres = reference.rstrip(b"0123456789")
    ligne = int(reference[len(lettres) :] or 1)
    etendue.add(ligne, parse_lettres(lettres.decode()))


def _find_speciales(
    bloc: bytes, motifs: _Motifs, taux: re.Pattern[bytes] | None, inspection: Inspection
) -> None:
    if b't="e"' in bloc:
        for lettres, ligne, code in motifs.erreur.findall(bloc):
            place = (int(ligne), parse_lettres(lettres.decode()))
            inspection.fautives[place] = build_erreur_tableur(code.decode(errors="replace"))
    if motifs.formule in bloc:
        for lettres, ligne, attributs in motifs.sans_valeur.findall(bloc):
            if b't="str"' not in attributs:
                place = (int(ligne), parse_lettres(lettres.decode()))
                inspection.fautives[place] = FORMULE_SANS_VALEUR
    if taux is not None:
        for lettres, ligne in taux.findall(bloc):
            inspection.taux.add((int(ligne), parse_lettres(lettres.decode())))


def _measure(archive: zipfile.ZipFile, partie: str, motifs: _Motifs, *, fichier: str) -> Etendue:
    """Return the exact extent of the filled cells, one by one."""
    etendue = Etendue()
    with archive.open(partie) as flux:
        for place in _iter_remplies(iter_blocs(flux, motifs.ligne, fichier=fichier), motifs):
            etendue.add(*place)
    return etendue


def _iter_remplies(blocs: Iterator[bytes], motifs: _Motifs) -> Iterator[tuple[int, int]]:
    ligne = 0
    for bloc in blocs:
        for morceau in bloc.split(motifs.ligne):
            if morceau[:1] not in (b" ", b">", b"\t", b"\n", b"\r"):
                continue  # before the first row, or another element such as rowBreaks
            numero = _ATTRIBUT_R.search(morceau, 0, morceau.find(b">"))
            ligne = int(numero.group(2)) if numero and numero.group(2) else ligne + 1
            if not any(valeur in morceau for valeur in motifs.valeurs):
                continue
            colonne = 0
            for cellule in motifs.cellule.finditer(morceau):
                reference = _ATTRIBUT_R.search(cellule.group(1))
                if reference is None:
                    colonne += 1
                else:
                    colonne = parse_lettres(reference.group(1).decode())
                    ligne = int(reference.group(2) or ligne)
                if not cellule.group(2) and not morceau.startswith(b"</", cellule.end()):
                    yield ligne, colonne


def prove_membres(archive: zipfile.ZipFile, *, sauf: Collection[str], fichier: str) -> None:
    """Read the other XML members to their end: a size or checksum that lies raises BadZipFile.

    Raises:
        TexteDemesureError: a shared text that no cell holds.
    """
    for nom in archive.namelist():
        if nom not in sauf and nom.lower().endswith((".xml", ".rels")):
            with archive.open(nom) as flux:
                while bloc := flux.read(TAILLE_BLOC):
                    if nom.endswith(TEXTES):
                        check_textes(bloc, fichier=fichier)
