"""The shape of each file of questionnaires, checked by pydantic, faults told in French."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainValidator, Strict, StringConstraints
from pydantic_core import PydanticCustomError

from qualepref.noyau.questionnaires.modele import (
    CHIFFRES_MAX,
    DECIMALES_MAX,
    LANGUE_REFERENCE,
    Genre,
    TypeQuestion,
    is_demesure,
)
from qualepref.noyau.yaml_strict.schemas import Code, Positif, SchemaStrict, Texte


MATRICES = frozenset({"matrice", "grille", "tableau", "matrix"})


def refuse(motif: str) -> PydanticCustomError:
    """Return the refusal of a value, in words fit for the screen."""
    return PydanticCustomError("francais", "{motif}", {"motif": motif})


def _as_traductions(valeur: object) -> object:
    return {LANGUE_REFERENCE: valeur} if isinstance(valeur, str) else valeur


def _refuse_matrice(valeur: object) -> object:
    if str(valeur) in MATRICES:
        raise refuse(
            "les questions en tableau ne sont pas admises, car elles se lisent mal sur un téléphone "
            "et avec un lecteur d’écran ; posez une question par ligne."
        )
    return valeur


def _read_nombre(valeur: object) -> Decimal:
    if isinstance(valeur, bool) or not isinstance(valeur, int | Decimal):
        raise refuse("un nombre est attendu, sans unité (« 5 », « 0.5 »).")
    nombre = Decimal(valeur)
    if is_demesure(nombre):
        raise refuse(
            f"le nombre a plus de {CHIFFRES_MAX} chiffres, ou de {DECIMALES_MAX} décimales."
        )
    return nombre.normalize()  # 5 and 5.0 are the same bound, and give the same digest


def _read_borne(valeur: object) -> Decimal | dt.date:
    if isinstance(valeur, dt.date) and not isinstance(valeur, dt.datetime):
        return valeur
    if isinstance(valeur, bool) or not isinstance(valeur, int | Decimal):
        raise refuse("un nombre ou une date (2026-11-21) est attendu.")
    return _read_nombre(valeur)


def _read_egal(valeur: object) -> str | Decimal:
    if isinstance(valeur, str) and valeur:
        return valeur
    if isinstance(valeur, bool):
        raise refuse("mettez le code entre guillemets : YAML y lit un vrai ou faux.")
    return _read_nombre(valeur)


Langue = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Traductions = Annotated[dict[Langue, Texte], BeforeValidator(_as_traductions), Field(min_length=1)]
# Also the name of a form field and of an XML element.
CodeReponse = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$")]
NumeroEngagement = Annotated[str, StringConstraints(pattern=r"^[1-9]\d*(?:\.[1-9]\d*)?$")]
Nombre = Annotated[Decimal, PlainValidator(_read_nombre)]
Borne = Annotated[Decimal | dt.date, PlainValidator(_read_borne)]
Egal = Annotated[str | Decimal, PlainValidator(_read_egal)]


class OptionSchema(SchemaStrict):
    """One possible answer."""

    code: CodeReponse
    libelle: Traductions
    satisfait: bool | None = None
    sans_objet: bool = False


class ConditionSchema(SchemaStrict):
    """`question` and one operator, or one combination; which go together is checked apart."""

    question: str | None = None
    egal: Egal | None = None
    parmi: Annotated[list[Texte], Field(min_length=1)] | None = None
    superieur: Nombre | None = None
    superieur_ou_egal: Nombre | None = None
    inferieur: Nombre | None = None
    inferieur_ou_egal: Nombre | None = None
    toutes: Annotated[list[ConditionSchema], Field(min_length=2)] | None = None
    au_moins_une: Annotated[list[ConditionSchema], Field(min_length=2)] | None = None


class QuestionSchema(SchemaStrict):
    """One question."""

    code: CodeReponse
    type: Annotated[TypeQuestion, Strict(strict=False), BeforeValidator(_refuse_matrice)]
    libelle: Traductions
    aide: Traductions | None = None
    options: list[OptionSchema] = []
    echelle: Code | None = None
    obligatoire: bool = False
    condition: ConditionSchema | None = None
    critere: Code | None = None
    engagements: list[NumeroEngagement] = []
    entier: bool = True
    minimum: Borne | None = None
    maximum: Borne | None = None
    longueur: Positif | None = None
    personnel: bool = False


class GroupeSchema(SchemaStrict):
    """Questions under a title."""

    code: CodeReponse
    titre: Traductions
    questions: Annotated[list[QuestionSchema], Field(min_length=1)]


class QuestionnaireSchema(SchemaStrict):
    """<code>.yaml or <code>-<version>.yaml."""

    code: Code
    version: Code
    titre: Traductions
    public: Texte
    genre: Annotated[Genre, Strict(strict=False)]
    langues: Annotated[list[Langue], Field(min_length=1)]
    source: Texte
    introduction: Traductions | None = None
    seuil_significatif: Positif | None = None
    groupes: Annotated[list[GroupeSchema], Field(min_length=1)]


class LangueSchema(SchemaStrict):
    """A language; `nom` as its readers write it."""

    nom: Texte
    droite_a_gauche: bool = False


class EchelleSchema(SchemaStrict):
    """Named levels, from the best to the worst."""

    code: Code
    source: Texte
    options: Annotated[list[OptionSchema], Field(min_length=2)]


class LongueurSchema(SchemaStrict):
    """A limit and why."""

    valeur: Positif
    source: Texte


class MotsSchema(SchemaStrict):
    """Words that ask for personal data."""

    mots: Annotated[list[Texte], Field(min_length=1)]
    source: Texte


class PalierSchema(SchemaStrict):
    """One reading of a kappa; without `maximum`, all that is above."""

    maximum: Nombre | None = None
    libelle: Texte


class AccordSchema(SchemaStrict):
    """How a kappa reads."""

    paliers: Annotated[list[PalierSchema], Field(min_length=2)]
    source: Texte


class ResultatsSchema(SchemaStrict):
    """How results are read: limits, each with its reason."""

    tests_minimum: LongueurSchema
    reponses_de_plus: LongueurSchema


class EchellesSchema(SchemaStrict):
    """echelles.yaml."""

    langues: dict[Langue, LangueSchema]
    longueur_texte: LongueurSchema
    donnees_personnelles: MotsSchema
    accord: AccordSchema
    resultats: ResultatsSchema
    echelles: Annotated[list[EchelleSchema], Field(min_length=1)]


class CritereSchema(SchemaStrict):
    """What a question is about."""

    code: Code
    libelle: Texte
    engagements: list[NumeroEngagement] = []
    profil: bool = False
    source: Texte


class CriteresSchema(SchemaStrict):
    """criteres.yaml."""

    criteres: Annotated[list[CritereSchema], Field(min_length=1)]
