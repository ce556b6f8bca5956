"""Reads an XLSForm workbook into a questionnaire, and tells what it could not keep."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.questionnaires.lecture import parse_questionnaire
from qualepref.noyau.questionnaires.modele import Questionnaire, Vocabulaire
from qualepref.noyau.questionnaires.xlsform.classeur import read_formulaire
from qualepref.noyau.questionnaires.xlsform.traduction import translate_formulaire
from qualepref.noyau.yaml_strict.fautes import Faute


@dataclass(frozen=True, slots=True)
class LectureXlsform:
    """A questionnaire read from a form; `ecarts`: sentences on what is not as it was there."""

    questionnaire: Questionnaire
    ecarts: tuple[str, ...]


def read_xlsform(path: Path, *, vocabulaire: Vocabulaire, nom: str | None = None) -> LectureXlsform:
    """Return the questionnaire of an XLSForm workbook (XLSX, XLS or ODS).

    nom: the name the user knows, when `path` is a temporary copy.

    Raises:
        FichierRefuseError: the file is not a workbook that can be read.
        XlsformIllisibleError: the workbook does not follow XLSForm.
        QuestionnaireInvalideError: the form makes no sound questionnaire; all faults listed.
    """
    formulaire, connu = read_formulaire(path, nom=nom)
    contenu, ecarts = translate_formulaire(formulaire, connu, vocabulaire)
    questionnaire, fautes = parse_questionnaire(contenu, connu, vocabulaire=vocabulaire)
    if questionnaire is None:
        raise QuestionnaireInvalideError(connu, _name_questions(fautes, contenu))
    return LectureXlsform(questionnaire, ecarts)


def _name_questions(fautes: Iterable[Faute], contenu: Mapping[str, Any]) -> Iterator[Faute]:
    """Yield the faults with the code of the question, which the spreadsheet shows, for its rank."""
    for faute in fautes:
        trouve = re.match(r"groupes\[(\d+)\]\.questions\[(\d+)\]\.?(.*)", faute.cle)
        if trouve is None:
            yield faute
            continue
        question = contenu["groupes"][int(trouve[1])]["questions"][int(trouve[2])]
        suite = f", {trouve[3]}" if trouve[3] else ""
        yield Faute(faute.fichier, f"question « {question['code']} »{suite}", faute.motif)
