"""Any of our documents read back, by what it is and not by its name."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from qualepref.noyau.verification.lecture_html import read_html
from qualepref.noyau.verification.lecture_office import read_docx, read_pptx
from qualepref.noyau.verification.lecture_pdf import read_pdf
from qualepref.noyau.verification.modele import DocumentIllisibleError, Extrait, Ligne


OCTETS_MAX = 50_000_000
DEPLIE_MAX = 400_000_000
CELLULE_MAX = 131_072
SEPARATEURS = ";,\t"
GENRES_ZIP = {
    "word/document.xml": "docx",
    "ppt/presentation.xml": "pptx",
    "xl/workbook.xml": "xlsx",
}


def read_document(octets: bytes) -> Extrait:
    """Return what a file prints.

    Raises:
        DocumentIllisibleError: too large, damaged, or of a kind we never write.
    """
    if len(octets) > OCTETS_MAX:
        raise DocumentIllisibleError(f"il dépasse {OCTETS_MAX // 1_000_000} Mo.")
    if octets.startswith(b"%PDF"):
        extrait, jointes = read_pdf(octets)
        lignes = [*extrait.lignes, *(x for nom, o in jointes for x in _attached(nom, o))]
        return Extrait("pdf", tuple(lignes), extrait.images)
    if octets.startswith(b"PK"):
        return _read_zip(octets)
    return _read_texte(octets)


def _attached(nom: str, octets: bytes) -> Iterator[Ligne]:
    for ligne in _read_texte(octets).lignes:
        yield Ligne(f"pièce jointe {nom}, {ligne.lieu}", ligne.texte, ligne.sujet)


def _read_zip(octets: bytes) -> Extrait:
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            noms = set(archive.namelist())
            if sum(i.file_size for i in archive.infolist()) > DEPLIE_MAX:
                raise DocumentIllisibleError("il se déplie en un volume démesuré.")
    except zipfile.BadZipFile as erreur:
        raise DocumentIllisibleError("l’archive est abîmée.") from erreur
    genre = next((g for nom, g in GENRES_ZIP.items() if nom in noms), "ods")
    if genre == "docx":
        return read_docx(octets)
    if genre == "pptx":
        return read_pptx(octets)
    return _read_classeur(octets, genre)


def _read_classeur(octets: bytes, genre: str) -> Extrait:
    import python_calamine

    try:
        classeur = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(octets))
        feuilles = [(n, classeur.get_sheet_by_name(n).to_python()) for n in classeur.sheet_names]
    except python_calamine.CalamineError as erreur:
        raise DocumentIllisibleError("ni un document ni un classeur connu.") from erreur
    lignes = [x for nom, rangs in feuilles for x in _rows(rangs, f"feuille {nom}, ")]
    return Extrait(genre, tuple(lignes))


def _read_texte(octets: bytes) -> Extrait:
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        texte = octets.decode("cp1252", errors="replace")
    debut = texte.lstrip()[:1]
    if debut in ("{", "["):
        try:
            return Extrait("json", tuple(_walk(json.loads(texte), "", "")))
        except (ValueError, RecursionError) as erreur:
            raise DocumentIllisibleError("ce JSON est abîmé.") from erreur
    if debut == "<":
        return read_html(texte)
    if "\x00" in texte:
        raise DocumentIllisibleError("ce n’est aucun des documents que l’application écrit.")
    premiere = texte.partition("\n")[0]
    separateur = max(SEPARATEURS, key=premiere.count)
    try:
        rangs = list(csv.reader(io.StringIO(texte, newline=""), delimiter=separateur))
    except csv.Error as erreur:
        raise DocumentIllisibleError("ce CSV est abîmé.") from erreur
    # The limit of the csv module is the whole process's, and any library may raise it.
    if any(len(cellule) > CELLULE_MAX for rang in rangs for cellule in rang):
        raise DocumentIllisibleError("ce CSV est abîmé.")
    return Extrait("csv", tuple(_rows(rangs, "")))


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
