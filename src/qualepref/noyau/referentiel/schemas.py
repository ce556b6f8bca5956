"""The shape of each file of a référentiel, checked by pydantic, faults told in French."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    Strict,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from qualepref.noyau.referentiel.fautes import Faute
from qualepref.noyau.referentiel.modele import Periodicite, Sens, Statut, Unite
from qualepref.noyau.referentiel.vocabulaire import curl_apostrophes


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


Texte = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
# « d'accueil » or « d’accueil »: nobody sees which, so neither is a fault.
Domaine = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(curl_apostrophes),
]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*$")]
Nombre = Annotated[Decimal, PlainValidator(_read_nombre)]
Positif = Annotated[int, Field(gt=0)]
Annee = Annotated[int, Field(ge=2000, le=2100)]
Codes = Annotated[list[Texte], BeforeValidator(_as_codes), Field(min_length=1)]
Filtre = dict[str, Codes]


class _Schema(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ValeurSourcee(_Schema):
    """A rule in one number, and where it comes from."""

    valeur: Annotated[int, Field(ge=0)]
    source: Texte


class IndexSchema(_Schema):
    """index.yaml."""

    nom: Texte
    source: Texte
    date: dt.date
    predecesseur: Texte | None = None
    modules_optionnels_minimum: ValeurSourcee
    seuil_significatif: ValeurSourcee
    validite_label_annees: ValeurSourcee
    domaines: Annotated[list[Domaine], Field(min_length=1)]


class SousEngagementSchema(_Schema):
    """A quoted part of an engagement; its text may be unknown."""

    numero: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
    texte: Texte | None = None
    source: Texte


class EngagementSchema(_Schema):
    """One engagement; it binds without condition unless told otherwise."""

    numero: Positif
    texte: Texte
    statut: Annotated[Statut, Strict(strict=False)] = Statut.OBLIGATOIRE
    condition: Texte | None = None
    thematique: Texte | None = None
    sous_engagements: list[SousEngagementSchema] = []


class ModuleSchema(_Schema):
    """One module and its engagements."""

    numero: Positif
    titre: Texte
    statut: Annotated[Statut, Strict(strict=False)]
    engagements: Annotated[list[EngagementSchema], Field(min_length=1)]


class EngagementsSchema(_Schema):
    """engagements.yaml."""

    modules: Annotated[list[ModuleSchema], Field(min_length=1)]


class HorlogeSchema(_Schema):
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


class ExclusionSchema(_Schema):
    """A reason for not counting; on every channel unless told otherwise."""

    code: Code
    canaux: list[Code] = []


class NatureSchema(_Schema):
    """A kind of demande and its deadlines."""

    code: Code
    libelle: Texte
    module: Positif
    exclusions: Annotated[list[ExclusionSchema], BeforeValidator(_as_exclusions)] = []
    horloges: Annotated[list[HorlogeSchema], Field(min_length=1)]


class RegistreSchema(_Schema):
    """A register: natures and channels, by their codes."""

    code: Code
    libelle: Texte
    natures: Annotated[list[Code], Field(min_length=1)]
    canaux: list[Code]
    description: Texte


class GrandeurSchema(_Schema):
    """A counted quantity; `dimension` and `dimensions` go together."""

    code: Code
    libelle: Texte
    unite: Texte
    dimension: Code | None = None
    dimensions: dict[Code, Texte] = {}
    stock: bool = False
    source: Texte


class RegistresSchema(_Schema):
    """registres.yaml."""

    canaux: dict[Code, Texte]
    exclusions: dict[Code, Texte] = {}
    natures: Annotated[list[NatureSchema], Field(min_length=1)]
    registres: Annotated[list[RegistreSchema], Field(min_length=1)]
    grandeurs: list[GrandeurSchema] = []


class TermeSchema(_Schema):
    """One addend; which keys go together is checked with the vocabulary."""

    signe: Literal[1, -1] = 1
    mesure: Texte | None = None
    grandeur: Texte | None = None
    territoire: Texte | None = None
    periodes: Texte | None = None
    indicateur: Texte | None = None
    partie: Texte | None = None
    par: Texte | None = None
    filtre: Filtre = {}


Termes = Annotated[list[TermeSchema], BeforeValidator(_as_liste), Field(min_length=1)]


class FormuleSchema(_Schema):
    """A ratio of two sums under a common filter; without denominator, a plain count."""

    numerateur: Termes
    denominateur: Termes | None = None
    filtre: Filtre = {}


class CibleSchema(_Schema):
    """A target of one year: `valeur`, or `minimum` and `maximum`; always with its unit."""

    annee: Annee
    valeur: Nombre | None = None
    minimum: Nombre | None = None
    maximum: Nombre | None = None
    unite: Annotated[Unite, Strict(strict=False)]
    source: Texte
    site: Code | None = None


class ValeurNationaleSchema(_Schema):
    """What the whole country scored for a year; always with its unit and source."""

    annee: Annee
    valeur: Nombre
    unite: Annotated[Unite, Strict(strict=False)]
    source: Texte


class IndicateurSchema(_Schema):
    """indicateurs/<code>.yaml: the code is the name of the file."""

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
    cibles: list[CibleSchema] = []
    valeurs_nationales: list[ValeurNationaleSchema] = []


Schema = TypeVar("Schema", bound=BaseModel)


def check_schema(
    schema: type[Schema], contenu: Mapping[str, Any], fichier: str
) -> tuple[Schema | None, list[Faute]]:
    """Return the file's content in its shape, or None and every fault of that shape."""
    try:
        return schema.model_validate(contenu), []
    except ValidationError as erreur:
        return None, [
            Faute(fichier, _tell_cle(detail["loc"]), _tell_motif(detail))
            for detail in erreur.errors(include_url=False)
        ]


def _tell_cle(chemin: tuple[int | str, ...]) -> str:
    texte = ""
    for pas in chemin:
        if isinstance(pas, int):
            texte += f"[{pas}]"
        else:
            texte += f".{pas}" if texte else pas
    return texte


MOTIFS = {
    "missing": "clé obligatoire absente.",
    "extra_forbidden": "clé inconnue ; corrigez son nom ou supprimez-la.",
    "string_type": "un texte est attendu (entre guillemets s'il ressemble à un nombre).",
    "int_type": "un nombre entier est attendu.",
    "bool_type": "« true » ou « false » est attendu.",
    "list_type": "une liste est attendue (« [a, b] »).",
    "dict_type": "des clés sont attendues (« code: libellé »).",
    "model_type": "des clés sont attendues (« cle: valeur »).",
    "date_type": "une date est attendue, au format 2022-11-21.",
    "string_too_short": "le texte est vide.",
    "too_short": "la liste est trop courte : il en faut au moins {min_length}.",
    "string_pattern_mismatch": "« {input} » n'a pas la forme attendue : {pattern}.",
    "greater_than": "« {input} » doit être supérieur à {gt}.",
    "greater_than_equal": "« {input} » doit être au moins égal à {ge}.",
    "less_than_equal": "« {input} » doit être au plus égal à {le}.",
    "enum": "« {input} » n'est pas admis ; valeurs admises : {expected}.",
    "literal_error": "« {input} » n'est pas admis ; valeurs admises : {expected}.",
    "nombre": "un nombre positif est attendu, sans unité (« 90 », « 0.5 »).",
}


def _tell_motif(detail: ErrorDetails) -> str:
    contexte = {k: _tell_attendu(v) for k, v in detail.get("ctx", {}).items()}
    modele = MOTIFS.get(detail["type"], "valeur refusée : « {input} ».")
    return modele.format(
        input=detail["input"], **{k: v for k, v in contexte.items() if k != "input"}
    )


def _tell_attendu(valeur: object) -> str:
    return str(valeur).replace("'", "").replace(" or ", " ou ")
