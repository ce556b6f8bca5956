"""Load questionnaires, and what they share, from their folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from qualepref.noyau.questionnaires.assemblage import build_questionnaire, build_vocabulaire
from qualepref.noyau.questionnaires.controles import (
    check_criteres,
    check_echelles,
    check_questionnaire,
)
from qualepref.noyau.questionnaires.controles_conditions import check_conditions
from qualepref.noyau.questionnaires.fautes import (
    QuestionnaireInvalideError,
    QuestionnairesIntrouvablesError,
)
from qualepref.noyau.questionnaires.modele import Question, Questionnaire, Vocabulaire
from qualepref.noyau.questionnaires.schemas import (
    CriteresSchema,
    EchellesSchema,
    QuestionnaireSchema,
)
from qualepref.noyau.yaml_strict.controles import as_fautes
from qualepref.noyau.yaml_strict.fautes import Faute
from qualepref.noyau.yaml_strict.fichiers import read_fichier
from qualepref.noyau.yaml_strict.schemas import check_schema


ECHELLES = "echelles.yaml"
CRITERES = "criteres.yaml"
# Files of the folder that are no questionnaire.
AUTRES = frozenset({ECHELLES, CRITERES, "scenarios.yaml", "verbatims.yaml"})


def load_vocabulaire(dossier: Path) -> Vocabulaire:
    """Return the languages, scales and criteria of a folder of questionnaires.

    Raises:
        QuestionnaireInvalideError: faults of echelles.yaml and criteres.yaml, all listed.
    """
    fautes: list[Faute] = []
    bruts: dict[str, Mapping[str, Any] | None] = {}
    for nom in (ECHELLES, CRITERES):
        bruts[nom], reproches = read_fichier(dossier / nom, nom)
        fautes += reproches
    echelles = criteres = None
    if (brut := bruts[ECHELLES]) is not None:
        echelles, reproches = check_schema(EchellesSchema, brut, ECHELLES)
        fautes += reproches
    if (brut := bruts[CRITERES]) is not None:
        criteres, reproches = check_schema(CriteresSchema, brut, CRITERES)
        fautes += reproches
    fautes += as_fautes(check_echelles(echelles) if echelles else (), ECHELLES)
    fautes += as_fautes(check_criteres(criteres) if criteres else (), CRITERES)
    if fautes or echelles is None or criteres is None:
        raise QuestionnaireInvalideError(dossier.name, fautes)
    return build_vocabulaire(echelles, criteres)


def load_questionnaire(path: Path, *, vocabulaire: Vocabulaire) -> Questionnaire:
    """Return the questionnaire of a file named <code>.yaml or <code>-<version>.yaml.

    Raises:
        QuestionnaireInvalideError: its faults, all listed.
    """
    questionnaire, fautes = _read_questionnaire(path, vocabulaire)
    if questionnaire is None:
        raise QuestionnaireInvalideError(path.name, fautes)
    return questionnaire


def load_questionnaires(dossier: Path) -> tuple[Questionnaire, ...]:
    """Return every questionnaire of a folder, every version, by code then version.

    Raises:
        QuestionnairesIntrouvablesError: the folder holds none.
        QuestionnaireInvalideError: faults of any of its files, all listed.
    """
    chemins = sorted(p for p in dossier.glob("*.yaml") if p.name not in AUTRES)
    if not chemins:
        raise QuestionnairesIntrouvablesError(dossier)
    vocabulaire = load_vocabulaire(dossier)
    fautes: list[Faute] = []
    lus: list[tuple[str, Questionnaire]] = []
    for chemin in chemins:
        questionnaire, reproches = _read_questionnaire(chemin, vocabulaire)
        fautes += reproches
        if questionnaire is not None:
            lus.append((chemin.name, questionnaire))
    lus.sort(key=lambda paire: (paire[1].code, paire[1].version))
    fautes += _check_versions(lus)
    if fautes:
        raise QuestionnaireInvalideError(dossier.name, fautes)
    return tuple(questionnaire for _, questionnaire in lus)


def parse_questionnaire(
    contenu: Mapping[str, Any], nom: str, *, vocabulaire: Vocabulaire
) -> tuple[Questionnaire | None, list[Faute]]:
    """Return the questionnaire that keys describe, or None and all their faults.

    nom: how the file is named in faults.
    """
    forme, fautes = check_schema(QuestionnaireSchema, contenu, nom)
    if forme is None:
        return None, fautes
    fautes = as_fautes(check_questionnaire(forme, vocabulaire), nom)
    fautes += as_fautes(check_conditions(forme, vocabulaire), nom)
    return (None if fautes else build_questionnaire(forme, vocabulaire)), fautes


def _read_questionnaire(
    path: Path, vocabulaire: Vocabulaire
) -> tuple[Questionnaire | None, list[Faute]]:
    brut, fautes = read_fichier(path, path.name)
    if brut is None:
        return None, fautes
    questionnaire, reproches = parse_questionnaire(brut, path.name, vocabulaire=vocabulaire)
    fautes += reproches
    if questionnaire is not None:
        attendus = (questionnaire.code, f"{questionnaire.code}-{questionnaire.version}")
        if path.stem not in attendus:
            motif = f"le fichier doit se nommer « {attendus[0]}.yaml » ou « {attendus[1]}.yaml »."
            fautes.append(Faute(path.name, "code", motif))
    return (None if fautes else questionnaire), fautes


def _check_versions(lus: Sequence[tuple[str, Questionnaire]]) -> Iterator[Faute]:
    """Yield versions written twice, and codes that change meaning from a version to the next."""
    for (_, ancien), (nom, nouveau) in pairwise(lus):
        if ancien.code != nouveau.code:
            continue
        if ancien.version == nouveau.version:
            motif = f"la version « {nouveau.version} » de « {nouveau.code} » existe déjà."
            yield Faute(nom, "version", motif)
        yield from check_sens(ancien, nouveau, nom)


def check_sens(ancien: Questionnaire, nouveau: Questionnaire, nom: str) -> Iterator[Faute]:
    """Yield the questions that change meaning under the same code, from a version to the next.

    nom: how the file of the new one is named in faults.
    """
    for question in nouveau.questions:
        avant = ancien.find_question(question.code)
        if avant is not None and (ecart := _tell_ecart(avant, question)):
            yield Faute(
                nom,
                f"question {question.code}",
                f"{ecart} depuis la version {ancien.version} : les réponses ne se "
                "compareraient plus ; donnez-lui un autre code.",
            )


def _tell_ecart(avant: Question, apres: Question) -> str | None:
    """Return how a question changed meaning under the same code; None when it did not."""
    if avant.type is not apres.type:
        return f"le type passe de « {avant.type} » à « {apres.type} »"
    if avant.critere != apres.critere:
        return "le critère change"
    return _tell_ecart_options(avant, apres)


def _tell_ecart_options(avant: Question, apres: Question) -> str | None:
    changees: Iterable[str] = (
        option.code
        for option in apres.options
        if (ancienne := avant.find_option(option.code)) is not None
        and (ancienne.satisfait, ancienne.sans_objet) != (option.satisfait, option.sans_objet)
    )
    premiere = next(iter(changees), None)
    return f"le sens de l’option « {premiere} » change" if premiere else None
