"""Read a semicolon CSV against a table of expected columns, keeping line numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualepref.noyau.territoires.champs import Lecteur, ValeurInvalideError
from qualepref.noyau.territoires.fautes import Faute


@dataclass(frozen=True, slots=True)
class Enregistrement:
    """One line read; `valeurs` leaves out the columns whose cell is at fault."""

    numero: int
    valeurs: Mapping[str, Any]


def read_tableau(
    path: Path, colonnes: Mapping[str, Lecteur]
) -> tuple[list[Enregistrement], list[Faute]]:
    """Return the lines of the file and every fault met; blank lines are skipped.

    An unreadable file or a wrong header is the only fault told: what follows has no meaning.
    """
    try:
        texte = path.read_text(encoding="utf-8-sig")
    except OSError:
        return [], [_faute(path, "fichier introuvable ou illisible ; vérifiez son emplacement.")]
    except UnicodeDecodeError:
        return [], [_faute(path, "le fichier n’est pas en UTF-8 ; réenregistrez-le en UTF-8.")]
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=";", strict=True)
    lignes: list[Enregistrement] = []
    fautes: list[Faute] = []
    try:
        fautes = _check_entete(path, next(lecteur, []), colonnes)
        if fautes:
            return [], fautes
        for cellules in lecteur:
            if any(cellule.strip() for cellule in cellules):
                _read_ligne(path, lecteur.line_num, cellules, colonnes, (lignes, fautes))
    except csv.Error:
        message = "guillemets mal fermés ; corrigez cette ligne."
        fautes.append(Faute(path.name, lecteur.line_num, None, message))
    if not lignes and not fautes:
        fautes = [_faute(path, "le fichier ne contient aucune ligne sous l’en-tête.")]
    return lignes, fautes


def _read_ligne(
    path: Path,
    numero: int,
    cellules: Sequence[str],
    colonnes: Mapping[str, Lecteur],
    sortie: tuple[list[Enregistrement], list[Faute]],
) -> None:
    lignes, fautes = sortie
    if len(cellules) != len(colonnes):
        message = f"{len(cellules)} cellules au lieu de {len(colonnes)} ; vérifiez les « ; »."
        fautes.append(Faute(path.name, numero, None, message))
        return
    valeurs: dict[str, Any] = {}
    for (nom, lire), cellule in zip(colonnes.items(), cellules, strict=True):
        try:
            valeurs[nom] = lire(cellule.strip())
        except ValeurInvalideError as erreur:
            fautes.append(Faute(path.name, numero, nom, str(erreur)))
    lignes.append(Enregistrement(numero, valeurs))


def _check_entete(
    path: Path, entete: Sequence[str], colonnes: Mapping[str, Lecteur]
) -> list[Faute]:
    if [nom.strip() for nom in entete] == list(colonnes):
        return []
    attendu = ";".join(colonnes)
    message = f"en-tête inattendu ; la première ligne doit être « {attendu} »."
    return [Faute(path.name, 1, None, message)]


def _faute(path: Path, message: str) -> Faute:
    return Faute(path.name, None, None, message)
