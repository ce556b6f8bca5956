"""The questions of a questionnaire as fields, in a language, and what was answered to them."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict

from qualepref.enquetes.queries.phrases import get_mots, get_sens
from qualepref.enquetes.rendering.conditions import describe_condition, dump_condition
from qualepref.noyau.calcul.rendu import INSECABLE
from qualepref.noyau.questionnaires.conditions import iter_comparaisons
from qualepref.noyau.questionnaires.modele import (
    LANGUE_REFERENCE,
    Groupe,
    Option,
    Question,
    Questionnaire,
    TypeQuestion,
)
from qualepref.noyau.questionnaires.reponses import (
    FauteReponse,
    list_questions_posees,
    list_questions_possibles,
    read_reponses,
)
from qualepref.noyau.questionnaires.stockage import format_nombre_stocke, read_valeurs


# As the page sends them and a draft keeps them: a text, or several for a multiple choice.
Brut = str | list[str]
BALISES = {
    TypeQuestion.CHOIX: "radio",
    TypeQuestion.ECHELLE: "radio",
    TypeQuestion.CHOIX_MULTIPLE: "checkbox",
    TypeQuestion.NOMBRE: "nombre",
    TypeQuestion.DATE: "date",
    TypeQuestion.TEXTE: "texte",
}
FAUTES = {
    TypeQuestion.CHOIX: "faute_choix",
    TypeQuestion.ECHELLE: "faute_choix",
    TypeQuestion.CHOIX_MULTIPLE: "faute_choix",
    TypeQuestion.NOMBRE: "faute_nombre",
    TypeQuestion.DATE: "faute_date",
    TypeQuestion.TEXTE: "faute_texte",
}
# No text holds it, and PostgreSQL refuses it.
NUL = "\x00"
# On a phone, a sign that French sets apart must not begin a line.
SIGNES = re.compile(r" (?=[?!:;»])")
FORMATS_DATE = ("%Y-%m-%d", "%d/%m/%Y")


@dataclass(frozen=True, slots=True)
class ChoixAffiche:
    """One option as a button to choose."""

    code: str
    id: str
    libelle: str
    coche: bool


class QuestionAffichee:
    """One question as the template `composants/question.html` prints it."""

    def __init__(self, formulaire: ReponsesForm, question: Question) -> None:
        self._formulaire, self.question = formulaire, question
        self.code, self.balise = question.code, BALISES[question.type]
        self.nom = f"{formulaire.prefixe}{question.code}"
        self.id = f"q-{question.code}"
        self.libelle = SIGNES.sub(INSECABLE, question.libelle.get(formulaire.langue))
        self.obligatoire = question.obligatoire
        self.longueur = question.longueur
        self.mots = formulaire.mots
        self.fautes: list[str] = []

    @property
    def aides(self) -> list[str]:
        """What is said under the question, one sentence each."""
        aide = self.question.aide
        textes = [aide.get(self._formulaire.langue)] if aide else []
        if self.balise == "texte":
            textes.append(self.mots["sans_nom"])
        if self.balise == "date":
            textes.append(self.mots["format_date"])
        if bornes := self._bornes():
            textes.append(bornes)
        return textes

    @property
    def choix(self) -> list[ChoixAffiche]:
        """The options, those chosen ticked."""
        brut = self._formulaire.bruts.get(self.code, "")
        choisis = brut if isinstance(brut, list) else [brut]
        return [self._show(option, choisis) for option in self.question.options]

    @property
    def valeur(self) -> str:
        """What was typed."""
        brut = self._formulaire.bruts.get(self.code, "")
        return brut if isinstance(brut, str) else ""

    @property
    def ancre(self) -> str:
        """Where a fault of the question leads: its first field."""
        options = self.question.options
        return f"{self.id}--{options[0].code}" if options else self.id

    @property
    def decrit_par(self) -> str:
        """What describes the field: its help and its faults."""
        parties = [f"{self.id}-aide"] if self.aides else []
        return " ".join([*parties, f"{self.id}-fautes"] if self.fautes else parties)

    @property
    def si(self) -> str:
        """« Si vous avez répondu… », when a question of the same page decides; "" otherwise."""
        condition = self.question.condition
        if condition is None or not self._formulaire.hesite(self.question):
            return ""
        langue = self._formulaire.langue
        return describe_condition(condition, self._formulaire.questionnaire, langue, self.mots)

    @property
    def condition(self) -> str:
        """The same for the script of the page."""
        condition = self.question.condition
        if condition is None or not self._formulaire.hesite(self.question):
            return ""
        lues, ouvertes = self._formulaire.lues, self._formulaire.ouvertes
        return json.dumps(dump_condition(condition, lues, ouvertes=ouvertes))

    def _show(self, option: Option, choisis: Sequence[str]) -> ChoixAffiche:
        libelle = option.libelle.get(self._formulaire.langue)
        coche = option.code in choisis
        return ChoixAffiche(option.code, f"{self.id}--{option.code}", libelle, coche)

    def _bornes(self) -> str:
        minimum, maximum = _print(self.question.minimum), _print(self.question.maximum)
        if not minimum and not maximum:
            return ""
        nom = "entre" if minimum and maximum else "au_moins" if minimum else "au_plus"
        return self.mots[nom].format(minimum=minimum, maximum=maximum)


@dataclass(frozen=True, slots=True)
class GroupeAffiche:
    """Questions under their title."""

    code: str
    titre: str
    questions: list[QuestionAffichee]


class ReponsesForm:
    """Some groups of a questionnaire as a form, in one language.

    data: what the page sent, None when it is shown for the first time. avant: what is known already
    of the whole form, as a draft keeps it (`bruts`) or as a form given back does (`valeurs` of
    Retour). Questions that answers given outside these groups rule out are not shown. `bruts`: what
    is known once the page is read. Fields that are no question of the page are ignored.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        groupes: Iterable[Groupe],
        langue: str = LANGUE_REFERENCE,
        *,
        data: QueryDict | None = None,
        avant: Mapping[str, Any] | None = None,
        prefixe: str = "q-",
    ) -> None:
        self.questionnaire, self.langue, self.prefixe = questionnaire, langue, prefixe
        self.mots, self.sens = get_mots(langue), get_sens(langue)
        self.is_bound = data is not None
        self.bruts: dict[str, Brut] = {c: v for c, v in (avant or {}).items() if _is_brut(v)}
        groupes = tuple(groupes)
        montrees = list_questions_possibles(
            questionnaire,
            parse_bruts(questionnaire, self.bruts),
            page={q.code for g in groupes for q in g.questions},
        )
        self.ouvertes = {question.code for question in montrees}
        self.lues = read_reponses(questionnaire, parse_bruts(questionnaire, self.bruts))
        if data is not None:
            self._read(data, montrees)
        self.groupes = [
            GroupeAffiche(g.code, g.titre.get(langue), questions)
            for g in groupes
            if (questions := [QuestionAffichee(self, q) for q in g.questions if q in montrees])
        ]
        self.fautes_generales: list[str] = []

    @property
    def questions(self) -> list[QuestionAffichee]:
        """Every question shown, in order."""
        return [question for groupe in self.groupes for question in groupe.questions]

    @property
    def a_conditions(self) -> bool:
        """Whether a question of the page depends on another one of the page."""
        return any(self.hesite(question.question) for question in self.questions)

    @property
    def fautives(self) -> list[QuestionAffichee]:
        """The questions that have a fault, for the summary."""
        return [question for question in self.questions if question.fautes]

    def reponses(self, *, posees_seulement: bool = False) -> dict[str, Any]:
        """Return the answers as `check_reponse` takes them; what cannot be read stays a text.

        posees_seulement: leave out the answers to questions that the others rule out.
        """
        reponses = parse_bruts(self.questionnaire, self.bruts)
        if not posees_seulement:
            return reponses
        posees = {q.code for q in list_questions_posees(self.questionnaire, reponses)}
        return {code: valeur for code, valeur in reponses.items() if code in posees}

    def gardees(self) -> dict[str, Brut]:
        """Return what a draft keeps: what was typed, but for the questions ruled out."""
        posees = self.reponses(posees_seulement=True)
        return {code: brut for code, brut in self.bruts.items() if code in posees}

    def add_fautes(self, fautes: Iterable[FauteReponse]) -> bool:
        """Put each fault beside its question; return whether one was about a question shown.

        In another language than the reference, a fault is told in the words of that language.
        """
        montrees = {question.code: question for question in self.questions}
        placees = False
        for faute in fautes:
            montree = montrees.get(faute.question)
            if montree is None:
                self.fautes_generales.append(faute.motif)
                continue
            montree.fautes.append(self._tell(montree, faute.motif))
            placees = True
        return placees

    def hesite(self, question: Question) -> bool:
        """Whether a question of this very page decides if that one is asked."""
        return any(c.question in self.ouvertes for c in iter_comparaisons(question.condition))

    def _read(self, data: QueryDict, montrees: Iterable[Question]) -> None:
        for question in montrees:
            recues = [r.replace(NUL, "") for r in data.getlist(f"{self.prefixe}{question.code}")]
            self.bruts.pop(question.code, None)
            if question.type is TypeQuestion.CHOIX_MULTIPLE or len(recues) > 1:
                if recues:
                    self.bruts[question.code] = recues
            elif recues and recues[0].strip():
                self.bruts[question.code] = recues[0]

    def _tell(self, montree: QuestionAffichee, motif: str) -> str:
        if self.langue == LANGUE_REFERENCE:
            return motif[:1].upper() + motif[1:]
        vide = montree.code not in self.bruts
        return self.mots["faute_obligatoire" if vide else FAUTES[montree.question.type]]


def parse_bruts(questionnaire: Questionnaire, bruts: Mapping[str, Brut]) -> dict[str, Any]:
    """Return what was typed as `check_reponse` takes it; what cannot be read stays a text."""
    types = {q.code: q.type for q in questionnaire.iter_questions()}
    return {code: _parse(types[code], brut) for code, brut in bruts.items() if code in types}


def dump_valeurs(questionnaire: Questionnaire, valeurs: Mapping[str, Any]) -> dict[str, Brut]:
    """Return kept values as a page would have sent them, to fill a form in again."""
    return {
        code: list(valeur) if isinstance(valeur, tuple) else _dump(valeur)
        for code, valeur in read_valeurs(questionnaire, valeurs).items()
    }


def _dump(valeur: Any) -> str:
    if isinstance(valeur, Decimal):
        return format_nombre_stocke(valeur)
    return valeur.isoformat() if isinstance(valeur, dt.date) else str(valeur)


def _is_brut(valeur: object) -> bool:
    return isinstance(valeur, str | list)


def _parse(type_question: TypeQuestion, brut: Brut) -> Any:
    if isinstance(brut, list):
        return brut
    match type_question:
        case TypeQuestion.NOMBRE:
            return _parse_nombre(brut)
        case TypeQuestion.DATE:
            return _parse_date(brut)
        case TypeQuestion.CHOIX_MULTIPLE:
            return [brut]
        case _:
            return brut


def _parse_nombre(brut: str) -> Decimal | str:
    try:
        return Decimal("".join(brut.split()).replace(",", "."))
    except InvalidOperation:
        return brut


def _parse_date(brut: str) -> dt.date | str:
    for forme in FORMATS_DATE:
        try:
            return dt.datetime.strptime(brut.strip(), forme).date()  # noqa: DTZ007  a civil day
        except ValueError:
            continue
    return brut


def _print(borne: Decimal | dt.date | None) -> str:
    if borne is None:
        return ""
    if isinstance(borne, dt.date):
        return f"{borne:%d/%m/%Y}"
    return f"{borne.normalize():f}".replace(".", ",")
