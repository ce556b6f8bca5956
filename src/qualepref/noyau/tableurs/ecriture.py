"""Writes a table to XLSX, ODS or CSV; read back, it gives the same values.

Every cell is a value, never a formula: a text that begins like a formula is stored as a text in
XLSX and ODS, and preceded by an apostrophe in CSV, which `lecture` removes.
"""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import chain, islice
from pathlib import Path

from qualepref.noyau.tableurs.champs import Champ, TypeChamp, Valeur
from qualepref.noyau.tableurs.convertisseurs import format_decimal
from qualepref.noyau.tableurs.ecriture_ods import OdsWriter
from qualepref.noyau.tableurs.ecriture_xlsx import write_classeur
from qualepref.noyau.tableurs.erreurs import ExportImpossibleError
from qualepref.noyau.tableurs.formats import Format
from qualepref.noyau.tableurs.limites import format_nombre
from qualepref.noyau.tableurs.nombres import CHIFFRES_SIGNIFICATIFS, round_taux
from qualepref.noyau.tableurs.vocabulaire import MARQUES_ECRITES, Absence


# What a cell is written as: a text, a number (Decimal), a rate (Fraction), a moment; None is blank.
Ecrite = str | Decimal | Fraction | dt.date | None

LIGNES_MAX = 1_048_576
CARACTERES_MAX = 32_767  # per cell, in Excel
LARGEUR_MIN, LARGEUR_MAX = 8, 50  # characters
LIGNES_MESUREES = 200
# No clock here: the same table gives the same bytes.
CREE_LE = dt.datetime(2000, 1, 1)  # noqa: DTZ001  # a document property without time zone

_DANGEREUX = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_INTERDITS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_tableau(
    sortie: Path,
    champs: Sequence[Champ],
    lignes: Iterable[Sequence[Valeur | None]],
    *,
    feuille: str = "Données",
) -> None:
    """Write a table with its headings to a .xlsx, .ods or .csv file, as its extension says.

    lignes: one sequence per row, one value per field; codes of CHOIX are written as labels.
    Rounded to 15 significant digits: rates without an exact decimal form. Moments keep seconds.
    Characters that no XML holds are dropped.

    Raises:
        ExportImpossibleError: unknown extension, too many rows, a text too long for a cell.
    """
    nom = sortie.name
    entetes = [clean_texte(champ.libelle) for champ in champs]
    rendues = _render_lignes(lignes, champs, nom=nom)
    extension = sortie.suffix.lower()
    if extension == Format.XLSX.value:
        _write_xlsx(sortie, champs, entetes, rendues, feuille=feuille)
    elif extension == Format.ODS.value:
        _write_ods(sortie, champs, entetes, rendues, feuille=feuille)
    elif extension == Format.CSV.value:
        _write_csv(sortie, entetes, rendues)
    else:
        raise ExportImpossibleError(
            nom,
            constat=f"le format « {extension} » n’est pas proposé",
            conseil="Choisir .xlsx, .ods ou .csv.",
        )


def clean_texte(texte: str) -> str:
    """Return the text without characters that XML refuses; line breaks become U+000A."""
    if texte.isprintable():
        return texte
    return _INTERDITS.sub("", texte.replace("\r\n", "\n").replace("\r", "\n"))


def neutralize_texte(texte: str) -> str:
    """Return the text preceded by an apostrophe when a spreadsheet could run it.

    An apostrophe already before such a start is doubled, so that reading is exact.
    """
    return "'" + texte if _DANGEREUX.match(texte) else texte


def _render_lignes(
    lignes: Iterable[Sequence[Valeur | None]], champs: Sequence[Champ], *, nom: str
) -> Iterator[list[Ecrite]]:
    for numero, ligne in enumerate(lignes, start=2):
        if numero > LIGNES_MAX:
            raise ExportImpossibleError(
                nom,
                constat=f"le tableau dépasse {format_nombre(LIGNES_MAX)} lignes",
                conseil="Exporter période par période.",
            )
        rendue = [render(v, champ) for v, champ in zip(ligne, champs, strict=True)]
        for texte in rendue:
            if isinstance(texte, str) and len(texte) > CARACTERES_MAX:
                raise ExportImpossibleError(
                    nom,
                    constat=f"un texte de la ligne {numero} dépasse "
                    f"{format_nombre(CARACTERES_MAX)} caractères",
                    conseil="Raccourcir ce texte.",
                )
        yield rendue


def render(valeur: Valeur | None, champ: Champ) -> Ecrite:
    """Return what a cell is written as, the same whatever the format."""
    if valeur is None:
        return None
    if isinstance(valeur, str):
        if isinstance(valeur, Absence):
            return MARQUES_ECRITES[valeur] or None
        libelle = champ.valeurs.get(valeur, valeur) if champ.type is TypeChamp.CHOIX else valeur
        return clean_texte(libelle) or None
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, int | Decimal):
        exact = Decimal(valeur)
        tient = len(exact.normalize().as_tuple().digits) <= CHIFFRES_SIGNIFICATIFS
        return exact if tient else format_decimal(exact)
    if isinstance(valeur, dt.datetime):
        if valeur.tzinfo is not None:
            return valeur.isoformat(timespec="seconds")
        return valeur.replace(microsecond=0)
    return valeur


def _measure_largeurs(
    entetes: Sequence[str], debut: Sequence[Sequence[Ecrite]], champs: Sequence[Champ]
) -> list[int]:
    """Return the width of each column in characters, from its heading and first rows."""
    largeurs = []
    for rang, entete in enumerate(entetes):
        textes = [ligne[rang] for ligne in debut if isinstance(ligne[rang], str)]
        voulue = max([len(entete) + 3, *(len(str(t)) for t in textes)])
        if champs[rang].type is TypeChamp.DATE_HEURE:
            voulue = max(voulue, 19)
        elif champs[rang].type is TypeChamp.DATE:
            voulue = max(voulue, 11)
        largeurs.append(min(max(voulue, LARGEUR_MIN), LARGEUR_MAX))
    return largeurs


def _write_xlsx(
    sortie: Path,
    champs: Sequence[Champ],
    entetes: Sequence[str],
    lignes: Iterator[list[Ecrite]],
    *,
    feuille: str,
) -> None:
    debut = list(islice(lignes, LIGNES_MESUREES))
    largeurs = _measure_largeurs(entetes, debut, champs)
    write_classeur(
        sortie, chain(debut, lignes), feuille=feuille, entetes=entetes, largeurs=largeurs
    )


def _write_ods(
    sortie: Path,
    champs: Sequence[Champ],
    entetes: Sequence[str],
    lignes: Iterator[list[Ecrite]],
    *,
    feuille: str,
) -> None:
    debut = list(islice(lignes, LIGNES_MESUREES))
    largeurs = _measure_largeurs(entetes, debut, champs)
    with OdsWriter(sortie, feuille=feuille, largeurs=largeurs) as ods:
        ods.write_entetes(entetes)
        for ligne in chain(debut, lignes):
            ods.write_ligne(
                [round_taux(c) if isinstance(c, Fraction) else c for c in ligne],
                taux=[isinstance(c, Fraction) for c in ligne],
            )


def _write_csv(sortie: Path, entetes: Sequence[str], lignes: Iterator[list[Ecrite]]) -> None:
    with sortie.open("w", encoding="utf-8-sig", newline="") as flux:
        redacteur = csv.writer(flux, delimiter=";", lineterminator="\r\n")
        redacteur.writerow([neutralize_texte(entete) for entete in entetes])
        redacteur.writerows([_render_csv(cellule) for cellule in ligne] for ligne in lignes)


def _render_csv(cellule: Ecrite) -> str:
    if cellule is None:
        return ""
    if isinstance(cellule, str):
        return neutralize_texte(cellule)
    if isinstance(cellule, Decimal):
        return format_decimal(cellule)
    if isinstance(cellule, Fraction):
        return format_decimal(round_taux(cellule) * 100) + " %"
    if isinstance(cellule, dt.datetime):
        return f"{cellule:%d/%m/%Y %H:%M:%S}"
    # Three times faster than strftime, for the kind of cell that registers hold most.
    return f"{cellule.day:02}/{cellule.month:02}/{cellule.year:04}"
