"""What the reader does not tell of a sheet, found in its XML before it is read.

python-calamine allocates rows x columns up to the last filled cell, and gives an empty cell for
a spreadsheet error and for a formula without a saved value. So the XML is first run through,
in a fraction of the reading time, for: the extent (a stray cell in XFD1048576 would exhaust the
memory), the errors, the formulas without a value, the numbers displayed as percentages.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from qualepref.noyau.tableurs.erreurs import FichierIllisibleError, TexteDemesureError
from qualepref.noyau.tableurs.grille import CelluleFautive
from qualepref.noyau.tableurs.limites import Etendue, format_taille


# Also the longest text between two tags: a cell of Excel holds 32,767 characters.
TAILLE_BLOC = 1 << 20
# One row of a register weighs a few kilobytes; beyond this it is no table.
TAILLE_LIGNE = 64 << 20

# ODF has no error type: the code shown is all there is. Also met as plain text in CSV files.
CODES_ERREUR = frozenset(
    {"#REF!", "#DIV/0!", "#N/A", "#N/D", "#NAME?", "#NOM?", "#VALUE!", "#VALEUR!", "#NUM!"}
    | {"#NOMBRE!", "#NULL!", "#NUL!", "#GETTING_DATA", "#SPILL!", "#CALC!", "#EPARS!", "#CALCUL!"}
)


@dataclass(slots=True)
class Inspection:
    """Extent of a sheet and its special cells, by (row, column), 1-based.

    taux: numbers displayed as percentages. fautives: cells the reader would show empty.
    """

    etendue: Etendue = field(default_factory=Etendue)
    fautives: dict[tuple[int, int], CelluleFautive] = field(default_factory=dict)
    taux: set[tuple[int, int]] = field(default_factory=set)


def iter_blocs(flux: IO[bytes], separateur: bytes, *, fichier: str) -> Iterator[bytes]:
    """Yield the XML in blocks that begin at a `separateur`, but for the first.

    Raises:
        TexteDemesureError: a single cell or row that outgrows any table.
    """
    reste = b""
    while morceau := flux.read(TAILLE_BLOC):
        check_textes(morceau, fichier=fichier)
        # The separator may straddle two reads: only what is new, and its edge, is searched.
        depuis = max(len(reste) - len(separateur), 0)
        reste += morceau
        coupe = reste.rfind(separateur, depuis)
        if coupe > 0:
            yield reste[:coupe]
            reste = reste[coupe:]
        elif len(reste) > TAILLE_LIGNE:
            raise TexteDemesureError(fichier, place="ligne", maximum=format_taille(TAILLE_LIGNE))
    if reste:
        yield reste


def check_textes(bloc: bytes, *, fichier: str) -> None:
    """Let pass a block of XML read from a sheet or its shared texts.

    Raises:
        TexteDemesureError: a whole block without a tag, all of it in one cell.
    """
    if len(bloc) >= TAILLE_BLOC and b"<" not in bloc:
        raise TexteDemesureError(fichier, place="cellule", maximum=format_taille(TAILLE_BLOC))


def parse_xml(contenu: bytes, *, fichier: str) -> etree._Element:
    """Return the root of a small XML member, entities left unresolved.

    Raises:
        FichierIllisibleError: not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(contenu, parser)
    except etree.XMLSyntaxError as exc:
        raise FichierIllisibleError(fichier) from exc


def read_membre(archive: zipfile.ZipFile, nom: str) -> bytes | None:
    """Return a small member whole, None when the archive has none of that name."""
    try:
        return archive.read(nom)
    except KeyError:
        return None
