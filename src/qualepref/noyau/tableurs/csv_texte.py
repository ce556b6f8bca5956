"""Reads CSV files as French offices make them: `;`, `,` or tab; UTF-8, UTF-16 or Windows-1252."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from qualepref.noyau.tableurs.erreurs import EncodageInconnuError, GuillemetNonFermeError
from qualepref.noyau.tableurs.grille import Cellule, Feuille
from qualepref.noyau.tableurs.limites import Etendue, Limites, check_etendue


SEPARATEURS = (";", "\t", ",", "|")
_INDICATION = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
# Written by `ecriture` before what a spreadsheet would take for a formula; removed here.
PREFIXE_NEUTRE = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_NEUTRES_POSSIBLES = ("'=", "'+", "'-", "'@", "'\t", "'\r", "'\n", "'＝", "'＋", "'－", "'＠")
_LIGNES_SONDEES = 200
_CARACTERES_SONDES = 120_000


def read_csv(path: Path, *, nom: str, limites: Limites) -> tuple[Feuille, tuple[str, ...]]:
    """Return the single sheet of a CSV, its cells all texts, and sentences to show.

    A row is a record: a line break between quotes does not make a new row, as in spreadsheets.

    Raises:
        EncodageInconnuError: neither UTF-8, UTF-16 nor Windows-1252.
        GuillemetNonFermeError: a quote left open swallows the rest.
        TropDeLignesError, TropDeColonnesError, TropDeCellulesError: beyond the bounds.
    """
    texte, avertissements = decode(path.read_bytes(), nom=nom)
    indication = _INDICATION.match(texte)
    if indication is not None:
        texte = texte[indication.end() :]  # spreadsheets hide this line and do not number it
    separateur = indication.group(1) if indication else detect_separateur(texte)
    lignes = _parse(texte, separateur, nom=nom, limites=limites)
    if any(marque in texte for marque in _NEUTRES_POSSIBLES):
        _restore_neutres(lignes)
    largeur = max(map(len, lignes), default=0)
    feuille = Path(nom).stem
    check_etendue(Etendue(len(lignes), largeur), limites, fichier=nom, feuille=feuille)
    for ligne in lignes:
        if len(ligne) < largeur:
            ligne.extend([""] * (largeur - len(ligne)))
    return Feuille(nom=feuille, lignes=lignes), avertissements


def decode(octets: bytes, *, nom: str) -> tuple[str, tuple[str, ...]]:
    """Return the text and a sentence when its encoding had to be guessed.

    Raises:
        EncodageInconnuError: bytes that no accepted encoding knows.
    """
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        essais = ["utf-16"]
    else:
        essais = ["utf-8-sig", "cp1252"]
    for encodage in essais:
        try:
            texte = octets.decode(encodage)
        except UnicodeDecodeError:
            continue
        if "\x00" in texte:
            break
        if encodage == "cp1252":
            return texte, ("Texte lu en Windows-1252 : vérifier les accents dans l’aperçu.",)
        return texte, ()
    raise EncodageInconnuError(nom)


def detect_separateur(texte: str) -> str:
    """Return the separator under which most rows have the same number of cells.

    On equal terms: `;`, tab, `,` then `|`. A text without any is a single column under `;`.
    """
    extrait = "".join(_take_lignes(texte))
    meilleur, meilleure_note = SEPARATEURS[0], (0.0, 0.0)
    for separateur in SEPARATEURS:
        largeurs = [
            len(ligne)
            for ligne in csv.reader(io.StringIO(extrait, newline=""), delimiter=separateur)
            if ligne
        ]
        comptes = Counter(largeur for largeur in largeurs if largeur > 1)
        if not comptes:
            continue
        effectif = max(comptes.values())
        # A separator inside texts or decimals splits some rows only; the real one, nearly all.
        part = effectif / len(largeurs)
        note = (round(part, 1), 0.0 if separateur != "," else -_share_decimales(extrait))
        if note > meilleure_note:
            meilleur, meilleure_note = separateur, note
    return meilleur


def _share_decimales(extrait: str) -> float:
    virgules = extrait.count(",")
    return len(re.findall(r"\d,\d", extrait)) / virgules if virgules else 0.0


def _take_lignes(texte: str) -> Iterator[str]:
    flux = io.StringIO(texte[:_CARACTERES_SONDES], newline="")
    for rang, ligne in enumerate(flux):
        if rang >= _LIGNES_SONDEES:
            break
        yield ligne


def _parse(texte: str, separateur: str, *, nom: str, limites: Limites) -> list[list[Cellule]]:
    lignes: list[list[Cellule]] = []
    vides = 0
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur)
    debut = fin = 0  # first and last lines of the text of the record just read
    try:
        for ligne in lecteur:
            debut, fin = fin + 1, lecteur.line_num
            if not any(ligne):
                vides += 1
                continue
            # Blank rows count only once something follows them.
            if len(lignes) + vides >= limites.lignes:
                atteinte = Etendue(len(lignes) + vides + 1, 1)
                check_etendue(atteinte, limites, fichier=nom, feuille=Path(nom).stem)
            lignes.extend([] for _ in range(vides))
            vides = 0
            lignes.append(list(ligne))
    except csv.Error as exc:  # a cell of more than 131,072 characters: a quote left open
        raise GuillemetNonFermeError(nom, ligne=fin + 1) from exc
    # The last record swallowed several lines, and the quotes do not pair.
    if fin > debut and texte.count('"') % 2:
        raise GuillemetNonFermeError(nom, ligne=debut)
    return lignes


def _restore_neutres(lignes: list[list[Cellule]]) -> None:
    for ligne in lignes:
        for rang, cellule in enumerate(ligne):
            if isinstance(cellule, str) and cellule[:1] == "'" and PREFIXE_NEUTRE.match(cellule):
                ligne[rang] = cellule[1:]
