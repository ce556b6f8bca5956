"""Any of our documents read back, by what it is and not by its name."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import PurePath
from typing import Any

from qualepref.noyau.archives.fautes import ILLISIBLE
from qualepref.noyau.fichiers.detection import detect_archive
from qualepref.noyau.fichiers.erreurs import (
    PieceAbimeeError,
    PieceAvecMacrosError,
    PieceDemesureeError,
    PieceInconnueError,
    PieceProtegeeError,
    PieceRefuseeError,
)
from qualepref.noyau.fichiers.natures import NatureFichier
from qualepref.noyau.tableurs.limites import format_taille
from qualepref.noyau.verification.lecture_html import read_html
from qualepref.noyau.verification.lecture_office import read_docx, read_odf, read_pptx
from qualepref.noyau.verification.lecture_pdf import read_pdf
from qualepref.noyau.verification.limites import LIMITES, Limites
from qualepref.noyau.verification.modele import DocumentIllisibleError, Extrait, Ligne


SEPARATEURS = ";,\t"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ETRANGER = "ce n’est aucun des documents que l’application écrit."
REFUS_ARCHIVE = {
    PieceAbimeeError: "l’archive est abîmée.",
    PieceProtegeeError: "il est protégé par un mot de passe.",
    PieceAvecMacrosError: "il contient des macros, et nos documents n’en ont jamais. Ne l’ouvrez pas.",
    PieceDemesureeError: "il se déplie en un volume démesuré.",
    PieceInconnueError: ETRANGER,
}
# Ends of name that announce a kind; any other says nothing.
ANNONCES = {"htm": "html", "xhtml": "html", "tsv": "csv", "txt": "csv"}
LIBELLES = {
    "html": "une page web",
    "json": "un fichier JSON",
    "csv": "du texte",
    "pptx": f"une {NatureFichier.PPTX.libelle}",
    "odp": f"une {NatureFichier.ODP.libelle}",
} | {
    n.value: f"un {n.libelle}"
    for n in (
        NatureFichier.PDF, NatureFichier.DOCX, NatureFichier.ODT, NatureFichier.XLSX,
        NatureFichier.ODS,
    )
}  # fmt: skip


def read_document(octets: bytes, limites: Limites = LIMITES) -> Extrait:
    """Return what a file prints.

    Raises:
        DocumentIllisibleError: empty, too large, damaged, protected, or of a kind we never write.
    """
    if len(octets) > limites.octets:
        raise DocumentIllisibleError(f"il dépasse {format_taille(limites.octets)}.")
    if not octets.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise DocumentIllisibleError("il est vide.")
    return _check_longueur(_read(octets, limites), limites)


def check_nom(nom: str, genre: str) -> None:
    """Refuse a file whose name announces another kind than it is; a name may say nothing.

    Raises:
        DocumentIllisibleError: the name lies.
    """
    extension = PurePath(nom).suffix.lower().removeprefix(".")
    annonce = ANNONCES.get(extension, extension)
    if annonce in LIBELLES and annonce != genre:
        raise DocumentIllisibleError(
            f"son nom se termine par « .{extension} », mais c’est {LIBELLES[genre]}. Ne l’ouvrez "
            "pas si vous ne savez pas d’où il vient."
        )


def _read(octets: bytes, limites: Limites) -> Extrait:
    if octets.startswith(b"%PDF"):
        extrait, jointes = read_pdf(octets, limites)
        lignes = [*extrait.lignes, *(x for nom, o in jointes for x in _attached(nom, o, limites))]
        return Extrait("pdf", tuple(lignes), extrait.images)
    if octets.startswith(b"PK"):
        return _read_zip(octets, limites)
    if octets.startswith(OLE):
        raise DocumentIllisibleError(
            "il est protégé par un mot de passe, ou d’un format ancien que l’application n’écrit pas."
        )
    return _read_texte(octets, limites)


def _check_longueur(extrait: Extrait, limites: Limites) -> Extrait:
    if len(extrait.lignes) > limites.lignes or (
        sum(len(x.texte) + len(x.lieu) + len(x.sujet) for x in extrait.lignes) > limites.signes
    ):
        raise DocumentIllisibleError("il est plus long qu’aucun document de l’application.")
    return extrait


def _attached(nom: str, octets: bytes, limites: Limites) -> Iterator[Ligne]:
    for ligne in _read_texte(octets, limites).lignes:
        yield Ligne(f"pièce jointe {nom}, {ligne.lieu}", ligne.texte, ligne.sujet, annexe=True)


def _read_zip(octets: bytes, limites: Limites) -> Extrait:
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            nature = detect_archive(archive, nom="", decompresse_max=limites.deplies)
            plus_grosse = max(m.file_size for m in archive.infolist())
    except PieceRefuseeError as refus:
        raise DocumentIllisibleError(REFUS_ARCHIVE.get(type(refus), ETRANGER)) from refus
    except ILLISIBLE as erreur:
        raise DocumentIllisibleError(REFUS_ARCHIVE[PieceAbimeeError]) from erreur
    if plus_grosse > limites.partie:
        raise DocumentIllisibleError(REFUS_ARCHIVE[PieceDemesureeError])
    if nature is NatureFichier.DOCX:
        return read_docx(octets)
    if nature is NatureFichier.PPTX:
        return read_pptx(octets)
    if nature in (NatureFichier.ODT, NatureFichier.ODP):
        return read_odf(octets, nature.value)
    return _read_classeur(octets, nature.value)


def _read_classeur(octets: bytes, genre: str) -> Extrait:
    import python_calamine

    try:
        classeur = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(octets))
        feuilles = [(n, classeur.get_sheet_by_name(n).to_python()) for n in classeur.sheet_names]
    except python_calamine.CalamineError as erreur:
        raise DocumentIllisibleError("ni un document ni un classeur connu.") from erreur
    lignes = [x for nom, rangs in feuilles for x in _rows(rangs, f"feuille {nom}, ")]
    return Extrait(genre, tuple(lignes))


def _read_texte(octets: bytes, limites: Limites) -> Extrait:
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        texte = octets.decode("cp1252", errors="replace")
    debut = texte.lstrip()[:1]
    if debut in ("{", "["):
        try:
            lu = json.loads(texte, object_pairs_hook=_build_objet)
            return Extrait("json", tuple(_walk(lu, "", "")))
        except DocumentIllisibleError:
            raise
        except (ValueError, RecursionError) as erreur:
            raise DocumentIllisibleError("ce JSON est abîmé.") from erreur
    if debut == "<":
        return read_html(texte)
    if "\x00" in texte:
        raise DocumentIllisibleError(ETRANGER)
    premiere = texte.partition("\n")[0]
    separateur = max(SEPARATEURS, key=premiere.count)
    try:
        rangs = list(csv.reader(io.StringIO(texte, newline=""), delimiter=separateur))
    except csv.Error as erreur:
        raise DocumentIllisibleError("ce CSV est abîmé.") from erreur
    # The limit of the csv module is the whole process's, and any library may raise it.
    if any(len(cellule) > limites.cellule for rang in rangs for cellule in rang):
        raise DocumentIllisibleError("ce CSV est abîmé.")
    return Extrait("csv", tuple(_rows(rangs, "")))


def _build_objet(paires: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object whose keys stand once: of two, each reader believes the one it likes."""
    objet = dict(paires)
    if len(objet) < len(paires):
        raise DocumentIllisibleError("une même clé y figure deux fois, avec deux valeurs.")
    return objet


def _rows(rangs: list[list[Any]], prefixe: str) -> Iterator[Ligne]:
    """Yield each cell under its heading; the row is about what its first cells say."""
    if not rangs:
        return
    entetes = [str(c) for c in rangs[0]]
    yield Ligne(f"{prefixe}ligne 1", " | ".join(entetes))
    for rang, cellules in enumerate(rangs[1:], 2):
        sujet = " – ".join(str(c) for c in cellules[:4] if c != "")
        for entete, cellule in zip_longest(entetes, cellules, fillvalue=""):
            yield Ligne(f"{prefixe}ligne {rang}, {entete}", str(cellule), sujet)


def _walk(valeur: Any, chemin: str, sujet: str) -> Iterator[Ligne]:
    if isinstance(valeur, dict):
        dits = [str(valeur[c]) for c in ("code", "libelle", "libelle_detail") if valeur.get(c)]
        sujet = " – ".join(dits) or sujet
        for cle, element in valeur.items():
            yield from _walk(element, f"{chemin}.{cle}" if chemin else cle, sujet)
    elif isinstance(valeur, list):
        for rang, element in enumerate(valeur):
            yield from _walk(element, f"{chemin}[{rang}]", sujet)
    else:
        yield Ligne(chemin, json.dumps(valeur, ensure_ascii=False), sujet)
