"""The password of the demonstration: drawn once per installation, kept in a file of its own."""

import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path


NOM_FICHIER = "comptes-demonstration.txt"
LIGNE_MOT_DE_PASSE = re.compile(r"^Mot de passe : (\S+)$", re.MULTILINE)
OCTETS_TIRES = 12


class FichierComptesIllisibleError(ValueError):
    """The file of accounts exists but holds no password."""

    def __init__(self, chemin: Path) -> None:
        super().__init__(
            f"Le fichier « {chemin} » ne contient plus le mot de passe de la démonstration. "
            "Supprimez-le, puis relancez : un nouveau mot de passe sera tiré."
        )


def read_mot_de_passe(chemin: Path) -> str | None:
    """Return the password kept by an earlier run; None when there was none.

    Raises:
        FichierComptesIllisibleError: the file holds no password.
    """
    if not chemin.exists():
        return None
    trouve = LIGNE_MOT_DE_PASSE.search(chemin.read_text(encoding="utf-8"))
    if trouve is None:
        raise FichierComptesIllisibleError(chemin)
    return trouve.group(1)


def draw_mot_de_passe() -> str:
    """Return a password nobody can guess."""
    return secrets.token_urlsafe(OCTETS_TIRES)


def write_fichier(chemin: Path, *, mot_de_passe: str, comptes: Sequence[tuple[str, str]]) -> None:
    """Write the accounts (log-in name, what it is) and their password, readable by its owner only."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    largeur = max(len(identifiant) for identifiant, _ in comptes)
    lignes = [
        "Comptes de la démonstration Qual-e-Pref. À ne pas garder sur un site réel.",
        f"Mot de passe : {mot_de_passe}",
        "",
        *(f"{identifiant:<{largeur}}  {libelle}" for identifiant, libelle in comptes),
    ]
    descripteur = os.open(chemin, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descripteur, "w", encoding="utf-8") as fichier:
        os.fchmod(fichier.fileno(), 0o600)
        fichier.write("\n".join(lignes) + "\n")
