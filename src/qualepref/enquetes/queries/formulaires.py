"""Questionnaires: those of the product, and those that campaigns have pinned."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import ValidationError

from qualepref.enquetes.models import Campagne, Formulaire
from qualepref.noyau.questionnaires.assemblage import build_vocabulaire
from qualepref.noyau.questionnaires.depouillement import list_profils
from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.questionnaires.lecture import (
    load_questionnaires,
    load_vocabulaire,
    parse_questionnaire,
)
from qualepref.noyau.questionnaires.modele import Langue, Questionnaire, Vocabulaire
from qualepref.noyau.questionnaires.schemas import CriteresSchema, EchellesSchema
from qualepref.noyau.yaml_strict.fichiers import parse_yaml


CLES_CONTENU = ("questionnaire", "echelles", "criteres")
# Parsed forms kept in memory: a site runs a handful at a time.
FORMULAIRES_GARDES = 64


class QuestionnaireInconnuError(LookupError):
    """No questionnaire of that code."""

    def __init__(self, code: str, connus: list[str]) -> None:
        super().__init__(
            f"Le questionnaire « {code} » n’existe pas. Questionnaires connus : {', '.join(connus)}."
        )


class FormulaireIllisibleError(ValueError):
    """A pinned questionnaire that this version no longer reads."""

    def __init__(self, nom: str) -> None:
        super().__init__(
            f"Le questionnaire « {nom} » a été retenu par une version du logiciel dont celle-ci ne "
            "sait plus lire le contenu. Ses réponses sont intactes."
        )


@lru_cache(maxsize=1)
def get_vocabulaire() -> Vocabulaire:
    """Return the scales and criteria of the product."""
    return load_vocabulaire(Path(settings.QUESTIONNAIRES))


@lru_cache(maxsize=1)
def list_questionnaires() -> tuple[Questionnaire, ...]:
    """Return the questionnaires of the product, the latest version of each."""
    derniers = {q.code: q for q in load_questionnaires(Path(settings.QUESTIONNAIRES))}
    return tuple(derniers.values())


def find_questionnaire(code: str) -> Questionnaire:
    """Return the product's questionnaire of that code.

    Raises:
        QuestionnaireInconnuError: there is none.
    """
    connus = {q.code: q for q in list_questionnaires()}
    try:
        return connus[code]
    except KeyError:
        raise QuestionnaireInconnuError(code, sorted(connus)) from None


def name_langue(code: str) -> str:
    """Return the name of a language, in that language."""
    langue = get_vocabulaire().find_langue(code)
    return langue.nom if langue else code


def list_langues_de(questionnaire: Questionnaire) -> list[Langue]:
    """Return the languages of a questionnaire, its reference language first."""
    vocabulaire = get_vocabulaire()
    return [lang for code in questionnaire.langues if (lang := vocabulaire.find_langue(code))]


def get_questionnaire(campagne: Campagne) -> Questionnaire | None:
    """Return the questionnaire a campaign has pinned; None for past results alone."""
    if campagne.formulaire_id is None:
        return None
    return load_formulaire(campagne.formulaire_id)[0]


def get_vocabulaire_de(campagne: Campagne) -> Vocabulaire:
    """Return the scales and criteria a campaign's questionnaire was read with."""
    if campagne.formulaire_id is None:
        return get_vocabulaire()
    return load_formulaire(campagne.formulaire_id)[1]


def get_profils(campagne: Campagne) -> frozenset[str]:
    """Return the codes of the questions by which a campaign's results are crossed."""
    questionnaire = get_questionnaire(campagne)
    if questionnaire is None:
        return frozenset()
    criteres = get_vocabulaire_de(campagne).criteres
    return list_profils(questionnaire, frozenset(c.code for c in criteres if c.profil))


@lru_cache(maxsize=FORMULAIRES_GARDES)
def load_formulaire(empreinte: str) -> tuple[Questionnaire, Vocabulaire]:
    """Return a pinned questionnaire and what it was read with, as they were."""
    formulaire = Formulaire.objects.get(pk=empreinte)
    return parse_contenu(formulaire.contenu, f"{formulaire.code} {formulaire.version}")


def parse_contenu(contenu: Mapping[str, str], nom: str) -> tuple[Questionnaire, Vocabulaire]:
    """Return the questionnaire and the vocabulary that a Formulaire's `contenu` holds.

    Raises:
        FormulaireIllisibleError: what was kept is no longer understood.
    """
    bruts = {cle: parse_yaml(contenu[cle], nom)[0] for cle in CLES_CONTENU}
    try:
        vocabulaire = build_vocabulaire(
            EchellesSchema.model_validate(bruts["echelles"]),
            CriteresSchema.model_validate(bruts["criteres"]),
        )
    except ValidationError as erreur:
        raise FormulaireIllisibleError(nom) from erreur
    questionnaire, fautes = parse_questionnaire(
        bruts["questionnaire"] or {}, nom, vocabulaire=vocabulaire
    )
    if questionnaire is None:
        raise FormulaireIllisibleError(nom) from QuestionnaireInvalideError(nom, fautes)
    return questionnaire, vocabulaire
