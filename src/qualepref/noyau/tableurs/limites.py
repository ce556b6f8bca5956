"""How much of a file is read at most: what keeps a worker's memory under a gigabyte."""

import zipfile
from dataclasses import dataclass

from qualepref.noyau.tableurs.erreurs import (
    ContenuDemesureError,
    TropDeCellulesError,
    TropDeColonnesError,
    TropDeLignesError,
)


@dataclass(frozen=True, slots=True)
class Limites:
    """Bounds of a file. lignes, colonnes: position of the last filled cell of a sheet.

    cellules: rows times columns, all sheets together. octets_textes: the shared texts and
    styles of an XLSX, which are held whole in memory while reading.
    """

    octets: int = 100_000_000
    octets_decompresses: int = 1_000_000_000
    octets_textes: int = 200_000_000
    lignes: int = 300_000
    colonnes: int = 1_000
    cellules: int = 6_000_000


LIMITES = Limites()


@dataclass(slots=True)
class Etendue:
    """Last filled row and column of a sheet (1-based), 0 when nothing is filled."""

    lignes: int = 0
    colonnes: int = 0

    def add(self, ligne: int, colonne: int) -> None:
        """Extend to one more filled cell."""
        self.lignes = max(self.lignes, ligne)
        self.colonnes = max(self.colonnes, colonne)

    def fits(self, limites: Limites) -> bool:
        """Whether reading the sheet stays within the bounds."""
        return (
            self.lignes <= limites.lignes
            and self.colonnes <= limites.colonnes
            and self.lignes * self.colonnes <= limites.cellules
        )


def check_etendue(etendue: Etendue, limites: Limites, *, fichier: str, feuille: str) -> None:
    """Refuse a sheet whose filled cells go beyond the bounds.

    Raises:
        TropDeLignesError, TropDeColonnesError, TropDeCellulesError.
    """
    if etendue.lignes > limites.lignes:
        raise TropDeLignesError(
            fichier,
            feuille=feuille,
            ligne=format_nombre(etendue.lignes),
            maximum=format_nombre(limites.lignes),
        )
    if etendue.colonnes > limites.colonnes:
        raise TropDeColonnesError(
            fichier,
            feuille=feuille,
            colonnes=format_nombre(etendue.colonnes),
            maximum=format_nombre(limites.colonnes),
        )
    cellules = etendue.lignes * etendue.colonnes
    if cellules > limites.cellules:
        raise TropDeCellulesError(
            fichier,
            feuille=feuille,
            cellules=format_nombre(cellules),
            maximum=format_nombre(limites.cellules),
        )


def check_archive(archive: zipfile.ZipFile, limites: Limites, *, fichier: str) -> None:
    """Refuse a compressed file that unfolds beyond the bounds.

    Sizes are those declared; members are then read to their end, which proves them.

    Raises:
        ContenuDemesureError: too many bytes once unfolded.
    """
    total = sum(info.file_size for info in archive.infolist())
    if total > limites.octets_decompresses:
        raise ContenuDemesureError(fichier, maximum=format_taille(limites.octets_decompresses))
    # Texts and styles are held whole in memory by the reader, sheets are not.
    textes = sum(
        info.file_size
        for info in archive.infolist()
        if info.filename.lower().endswith((".xml", ".rels"))
        and "sheets/" not in info.filename
        and info.filename != "content.xml"
    )
    if textes > limites.octets_textes:
        raise ContenuDemesureError(fichier, maximum=format_taille(limites.octets_textes))


def format_nombre(nombre: int) -> str:
    """Return an integer with French thousands (U+202F)."""
    return f"{nombre:,}".replace(",", "\u202f")


def format_taille(octets: int) -> str:
    """Return a size in the largest unit that keeps it at least 1."""
    for unite, poids in (("Go", 1_000_000_000), ("Mo", 1_000_000), ("ko", 1_000)):
        if octets >= poids:
            return f"{octets / poids:.1f}".rstrip("0").rstrip(".").replace(".", ",") + f" {unite}"
    return f"{octets} octets"
