"""Why questionnaires cannot be used."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qualepref.noyau.yaml_strict.fautes import Faute, sort_fautes, tell_fautes


class QuestionnaireInvalideError(Exception):
    """A questionnaire, or what questionnaires share, cannot be used; `fautes` lists why."""

    def __init__(self, lieu: str, fautes: Iterable[Faute]) -> None:
        self.fautes = sort_fautes(fautes)
        super().__init__(
            f"« {lieu} » ne peut pas être chargé. "
            f"Corrigez les fautes suivantes, puis recommencez :\n{tell_fautes(self.fautes)}"
        )


class QuestionnairesIntrouvablesError(Exception):
    """The folder holds no questionnaire."""

    def __init__(self, dossier: Path) -> None:
        super().__init__(
            f"Aucun questionnaire dans « {dossier.name} » : les fichiers .yaml manquent. "
            "Vérifiez le dossier demandé."
        )
