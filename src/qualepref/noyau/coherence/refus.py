"""Why a publication cannot be checked."""

from __future__ import annotations

from collections.abc import Iterable

from qualepref.noyau.yaml_strict.fautes import Faute, sort_fautes, tell_fautes


class PublicationIllisibleError(Exception):
    """The file does not have the shape of a publication; `fautes` lists everything to correct."""

    def __init__(self, nom: str, fautes: Iterable[Faute]) -> None:
        self.fautes = sort_fautes(fautes)
        super().__init__(
            f"« {nom} » ne peut pas être contrôlé. Corrigez les fautes suivantes, puis "
            f"recommencez :\n{tell_fautes(self.fautes)}"
        )


class PublicationVideError(Exception):
    """Nothing to check in the file."""

    def __init__(self, nom: str) -> None:
        super().__init__(
            f"« {nom} » ne contient ni chiffre ni tableau. Un fichier YAML doit avoir une clé "
            "« figures » ou « tables » ; un tableur, une colonne « Libellé » et une colonne "
            "« Valeur », ou des tableaux de chiffres."
        )
