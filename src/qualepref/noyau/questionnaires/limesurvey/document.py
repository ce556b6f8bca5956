"""The tables of a .lss file: XML as LimeSurvey writes it, of any version, nothing fetched from it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html

from qualepref.noyau.questionnaires.fichiers.erreurs import StructureIllisibleError


# Larger than any survey a person writes, and read in a second.
OCTETS_MAX = 20 * 2**20
GENRE = "Survey"
# Fields of an old file, where texts stand beside what they are the texts of.
TEXTES_ANCIENS = {"groups": "group_l10ns", "questions": "question_l10ns", "answers": "answer_l10ns",
                  "subquestions": "question_l10ns"}  # fmt: skip
# Without them a row can be tied to nothing.
CLES = {"questions": ("qid", "title"), "subquestions": ("qid", "title"), "answers": ("qid", "code")}
ESPACES = re.compile(r"\s+")

Ligne = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Document:
    """Rows by table, in the order of the file. langues: codes, the survey's own first."""

    nom: str
    tables: Mapping[str, tuple[Ligne, ...]]
    langues: tuple[str, ...]

    def iter_lignes(self, table: str) -> Iterator[Ligne]:
        """Yield the rows of a table, each once: old files repeat them in every language."""
        vues: set[tuple[str, str, str]] = set()
        for ligne in self.tables.get(table, ()):
            cle = (ligne.get("aid") or ligne.get("qid") or ligne.get("gid", ""),
                   ligne.get("code", ""), ligne.get("scale_id", ""))  # fmt: skip
            if cle not in vues:
                vues.add(cle)
                yield ligne

    def read_textes(self, table: str, champ: str, **cles: str) -> dict[str, str]:
        """Return a text by language, markup taken off; `cles` name the row it belongs to."""
        for candidate in (TEXTES_ANCIENS[table], table):
            textes = {
                ligne["language"]: texte
                for ligne in self.tables.get(candidate, ())
                if all(ligne.get(cle) == valeur for cle, valeur in cles.items())
                and ligne.get("language")
                and (texte := read_texte(ligne.get(champ, "")))
            }
            if textes:
                return textes
        return {}


def read_document(path: Path, *, nom: str | None = None) -> Document:
    """Return the tables of a .lss file.

    Raises:
        StructureIllisibleError: too large, damaged, or something else than a survey.
    """
    connu = nom or path.name
    if path.stat().st_size > OCTETS_MAX:
        raise StructureIllisibleError(connu, constat="il est beaucoup trop gros")
    # No entity is expanded, no other file or address is read.
    analyseur = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        racine = etree.fromstring(path.read_bytes(), analyseur)
    except etree.XMLSyntaxError as erreur:
        constat = f"le XML est abîmé ou incomplet, ligne {erreur.lineno}"
        raise StructureIllisibleError(connu, constat=constat) from erreur
    if racine.getroottree().docinfo.doctype:
        raise StructureIllisibleError(connu, constat="il déclare un type de document")
    if racine.tag != "document" or racine.findtext("LimeSurveyDocType") != GENRE:
        raise StructureIllisibleError(connu, constat="c’est un autre document XML")
    tables = _read_tables(racine)
    if not tables["questions"]:
        raise StructureIllisibleError(connu, constat="il ne contient aucune question")
    for table, cles in CLES.items():
        if not all(cle in ligne for ligne in tables.get(table, ()) for cle in cles):
            constat = f"une ligne de « {table} » y a perdu son code"
            raise StructureIllisibleError(connu, constat=constat)
    langues = tuple(e.text for e in racine.iterfind("languages/language") if e.text)
    return Document(connu, tables, langues or _guess_langues(tables))


def read_texte(balise: str) -> str:
    """Return a text without its markup nor its expressions, on one line."""
    if "<" in balise or "&" in balise:
        balise = html.fromstring(f"<div>{balise}</div>").text_content()
    return ESPACES.sub(" ", balise).strip()


def _read_tables(racine: etree._Element) -> dict[str, tuple[Ligne, ...]]:
    tables: dict[str, tuple[Ligne, ...]] = defaultdict(tuple)
    for table in racine:
        if isinstance(table.tag, str):
            tables[table.tag] = tuple(
                {champ.tag: champ.text or "" for champ in ligne if isinstance(champ.tag, str)}
                for ligne in table.iterfind("rows/row")
            )
    return tables


def _guess_langues(tables: Mapping[str, tuple[Ligne, ...]]) -> tuple[str, ...]:
    textes = tables.get("question_l10ns") or tables["questions"]
    return tuple(dict.fromkeys(ligne["language"] for ligne in textes if ligne.get("language")))
