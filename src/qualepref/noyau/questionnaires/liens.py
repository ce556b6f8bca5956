"""Whether questionnaires and a référentiel name things that the other holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from qualepref.noyau.questionnaires.modele import Question, Questionnaire, TypeQuestion
from qualepref.noyau.referentiel.modele import Referentiel, Terme
from qualepref.noyau.yaml_strict.controles import tell_inconnu
from qualepref.noyau.yaml_strict.fautes import Faute


# Measures of answers that only some questions have.
JUGEES = frozenset({"satisfaites", "insatisfaites"})
NOMBRES = frozenset({"somme", "nombres"})


def check_liens(
    questionnaires: Iterable[Questionnaire], referentiel: Referentiel
) -> Iterator[Faute]:
    """Yield every question linked to an engagement or sub-engagement the référentiel has not."""
    connus = list(_iter_numeros(referentiel))
    for questionnaire in questionnaires:
        for question in questionnaire.questions:
            for numero in question.engagements:
                if numero not in connus:
                    yield Faute(
                        questionnaire.code,
                        f"question {question.code}",
                        tell_inconnu(numero, "les engagements", connus),
                    )


def check_lectures(
    referentiel: Referentiel, questionnaires: Iterable[Questionnaire]
) -> Iterator[Faute]:
    """Yield every formula that reads a question no questionnaire asks, or not that way.

    questionnaires: every version of those that answers may come from.
    """
    connus: dict[str, list[Question]] = {}
    for questionnaire in questionnaires:
        connus.setdefault(questionnaire.code, []).extend(questionnaire.iter_questions())
    for indicateur in referentiel.indicateurs:
        formule = indicateur.formule
        for terme in (*formule.numerateur, *formule.denominateur) if formule else ():
            for cle, motif in _check_terme(terme, connus):
                yield Faute(f"indicateurs/{indicateur.code}.yaml", f"formule.filtre.{cle}", motif)


def _check_terme(
    terme: Terme, connus: Mapping[str, Iterable[Question]]
) -> Iterator[tuple[str, str]]:
    if terme.reponses is None:
        return
    filtre = dict(terme.filtre)
    for code in filtre.get("questionnaire", ()):
        if code not in connus:
            yield "questionnaire", tell_inconnu(code, "les questionnaires", connus)
    lues = [q for c in filtre.get("questionnaire", tuple(connus)) for q in connus.get(c, ())]
    criteres = {q.critere for q in lues if q.critere}
    for code in filtre.get("critere", ()):
        if code not in criteres:
            yield "critere", tell_inconnu(code, "les critères demandés", criteres)
    codes = {q.code: q for q in lues}
    for code in filtre.get("question", ()):
        if code not in codes:
            yield "question", tell_inconnu(code, "les questions", codes)
        elif terme.reponses in JUGEES and not any(q.evaluee for q in lues if q.code == code):
            yield "question", f"rien n’est jugé satisfaisant ou non dans « {code} »."
        elif terme.reponses in NOMBRES and codes[code].type is not TypeQuestion.NOMBRE:
            yield "question", f"la réponse à « {code} » n’est pas un nombre."


def _iter_numeros(referentiel: Referentiel) -> Iterator[str]:
    for module in referentiel.modules:
        for engagement in module.engagements:
            yield str(engagement.numero)
            for sous_engagement in engagement.sous_engagements:
                yield sous_engagement.numero
