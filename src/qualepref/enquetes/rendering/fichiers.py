"""Questionnaires as files to take away."""

from __future__ import annotations

import tempfile
from pathlib import Path

from qualepref.enquetes.queries.formulaires import get_vocabulaire
from qualepref.noyau.questionnaires.ecriture import dump_questionnaire
from qualepref.noyau.questionnaires.modele import Questionnaire
from qualepref.noyau.questionnaires.xlsform.ecriture import write_xlsform


TYPES_MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml; charset=utf-8",
}


def render_questionnaire(questionnaire: Questionnaire, *, extension: str) -> bytes:
    """Return a questionnaire as XLSForm (`xlsx`) or as its own YAML text."""
    vocabulaire = get_vocabulaire()
    if extension == "yaml":
        return dump_questionnaire(questionnaire, vocabulaire).encode()
    with tempfile.TemporaryDirectory(prefix="qualepref-questionnaire-") as dossier:
        sortie = Path(dossier) / "questionnaire.xlsx"
        write_xlsform(questionnaire, sortie, vocabulaire=vocabulaire)
        return sortie.read_bytes()
