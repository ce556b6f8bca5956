"""The questionnaire of a published survey: one of the product's, shortened and adapted."""

from __future__ import annotations

from typing import Any

from qualepref.demonstration.donnees_enquetes import CampagneEnquete
from qualepref.noyau.questionnaires.ecriture import cast_contenu
from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.questionnaires.lecture import parse_questionnaire
from qualepref.noyau.questionnaires.modele import Questionnaire, Vocabulaire


def adapt_questionnaire(
    modele: Questionnaire, campagne: CampagneEnquete, *, vocabulaire: Vocabulaire
) -> Questionnaire:
    """Return the questions of the product that a campaign keeps, with what it changes in them.

    Raises:
        QuestionnaireInvalideError: what is left does not hold, with every fault.
    """
    if not campagne.garder:
        return modele
    contenu = cast_contenu(modele, vocabulaire)
    contenu["version"] = campagne.version
    groupes = [
        groupe | {"questions": _keep(groupe["questions"], campagne)}
        for groupe in contenu["groupes"]
    ]
    contenu["groupes"] = [groupe for groupe in groupes if groupe["questions"]]
    nom = f"{campagne.code}.yaml"
    questionnaire, fautes = parse_questionnaire(contenu, nom, vocabulaire=vocabulaire)
    if questionnaire is None:
        raise QuestionnaireInvalideError(nom, fautes)
    return questionnaire


def _keep(questions: list[dict[str, Any]], campagne: CampagneEnquete) -> list[dict[str, Any]]:
    return [
        {
            cle: valeur
            for cle, valeur in (question | campagne.adapter.get(question["code"], {})).items()
            if valeur is not None
        }
        for question in questions
        if question["code"] in campagne.garder
    ]
