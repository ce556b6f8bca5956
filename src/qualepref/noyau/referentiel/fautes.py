"""Why a référentiel cannot be used."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qualepref.noyau.yaml_strict.fautes import Faute, sort_fautes, tell_fautes


class ReferentielInvalideError(Exception):
    """A référentiel cannot be used; `fautes` lists everything to correct."""

    def __init__(self, dossier: Path, fautes: Iterable[Faute]) -> None:
        self.fautes = sort_fautes(fautes)
        super().__init__(
            f"Le référentiel « {dossier.parent.name}/{dossier.name} » ne peut pas être chargé. "
            f"Corrigez les fautes suivantes, puis recommencez :\n{tell_fautes(self.fautes)}"
        )


class ReferentielIntrouvableError(Exception):
    """The folder holds no référentiel."""

    def __init__(self, dossier: Path) -> None:
        super().__init__(
            f"Aucun référentiel dans « {dossier} » : le fichier index.yaml manque. "
            "Vérifiez le code et la version demandés."
        )
