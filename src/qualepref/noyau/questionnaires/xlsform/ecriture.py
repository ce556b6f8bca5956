"""Writes a questionnaire as an XLSForm workbook, ready for any tool that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from qualepref.noyau.questionnaires.modele import (
    Libelle,
    Question,
    Questionnaire,
    TypeQuestion,
    Vocabulaire,
)
from qualepref.noyau.questionnaires.xlsform.expressions import render_bornes, render_condition
from qualepref.noyau.questionnaires.xlsform.lexique import (
    COLONNES_OPTION,
    COLONNES_QUESTION,
    COLONNES_REGLAGE,
    NON,
    OUI,
    TITRE,
    name_langue,
)
from qualepref.noyau.tableurs.ecriture import CREE_LE, clean_texte


NOTE = "introduction"
LARGEUR = 28  # characters

Ligne = Mapping[str, str]


def write_xlsform(questionnaire: Questionnaire, sortie: Path, *, vocabulaire: Vocabulaire) -> None:
    """Write the sheets survey, choices and settings to a .xlsx file.

    What XLSForm has no place for (criteria, engagements, which options count as satisfied) goes in
    columns of its own, which other tools leave alone and `read_xlsform` reads back.
    """
    langues = [
        name_langue(langue)
        for code in questionnaire.langues
        if (langue := vocabulaire.find_langue(code))
    ]
    noms = dict(zip(questionnaire.langues, langues, strict=True))
    feuilles = {
        "survey": _list_questions(questionnaire, noms, vocabulaire),
        "choices": _list_options(questionnaire, noms, vocabulaire),
        "settings": [_build_reglages(questionnaire, noms)],
    }
    colonnes = {
        "survey": [
            "type", "name", *_spread("label", langues), *_spread("hint", langues),
            "required", "relevant", "constraint", *COLONNES_QUESTION,
        ],
        "choices": ["list_name", "name", *_spread("label", langues), *COLONNES_OPTION],
        "settings": [
            "form_title", "form_id", "version", "default_language",
            *_spread(TITRE, langues[1:]), *COLONNES_REGLAGE,
        ],
    }  # fmt: skip
    with xlsxwriter.Workbook(str(sortie)) as classeur:
        classeur.set_properties({"created": CREE_LE})
        for nom, lignes in feuilles.items():
            _write_feuille(classeur, nom, colonnes[nom], lignes)


def name_liste(question: Question, vocabulaire: Vocabulaire) -> str:
    """Return the name of a question's list of choices: its scale's, or its own."""
    if question.echelle is not None:
        return question.echelle
    return f"{question.code}_options" if vocabulaire.find_echelle(question.code) else question.code


def _list_questions(
    questionnaire: Questionnaire, noms: Mapping[str, str], vocabulaire: Vocabulaire
) -> list[Ligne]:
    questions = {question.code: question for question in questionnaire.questions}
    lignes: list[Ligne] = []
    if questionnaire.introduction is not None:
        nom = NOTE
        while nom in questions or nom in {groupe.code for groupe in questionnaire.groupes}:
            nom += "_"
        textes = _translate("label", questionnaire.introduction, noms)
        lignes.append({"type": "note", "name": nom, **textes})
    for groupe in questionnaire.groupes:
        textes = _translate("label", groupe.titre, noms)
        lignes.append({"type": "begin group", "name": groupe.code, **textes})
        lignes += [_build_question(q, noms, questions, vocabulaire) for q in groupe.questions]
        lignes.append({"type": "end group"})
    return lignes


def _build_question(
    question: Question,
    noms: Mapping[str, str],
    questions: Mapping[str, Question],
    vocabulaire: Vocabulaire,
) -> Ligne:
    ligne = {
        "type": _tell_type(question, vocabulaire),
        "name": question.code,
        **_translate("label", question.libelle, noms),
        **_translate("hint", question.aide, noms),
    }
    critere = vocabulaire.find_critere(question.critere or "")
    if question.obligatoire:
        ligne["required"] = "yes"
    if question.condition is not None:
        ligne["relevant"] = render_condition(question.condition, questions)
    if contrainte := render_bornes(question, longueur_commune=vocabulaire.longueur_texte):
        ligne["constraint"] = contrainte
    if question.critere:
        ligne["critere"] = question.critere
    if critere is None or critere.engagements != question.engagements:
        ligne["engagements"] = ", ".join(question.engagements)
    if question.personnel:
        ligne["personnel"] = OUI
    return ligne


def _tell_type(question: Question, vocabulaire: Vocabulaire) -> str:
    match question.type:
        case TypeQuestion.CHOIX | TypeQuestion.ECHELLE:
            return f"select_one {name_liste(question, vocabulaire)}"
        case TypeQuestion.CHOIX_MULTIPLE:
            return f"select_multiple {name_liste(question, vocabulaire)}"
        case TypeQuestion.NOMBRE:
            return "integer" if question.entier else "decimal"
        case TypeQuestion.DATE:
            return "date"
        case TypeQuestion.TEXTE:
            return "text"


def _list_options(
    questionnaire: Questionnaire, noms: Mapping[str, str], vocabulaire: Vocabulaire
) -> list[Ligne]:
    lignes: list[Ligne] = []
    listes: set[str] = set()
    for question in questionnaire.questions:
        liste = name_liste(question, vocabulaire)
        if not question.options or liste in listes:
            continue
        listes.add(liste)
        for option in question.options:
            ligne = {"list_name": liste, "name": option.code}
            ligne |= _translate("label", option.libelle, noms)
            if option.satisfait is not None:
                ligne["satisfait"] = OUI if option.satisfait else NON
            if option.sans_objet:
                ligne["sans_objet"] = OUI
            lignes.append(ligne)
    return lignes


def _build_reglages(questionnaire: Questionnaire, noms: Mapping[str, str]) -> Ligne:
    titres = _translate(TITRE, questionnaire.titre, noms)
    ligne = {
        **titres,
        "form_title": str(questionnaire.titre),
        "form_id": questionnaire.code,
        "version": questionnaire.version,
        "default_language": noms[questionnaire.langues[0]],
        "genre": questionnaire.genre.value,
        "public": questionnaire.public,
        "source": questionnaire.source,
    }
    if questionnaire.seuil_significatif is not None:
        ligne["seuil_significatif"] = str(questionnaire.seuil_significatif)
    return ligne


def _spread(colonne: str, langues: Iterable[str]) -> list[str]:
    return [f"{colonne}::{langue}" for langue in langues]


def _translate(colonne: str, libelle: Libelle | None, noms: Mapping[str, str]) -> dict[str, str]:
    textes = libelle.textes if libelle else ()
    return {f"{colonne}::{noms[langue]}": texte for langue, texte in textes}


def _write_feuille(
    classeur: xlsxwriter.Workbook, nom: str, colonnes: Sequence[str], lignes: Iterable[Ligne]
) -> None:
    """Write texts only: nothing is taken for a formula, a link or a date."""
    page = classeur.add_worksheet(nom)
    gras = classeur.add_format({"bold": True, "bottom": 1})
    page.freeze_panes(1, 0)
    page.set_column(0, len(colonnes) - 1, LARGEUR)
    for rang, colonne in enumerate(colonnes):
        page.write_string(0, rang, colonne, gras)
    for numero, ligne in enumerate(lignes, start=1):
        for rang, colonne in enumerate(colonnes):
            if texte := ligne.get(colonne):
                page.write_string(numero, rang, clean_texte(texte))
