"""Whether conditions make sense: earlier questions only, known options, operators that fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from qualepref.noyau.questionnaires.controles import iter_questions
from qualepref.noyau.questionnaires.modele import A_OPTIONS, TypeQuestion, Vocabulaire
from qualepref.noyau.questionnaires.schemas import (
    ConditionSchema,
    QuestionnaireSchema,
    QuestionSchema,
)
from qualepref.noyau.yaml_strict.controles import Reproche, tell_inconnu


OPERATEURS = (
    "egal", "parmi", "superieur", "superieur_ou_egal", "inferieur", "inferieur_ou_egal",
)  # fmt: skip
NUMERIQUES = OPERATEURS[2:]
MODES = ("toutes", "au_moins_une")


def check_conditions(contenu: QuestionnaireSchema, vocabulaire: Vocabulaire) -> Iterator[Reproche]:
    """Yield what conditions get wrong; an earlier question is one written above."""
    toutes = {question.code: question for _, question in iter_questions(contenu)}
    avant: dict[str, QuestionSchema] = {}
    for cle, question in iter_questions(contenu):
        if question.condition is not None:
            contexte = _Contexte(avant, toutes, vocabulaire)
            yield from contexte.check(question.condition, f"{cle}.condition")
        avant[question.code] = question


class _Contexte:
    """What a condition may name, where it stands."""

    def __init__(
        self,
        avant: Mapping[str, QuestionSchema],
        toutes: Mapping[str, QuestionSchema],
        vocabulaire: Vocabulaire,
    ) -> None:
        self.avant = avant
        self.toutes = toutes
        self.vocabulaire = vocabulaire

    def check(self, condition: ConditionSchema, cle: str) -> Iterator[Reproche]:
        """Yield the faults of a condition and of those it combines."""
        modes = [nom for nom in MODES if getattr(condition, nom) is not None]
        operateurs = [nom for nom in OPERATEURS if getattr(condition, nom) is not None]
        if len(modes) == 1 and condition.question is None and not operateurs:
            for n, partie in enumerate(getattr(condition, modes[0])):
                yield from self.check(partie, f"{cle}.{modes[0]}[{n}]")
        elif not modes and condition.question is not None and len(operateurs) == 1:
            yield from self._check_comparaison(condition, operateurs[0], cle)
        else:
            yield (
                cle,
                (
                    f"donnez « question » et un seul de {', '.join(OPERATEURS)} ; "
                    f"ou bien seulement {' ou '.join(MODES)}."
                ),
            )

    def _check_comparaison(
        self, condition: ConditionSchema, operateur: str, cle: str
    ) -> Iterator[Reproche]:
        code = condition.question or ""
        question = self.avant.get(code)
        if question is None:
            if code in self.toutes:
                motif = (
                    f"« {code} » doit être posée plus haut : déplacez-la ou changez la condition."
                )
            else:
                motif = tell_inconnu(code, "les questions", self.toutes)
            yield f"{cle}.question", motif
            return
        if question.type in A_OPTIONS:
            yield from self._check_codes(question, condition, operateur, cle)
        elif question.type is not TypeQuestion.NOMBRE:
            yield f"{cle}.question", f"une question de type « {question.type} » ne filtre rien."
        elif operateur == "parmi" or isinstance(condition.egal, str):
            yield f"{cle}.{operateur}", "comparez un nombre à un nombre."

    def _check_codes(
        self, question: QuestionSchema, condition: ConditionSchema, operateur: str, cle: str
    ) -> Iterator[Reproche]:
        if operateur in NUMERIQUES or isinstance(condition.egal, Decimal):
            yield f"{cle}.{operateur}", "« egal » ou « parmi » attendent ici des codes d’options."
            return
        connues = self._list_options(question)
        if connues is None:
            return
        codes = condition.parmi or [str(condition.egal)]
        for n, code in enumerate(codes):
            if code not in connues:
                ici = f"{cle}.parmi[{n}]" if condition.parmi else f"{cle}.egal"
                yield ici, tell_inconnu(code, f"les options de « {question.code} »", connues)

    def _list_options(self, question: QuestionSchema) -> list[str] | None:
        """Return the codes of a question's options; None when its scale is unknown."""
        if question.type is not TypeQuestion.ECHELLE:
            return [option.code for option in question.options]
        echelle = self.vocabulaire.find_echelle(question.echelle or "")
        return None if echelle is None else [option.code for option in echelle.options]
