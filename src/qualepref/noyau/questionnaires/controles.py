"""What a questionnaire's shape cannot tell: codes, translations, order of conditions, bounds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from qualepref.noyau.questionnaires.modele import (
    A_OPTIONS,
    LANGUE_REFERENCE,
    Genre,
    TypeQuestion,
    Vocabulaire,
)
from qualepref.noyau.questionnaires.schemas import (
    CriteresSchema,
    EchellesSchema,
    OptionSchema,
    QuestionnaireSchema,
    QuestionSchema,
)
from qualepref.noyau.yaml_strict.controles import Reproche, check_doublons, tell_inconnu


# Which types take each key.
TYPES_ADMIS: Mapping[str, frozenset[TypeQuestion]] = {
    "options": frozenset({TypeQuestion.CHOIX, TypeQuestion.CHOIX_MULTIPLE}),
    "echelle": frozenset({TypeQuestion.ECHELLE}),
    "minimum": frozenset({TypeQuestion.NOMBRE, TypeQuestion.DATE}),
    "maximum": frozenset({TypeQuestion.NOMBRE, TypeQuestion.DATE}),
    "longueur": frozenset({TypeQuestion.TEXTE}),
}
OPTIONS_MINIMUM = 2


def check_echelles(contenu: EchellesSchema) -> Iterator[Reproche]:
    """Yield what echelles.yaml gets wrong: codes, translations, levels of agreement."""
    if LANGUE_REFERENCE not in contenu.langues:
        yield "langues", f"la langue de référence « {LANGUE_REFERENCE} » manque."
    yield from check_doublons(
        ((f"echelles[{n}].code", e.code) for n, e in enumerate(contenu.echelles)), "l’échelle"
    )
    for n, echelle in enumerate(contenu.echelles):
        cle = f"echelles[{n}]"
        yield from _check_options(echelle.options, cle, tuple(contenu.langues))
        if not any(option.satisfait for option in echelle.options):
            yield f"{cle}.options", "aucun niveau ne compte comme satisfait."
    maxima = [palier.maximum for palier in contenu.accord.paliers]
    bornes = [m for m in maxima[:-1] if m is not None]
    if len(bornes) != len(maxima) - 1 or maxima[-1] is not None or bornes != sorted(set(bornes)):
        yield (
            "accord.paliers",
            "les maximums doivent croître, et seul le dernier palier s’en passe.",
        )


def check_criteres(contenu: CriteresSchema) -> Iterator[Reproche]:
    """Yield criteria met twice."""
    yield from check_doublons(
        ((f"criteres[{n}].code", c.code) for n, c in enumerate(contenu.criteres)), "le critère"
    )


def check_questionnaire(
    contenu: QuestionnaireSchema, vocabulaire: Vocabulaire
) -> Iterator[Reproche]:
    """Yield every fault of sense of a questionnaire, conditions apart."""
    yield from _check_langues(contenu, vocabulaire)
    yield from check_doublons(
        ((f"groupes[{n}].code", g.code) for n, g in enumerate(contenu.groupes)), "le groupe"
    )
    questions = list(iter_questions(contenu))
    yield from check_doublons(((f"{cle}.code", q.code) for cle, q in questions), "la question")
    for n, groupe in enumerate(contenu.groupes):
        yield from _check_traductions(groupe.titre, f"groupes[{n}].titre", contenu.langues)
    for cle, question in questions:
        yield from _check_question(question, cle, contenu.langues, vocabulaire)
    codes = {q.code for _, q in questions}
    for n, groupe in enumerate(contenu.groupes):
        if groupe.code in codes:
            yield f"groupes[{n}].code", f"« {groupe.code} » est déjà le code d’une question."
    if contenu.genre is Genre.MYSTERE and not any(q.obligatoire for _, q in questions):
        yield "groupes", "une grille mystère doit avoir au moins une question obligatoire."


def iter_questions(contenu: QuestionnaireSchema) -> Iterator[tuple[str, QuestionSchema]]:
    """Yield each question with the path of its key, in order."""
    for g, groupe in enumerate(contenu.groupes):
        for q, question in enumerate(groupe.questions):
            yield f"groupes[{g}].questions[{q}]", question


def _check_langues(contenu: QuestionnaireSchema, vocabulaire: Vocabulaire) -> Iterator[Reproche]:
    if contenu.langues[0] != LANGUE_REFERENCE:
        yield "langues", f"la première langue doit être « {LANGUE_REFERENCE} »."
    yield from check_doublons(
        ((f"langues[{n}]", langue) for n, langue in enumerate(contenu.langues)), "la langue"
    )
    connues = [langue.code for langue in vocabulaire.langues]
    for n, langue in enumerate(contenu.langues):
        if langue not in connues:
            yield f"langues[{n}]", tell_inconnu(langue, "les langues", connues)
    yield from _check_traductions(contenu.titre, "titre", contenu.langues)
    if contenu.introduction is not None:
        yield from _check_traductions(contenu.introduction, "introduction", contenu.langues)


def _check_traductions(
    textes: Mapping[str, str], cle: str, langues: Sequence[str]
) -> Iterator[Reproche]:
    for langue in langues:
        if langue not in textes:
            yield cle, f"la traduction en « {langue} », langue annoncée, manque."
    for langue in textes:
        if langue not in langues:
            yield f"{cle}.{langue}", f"la langue « {langue} » n’est pas annoncée dans « langues »."


def _check_question(
    question: QuestionSchema, cle: str, langues: Sequence[str], vocabulaire: Vocabulaire
) -> Iterator[Reproche]:
    yield from _check_traductions(question.libelle, f"{cle}.libelle", langues)
    if question.aide is not None:
        yield from _check_traductions(question.aide, f"{cle}.aide", langues)
    for nom, types in TYPES_ADMIS.items():
        if getattr(question, nom) not in (None, []) and question.type not in types:
            yield f"{cle}.{nom}", f"sans effet sur une question de type « {question.type} »."
    if question.type is not TypeQuestion.NOMBRE and not question.entier:
        yield f"{cle}.entier", f"sans effet sur une question de type « {question.type} »."
    if question.type in TYPES_ADMIS["options"]:
        if len(question.options) < OPTIONS_MINIMUM:
            yield f"{cle}.options", f"il faut au moins {OPTIONS_MINIMUM} options."
        yield from _check_options(question.options, cle, langues)
    yield from _check_echelle(question, cle, langues, vocabulaire)
    yield from _check_bornes(question, cle)
    criteres = [critere.code for critere in vocabulaire.criteres]
    if question.critere is not None and question.critere not in criteres:
        yield f"{cle}.critere", tell_inconnu(question.critere, "les critères", criteres)
    yield from _check_personnel(question, cle, vocabulaire)


def _check_options(
    options: Sequence[OptionSchema], cle: str, langues: Sequence[str]
) -> Iterator[Reproche]:
    ici = [(f"{cle}.options[{n}]", option) for n, option in enumerate(options)]
    yield from check_doublons(((f"{c}.code", o.code) for c, o in ici), "l’option")
    for langue in langues:
        yield from check_doublons(
            (
                (f"{c}.libelle", texte)
                for c, o in ici
                if (texte := o.libelle.get(langue)) is not None
            ),
            "le libellé",
        )
    for chemin, option in ici:
        yield from _check_traductions(option.libelle, f"{chemin}.libelle", langues)
        if option.sans_objet and option.satisfait is not None:
            yield chemin, "une option « sans objet » ne compte ni satisfait ni insatisfait."


def _check_echelle(
    question: QuestionSchema, cle: str, langues: Sequence[str], vocabulaire: Vocabulaire
) -> Iterator[Reproche]:
    if question.type is not TypeQuestion.ECHELLE:
        return
    connues = [echelle.code for echelle in vocabulaire.echelles]
    echelle = vocabulaire.find_echelle(question.echelle or "")
    if question.echelle is None:
        yield f"{cle}.echelle", f"nommez l’échelle : {', '.join(connues)}."
    elif echelle is None:
        yield f"{cle}.echelle", tell_inconnu(question.echelle, "les échelles", connues)
    else:
        traduites = echelle.options[0].libelle.langues
        for langue in langues:
            if langue not in traduites and vocabulaire.find_langue(langue):
                yield f"{cle}.echelle", f"l’échelle n’est pas traduite en « {langue} »."


def _check_bornes(question: QuestionSchema, cle: str) -> Iterator[Reproche]:
    attendu = dt.date if question.type is TypeQuestion.DATE else object
    bornes = [(n, getattr(question, n)) for n in ("minimum", "maximum")]
    for nom, borne in bornes:
        if question.type is TypeQuestion.NOMBRE and isinstance(borne, dt.date):
            yield f"{cle}.{nom}", "un nombre est attendu pour borner un nombre."
        elif borne is not None and not isinstance(borne, attendu):
            yield f"{cle}.{nom}", "une date (2026-11-21) est attendue pour borner une date."
    (_, bas), (_, haut) = bornes
    if type(bas) is type(haut) and bas is not None and haut is not None and bas > haut:
        yield f"{cle}.minimum", f"le minimum {bas} dépasse le maximum {haut}."


def _check_personnel(
    question: QuestionSchema, cle: str, vocabulaire: Vocabulaire
) -> Iterator[Reproche]:
    if question.personnel or question.type in A_OPTIONS:
        return
    texte = question.libelle.get(LANGUE_REFERENCE, "").lower()
    for mot in vocabulaire.mots_personnels:
        if re.search(rf"\b{re.escape(mot)}\b", texte):
            yield (
                f"{cle}.libelle",
                (
                    f"« {mot} » semble demander une donnée personnelle ; reformulez ou supprimez la "
                    "question, ou écrivez « personnel: true » si elle est justifiée."
                ),
            )
            return
