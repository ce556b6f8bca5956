"""Whether questionnaires name engagements that a référentiel holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qualepref.noyau.questionnaires.modele import Questionnaire
from qualepref.noyau.referentiel.modele import Referentiel
from qualepref.noyau.yaml_strict.controles import tell_inconnu
from qualepref.noyau.yaml_strict.fautes import Faute


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


def _iter_numeros(referentiel: Referentiel) -> Iterator[str]:
    for module in referentiel.modules:
        for engagement in module.engagements:
            yield str(engagement.numero)
            for sous_engagement in engagement.sous_engagements:
                yield sous_engagement.numero
