"""Reads the territories' YAML file: every fault at once, in French, with its file and key."""

import datetime as dt
from collections.abc import Hashable, Mapping, Sized
from pathlib import Path
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from qualepref.noyau.calendrier.territoires import Divergence, JourFerie, Regle, Territoire


Elements = TypeVar("Elements", bound=Sized)

MESSAGES = {
    "missing": "clé manquante",
    "extra_forbidden": "clé inconnue",
    "string_type": "texte attendu",
    "string_too_short": "texte vide",
    "string_pattern_mismatch": "code attendu en minuscules sans accent, mots joints par un tiret",
    "int_type": "nombre entier attendu",
    "greater_than_equal": "nombre trop petit",
    "less_than_equal": "nombre trop grand",
    "date_type": "date attendue au format AAAA-MM-JJ",
    "tuple_type": "liste attendue",
    "dict_type": "table de clés attendue",
    "model_type": "table de clés attendue",
    "model_attributes_type": "table de clés attendue",
}


class CalendrierInvalideError(ValueError):
    """The calendar file is refused. fautes: one French sentence per fault, with file and key."""

    def __init__(self, path: Path, fautes: list[str]) -> None:
        self.fautes = tuple(f"{path}, {faute}" for faute in fautes)
        lignes = "\n".join(f"- {faute}" for faute in self.fautes)
        super().__init__(
            f"Le calendrier des jours fériés est refusé ({len(fautes)} faute(s)). "
            f"Corriger le fichier puis recommencer :\n{lignes}"
        )


def _check_fuseau(fuseau: str) -> str:
    try:
        ZoneInfo(fuseau)
    except (ZoneInfoNotFoundError, ValueError, OSError) as erreur:
        raise ValueError(
            f"fuseau horaire inconnu « {fuseau} » ; donner un nom comme Europe/Paris"
        ) from erreur
    return fuseau


def _check_jour(jour: str) -> str:
    try:
        # A leap day is no yearly day: 2001 refuses it.
        dt.datetime.strptime(f"{jour}/2001", "%d/%m/%Y").replace(tzinfo=dt.UTC)
    except ValueError as erreur:
        raise ValueError(
            f"« {jour} » n’est pas un jour de chaque année ; écrire JJ/MM, par exemple 27/05"
        ) from erreur
    return jour


def _check_non_vide(elements: Elements) -> Elements:
    # Not min_length: pydantic would also report it when every element is refused.
    if not elements:
        raise ValueError("au moins un élément attendu")
    return elements


Texte = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class _Modele(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Regle(_Modele):
    date: Annotated[str, AfterValidator(_check_jour)] | None = None
    paques: Annotated[int, Field(ge=-60, le=60)] | None = None
    du: dt.date | None = None
    au: dt.date | None = None

    @model_validator(mode="after")
    def _check(self) -> "_Regle":
        if (self.date is None) == (self.paques is None):
            raise ValueError("donner soit « date » (JJ/MM), soit « paques » (nombre de jours)")
        if self.du is not None and self.au is not None and self.du > self.au:
            raise ValueError(f"« du » ({self.du}) est après « au » ({self.au})")
        return self

    def build(self) -> Regle:
        if self.date is None:
            return Regle(paques=self.paques, du=self.du, au=self.au)
        jour, mois = self.date.split("/")
        return Regle(mois_jour=(int(mois), int(jour)), du=self.du, au=self.au)


class _Jour(_Regle):
    libelle: Texte
    source: Texte

    def build_ferie(self, source: str | None = None) -> JourFerie:
        return JourFerie(self.build(), self.libelle, source or self.source)


class _Divergence(_Modele):
    source: Texte
    constat: Texte
    droit: Texte
    choix: Texte
    en_plus: tuple[_Regle, ...] = Field(default=(), strict=False)
    en_moins: tuple[_Regle, ...] = Field(default=(), strict=False)

    def build(self) -> Divergence:
        return Divergence(
            self.source,
            self.constat,
            self.droit,
            self.choix,
            tuple(regle.build() for regle in self.en_plus),
            tuple(regle.build() for regle in self.en_moins),
        )


class _Territoire(_Modele):
    nom: Texte
    fuseau: Annotated[str, AfterValidator(_check_fuseau)]
    source_communs: Texte | None = None
    jours: tuple[_Jour, ...] = Field(default=(), strict=False)
    divergences: tuple[_Divergence, ...] = Field(default=(), strict=False)


class _Fichier(_Modele):
    mis_a_jour: dt.date
    communs: Annotated[tuple[_Jour, ...], Field(strict=False), AfterValidator(_check_non_vide)]
    divergences_communes: tuple[_Divergence, ...] = Field(default=(), strict=False)
    territoires: Annotated[dict[Code, _Territoire], AfterValidator(_check_non_vide)]


class _CleEnDoubleError(yaml.MarkedYAMLError):
    pass


class _Lecteur(yaml.SafeLoader):
    """Refuses a key written twice, where YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002  signature of PyYAML
        vues: set[str] = set()
        for cle, _ in node.value:
            if str(cle.value) in vues:
                faute = f"clé « {cle.value} » écrite deux fois"
                raise _CleEnDoubleError(problem=faute, problem_mark=cle.start_mark)
            vues.add(str(cle.value))
        return super().construct_mapping(node, deep=deep)


def load_territoires(path: Path) -> dict[str, Territoire]:
    """Return the territories by code, common days first.

    Raises:
        CalendrierInvalideError: file missing, not YAML, or not of the expected shape.
    """
    try:
        fichier = _Fichier.model_validate(_read_yaml(path))
    except ValidationError as erreur:
        fautes = [_describe_faute(dict(faute)) for faute in erreur.errors(include_url=False)]
        raise CalendrierInvalideError(path, fautes) from erreur
    return {
        code: Territoire(
            code=code,
            nom=territoire.nom,
            fuseau=territoire.fuseau,
            jours=(
                *(jour.build_ferie(territoire.source_communs) for jour in fichier.communs),
                *(jour.build_ferie() for jour in territoire.jours),
            ),
            divergences=tuple(
                divergence.build()
                for divergence in (*fichier.divergences_communes, *territoire.divergences)
            ),
        )
        for code, territoire in fichier.territoires.items()
    }


def _read_yaml(path: Path) -> object:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Lecteur)  # noqa: S506  a SafeLoader
    except OSError as erreur:
        raise CalendrierInvalideError(path, ["fichier introuvable ou illisible"]) from erreur
    except UnicodeDecodeError as erreur:
        raise CalendrierInvalideError(path, ["le fichier doit être en UTF-8"]) from erreur
    except yaml.YAMLError as erreur:
        raise CalendrierInvalideError(path, [_describe_yaml(erreur)]) from erreur


def _describe_yaml(erreur: yaml.YAMLError) -> str:
    # PyYAML speaks English: only its line is kept.
    faute = "YAML illisible : vérifier retraits, guillemets, accolades et crochets"
    if not isinstance(erreur, yaml.MarkedYAMLError) or erreur.problem_mark is None:
        return faute
    if isinstance(erreur, _CleEnDoubleError):
        faute = str(erreur.problem)
    return f"ligne {erreur.problem_mark.line + 1} : {faute}"


def _describe_faute(faute: Mapping[str, Any]) -> str:
    cle = ""
    for partie in faute["loc"]:
        cle += f"[{partie}]" if isinstance(partie, int) else f".{partie}"
    if faute["type"] == "value_error":
        message = str(faute["ctx"]["error"])
    else:
        message = MESSAGES.get(faute["type"], f"valeur refusée ({faute['type']})")
    return f"clé {cle.removeprefix('.') or '(racine)'} : {message}"
