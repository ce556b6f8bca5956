"""The shape of each file of a référentiel, checked by pydantic, faults told in French."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    Strict,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from qualepref.noyau.referentiel.modele import Periodicite, Sens, Statut, Unite
from qualepref.noyau.referentiel.vocabulaire import curl_apostrophes
from qualepref.noyau.yaml_strict.schemas import Code, Positif, SchemaStrict, Texte


def _as_liste(valeur: object) -> object:
    """A single term may be written without its list, a lone measure without its key."""
    termes = valeur if isinstance(valeur, list) else [valeur]
    return [{"mesure": t} if isinstance(t, str) else t for t in termes]


def _as_codes(valeur: object) -> object:
    return [valeur] if isinstance(valeur, str) else valeur


def _read_nombre(valeur: object) -> Decimal:
    """A number >= 0, with a point or a French comma (quotes needed then, as YAML reads text)."""
    if isinstance(valeur, str) and valeur.replace(",", "", 1).isdigit():
        valeur = Decimal(valeur.replace(",", "."))
    if isinstance(valeur, bool) or not isinstance(valeur, int | Decimal) or valeur < 0:
        attendu = "un nombre positif est attendu"
        raise PydanticCustomError("nombre", attendu)
    return Decimal(valeur)


# « d'accueil » or « d’accueil »: nobody sees which, so neither is a fault.
Domaine = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(curl_apostrophes),
]
Nombre = Annotated[Decimal, PlainValidator(_read_nombre)]
Annee = Annotated[int, Field(ge=2000, le=2100)]
Codes = Annotated[list[Texte], BeforeValidator(_as_codes), Field(min_length=1)]
Filtre = dict[str, Codes]


class ValeurSourcee(SchemaStrict):
    """A rule in one number, and where it comes from."""

    valeur: Annotated[int, Field(ge=0)]
    source: Texte


class IndexSchema(SchemaStrict):
    """index.yaml."""

    nom: Texte
    source: Texte
    date: dt.date
    predecesseur: Texte | None = None
    modules_optionnels_minimum: ValeurSourcee
    seuil_significatif: ValeurSourcee
    validite_label_annees: ValeurSourcee
    domaines: Annotated[list[Domaine], Field(min_length=1)]


class SousEngagementSchema(SchemaStrict):
    """A quoted part of an engagement; its text may be unknown."""

    numero: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
    texte: Texte | None = None
    source: Texte


class EngagementSchema(SchemaStrict):
    """One engagement; it binds without condition unless told otherwise."""

    numero: Positif
    texte: Texte
    statut: Annotated[Statut, Strict(strict=False)] = Statut.OBLIGATOIRE
    condition: Texte | None = None
    thematique: Texte | None = None
    sous_engagements: list[SousEngagementSchema] = []


class ModuleSchema(SchemaStrict):
    """One module and its engagements."""

    numero: Positif
    titre: Texte
    statut: Annotated[Statut, Strict(strict=False)]
    engagements: Annotated[list[EngagementSchema], Field(min_length=1)]


class EngagementsSchema(SchemaStrict):
    """engagements.yaml."""

    modules: Annotated[list[ModuleSchema], Field(min_length=1)]


class HorlogeSchema(SchemaStrict):
    """One deadline, in working days. An acknowledgement is not among what stops it."""

    code: Code
    libelle: Texte
    delai: Positif
    depart: Literal["recue_le", "proposee_le"]
    arrivees: Annotated[
        list[Literal["repondue_le", "attente_le", "proposee_le", "rdv_le"]], Field(min_length=1)
    ]
    canaux: list[Code] = []
    attente_exige_delai: bool = False
    source: Texte
    a_partir_du: dt.date
    exclusions_sans_effet: list[Code] = []


def _as_exclusions(valeur: object) -> object:
    if not isinstance(valeur, list):
        return valeur
    return [{"code": v} if isinstance(v, str) else v for v in valeur]


class ExclusionSchema(SchemaStrict):
    """A reason for not counting; on every channel unless told otherwise."""

    code: Code
    canaux: list[Code] = []


class NatureSchema(SchemaStrict):
    """A kind of demande and its deadlines."""

    code: Code
    libelle: Texte
    module: Positif
    exclusions: Annotated[list[ExclusionSchema], BeforeValidator(_as_exclusions)] = []
    horloges: Annotated[list[HorlogeSchema], Field(min_length=1)]


class RegistreSchema(SchemaStrict):
    """A register: natures and channels, by their codes."""

    code: Code
    libelle: Texte
    natures: Annotated[list[Code], Field(min_length=1)]
    canaux: list[Code]
    description: Texte


class GrandeurSchema(SchemaStrict):
    """A counted quantity; `dimension` and `dimensions` go together."""

    code: Code
    libelle: Texte
    unite: Texte
    dimension: Code | None = None
    dimensions: dict[Code, Texte] = {}
    stock: bool = False
    source: Texte


class RegistresSchema(SchemaStrict):
    """registres.yaml."""

    canaux: dict[Code, Texte]
    exclusions: dict[Code, Texte] = {}
    natures: Annotated[list[NatureSchema], Field(min_length=1)]
    registres: Annotated[list[RegistreSchema], Field(min_length=1)]
    grandeurs: list[GrandeurSchema] = []


class TermeSchema(SchemaStrict):
    """One addend; which keys go together is checked with the vocabulary."""

    signe: Literal[1, -1] = 1
    mesure: Texte | None = None
    grandeur: Texte | None = None
    reponses: Texte | None = None
    territoire: Texte | None = None
    periodes: Texte | None = None
    indicateur: Texte | None = None
    partie: Texte | None = None
    par: Texte | None = None
    filtre: Filtre = {}


Termes = Annotated[list[TermeSchema], BeforeValidator(_as_liste), Field(min_length=1)]


class FormuleSchema(SchemaStrict):
    """A ratio of two sums under a common filter; without denominator, a plain count."""

    numerateur: Termes
    denominateur: Termes | None = None
    filtre: Filtre = {}


class CibleSchema(SchemaStrict):
    """A target of one year: `valeur`, or `minimum` and `maximum`; always with its unit."""

    annee: Annee
    valeur: Nombre | None = None
    minimum: Nombre | None = None
    maximum: Nombre | None = None
    unite: Annotated[Unite, Strict(strict=False)]
    source: Texte
    site: Code | None = None


class ValeurNationaleSchema(SchemaStrict):
    """What the whole country scored for a year; always with its unit and source."""

    annee: Annee
    valeur: Nombre
    unite: Annotated[Unite, Strict(strict=False)]
    source: Texte


class IndicateurSchema(SchemaStrict):
    """indicateurs/<code>.yaml: the code is the name of the file.

    `remplace`: why a site measures in its own way what its référentiel measures under this code.
    """

    libelle: Texte
    domaine: Domaine
    module: Positif | None
    engagements: list[Positif]
    im: Texte | None = None
    unite: Annotated[Unite, Strict(strict=False)]
    sens: Annotated[Sens, Strict(strict=False)]
    periodicite: Annotated[Periodicite, Strict(strict=False)]
    decimales: Annotated[int, Field(ge=0, le=4)] = 0
    exige_seuil: bool = False
    base: Texte
    methode: Texte
    source: Texte
    formule: FormuleSchema | None
    detail: list[Texte] = []
    remplace: Texte | None = None
    cibles: list[CibleSchema] = []
    valeurs_nationales: list[ValeurNationaleSchema] = []
