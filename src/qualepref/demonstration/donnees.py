"""The published facts of a demonstration, read from its YAML file and checked whole."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from qualepref.noyau.calcul.periodes import Periode


NOMBRE_IMPRIME = re.compile(r"\d[\d\N{NO-BREAK SPACE} ]*(?:,\d+)?")
CLE_PERIODE = re.compile(r"(\d{6})(?:-(\d{6}))?")

Texte = Annotated[str, Field(min_length=1)]
Mois = Annotated[int, Field(ge=200001, le=209912)]
Detail = tuple[Texte, Texte]


class DemonstrationInvalideError(ValueError):
    """A file of the demonstration does not have the shape expected; every fault is told."""

    def __init__(self, chemin: Path, motifs: list[str]) -> None:
        lignes = "\n".join(f"- {m}" for m in motifs)
        super().__init__(
            f"Le fichier de démonstration « {chemin.name} » ne peut pas être lu :\n{lignes}\n"
            "Corrigez-le, ou reprenez celui du dépôt."
        )


class Bloc(BaseModel):
    """A part of a file: nothing but what is foreseen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Bloc):
    """A labelling decision, as published."""

    decision_le: dt.date
    organisme: Texte
    duree_annees: Annotated[int, Field(gt=0)]


class BoitePubliee(Bloc):
    """A functional mailbox; `service`: code of the service it was attached to, None if unknown."""

    nom: Texte
    adresse: str = ""
    service: str | None = None


class CiblePubliee(Bloc):
    """Targets of one indicator by year, in the unit printed; two bounds for an interval."""

    indicateur: Texte
    unite: Texte
    valeurs: dict[int, Decimal | tuple[Decimal, Decimal]]

    def bounds(self, annee: int) -> tuple[Decimal, Decimal]:
        """Return the lower and upper bounds of a year, equal for a plain target."""
        valeur = self.valeurs[annee]
        return valeur if isinstance(valeur, tuple) else (valeur, valeur)


class ComptagePublie(Bloc):
    """A counted quantity by month. `provenance`: reconstitution when months were not published."""

    grandeur: Texte
    dimension: str = ""
    provenance: Literal["import", "reconstitution"] = "import"
    hypothese: str = ""
    valeurs: dict[Mois, Annotated[int, Field(ge=0)]]


class ValeursImprimees(Bloc):
    """Cells of a printed table: month or span of months -> the string printed.

    `signes`: what a cell without a figure means; completes the meanings given by the file.
    """

    indicateur: Texte
    detail: Detail = ("", "")
    signes: dict[str, Texte] = {}
    imprimees: dict[int | str, str]


class ValeurImprimee(Bloc):
    """A result printed for the year; `explication`: why we compute something else."""

    indicateur: Texte
    detail: Detail = ("", "")
    imprimee: Texte
    explication: str = ""


class SiteDemonstration(Bloc):
    """What a document says of one site."""

    code: Texte
    modules: Annotated[tuple[int, ...], Field(min_length=1)]
    a_cert: bool = False
    engagements_publies: int | None = None
    label: Label | None = None
    services: dict[str, Texte] = {}
    boites: dict[str, BoitePubliee] = {}
    cibles: tuple[CiblePubliee, ...] = ()
    comptages: tuple[ComptagePublie, ...] = ()
    valeurs: tuple[ValeursImprimees, ...] = ()
    publiees: tuple[ValeurImprimee, ...] = ()


class Tenue(Bloc):
    """The second clock of an appointment: how many held in time, their mean delay (j.o.)."""

    a_temps: int
    moyenne: Decimal
    minimum: int = 0
    retard_maximum: int


class AttentePubliee(Bloc):
    """Waiting replies sent in time; the answer itself came later, `moyenne_fond_jours` on average.

    That mean is in calendar days.
    """

    delai_annonce: Texte
    moyenne_fond_jours: int


class Lot(Bloc):
    """Rows to make: `n` demandes, `a_temps` of them answered in time, `sans_date` answered undated.

    `moyenne`: printed mean delay in working days over the dated ones, None if none was printed.
    `vise`: exact mean aimed at within its rounding. Rows are received over `mois`, or in the weeks
    beginning on `semaines` (a sample). `services`, `boites`: drawn at random.
    """

    code: Texte
    registre: Texte
    nature: Texte
    canaux: Annotated[tuple[str, ...], Field(min_length=1)]
    services: tuple[str, ...] = ()
    boites: tuple[str, ...] = ()
    mois: tuple[Mois, ...] = ()
    semaines: tuple[dt.date, ...] = ()
    themes: Annotated[tuple[Texte, ...], Field(min_length=1)]
    n: Annotated[int, Field(gt=0)]
    a_temps: Annotated[int, Field(ge=0)]
    sans_date: int = 0
    moyenne: Decimal | None = None
    vise: Decimal | None = None
    accuse_a_partir_du: dt.date | None = None
    attente: AttentePubliee | None = None
    tenue: Tenue | None = None
    hypothese: str = ""

    @model_validator(mode="after")
    def _check(self) -> Lot:
        if bool(self.mois) == bool(self.semaines):
            raise ValueError("donnez « mois » ou « semaines », et un seul des deux")
        if self.a_temps + self.sans_date > self.n:
            raise ValueError(f"{self.a_temps} à temps et {self.sans_date} sans date dépassent n")
        return self


class Reconstitution(Bloc):
    """How the rows of a site are made again. `retard_maximum`: working days past the deadline."""

    site: Texte
    graine: int
    retard_maximum: Annotated[int, Field(gt=0)]
    mention: Texte
    hypotheses: tuple[Texte, ...] = ()
    periode: tuple[Mois, ...]
    semaines: tuple[dt.date, ...]
    lots: Annotated[tuple[Lot, ...], Field(min_length=1)]


class Publication(Bloc):
    """A published document, and what the demonstration takes from it."""

    document: Texte
    nature: Literal["chiffres publiés"]
    annee: int
    signes: dict[str, Texte] = {}
    sites: Annotated[tuple[SiteDemonstration, ...], Field(min_length=1)]
    reconstitution: Reconstitution | None = None

    @property
    def hypotheses(self) -> tuple[str, ...]:
        """Everything supposed, in French, in the file's order."""
        propres = [c.hypothese for s in self.sites for c in s.comptages]
        if self.reconstitution is not None:
            propres += [*self.reconstitution.hypotheses]
            propres += [lot.hypothese for lot in self.reconstitution.lots]
        return tuple(dict.fromkeys(h for h in propres if h))


class RoleDemonstration(Bloc):
    """A role given to an account; `validite_jours` from the day of loading."""

    role: Texte
    sites: tuple[str, ...] = ()
    service: str | None = None
    validite_jours: int | None = None


class CompteDemonstration(Bloc):
    """An account of nobody real."""

    identifiant: Texte
    nom: Texte
    roles: Annotated[tuple[RoleDemonstration, ...], Field(min_length=1)]


class Comptes(Bloc):
    """The accounts of the demonstration."""

    comptes: tuple[CompteDemonstration, ...]


Contenu = TypeVar("Contenu", bound=BaseModel)


def load_publications(dossier: Path) -> tuple[Publication, ...]:
    """Return the documents of the folder, by file name; the accounts' file is not one of them.

    Raises:
        DemonstrationInvalideError: a file is unreadable, with every fault.
    """
    chemins = sorted(p for p in dossier.glob("*.yaml") if p.name != "comptes.yaml")
    return tuple(load_fichier(p, Publication) for p in chemins)


def load_comptes(dossier: Path) -> tuple[CompteDemonstration, ...]:
    """Return the accounts to create.

    Raises:
        DemonstrationInvalideError: the file is unreadable, with every fault.
    """
    return load_fichier(dossier / "comptes.yaml", Comptes).comptes


def read_imprimee(imprimee: str) -> Decimal | None:
    """Return the number at the head of a printed string: « 99,6 % » is 99.6; None if it has none."""
    trouve = NOMBRE_IMPRIME.match(imprimee)
    if trouve is None:
        return None
    return Decimal(re.sub(r"\s", "", trouve.group()).replace(",", "."))


def read_periode(cle: int | str) -> Periode:
    """Return the months of a key: 202201, or « 202201-202203 », both included."""
    trouve = CLE_PERIODE.fullmatch(str(cle))
    if trouve is None:
        raise PeriodeIllisibleError(cle)
    premier, dernier = trouve.groups()
    return Periode(int(premier), int(dernier or premier))


class PeriodeIllisibleError(ValueError):
    """A key of the cells is neither a month nor a span of months."""

    def __init__(self, cle: int | str) -> None:
        super().__init__(
            f"« {cle} » n'est pas une période : écrivez un mois (202201) ou deux (202201-202203)."
        )


def load_fichier(chemin: Path, forme: type[Contenu]) -> Contenu:
    """Return what a file of the demonstration says.

    Raises:
        DemonstrationInvalideError: it is unreadable, with every fault.
    """
    try:
        brut = yaml.safe_load(chemin.read_text(encoding="utf-8"))
        return forme.model_validate(brut)
    except OSError as erreur:
        raise DemonstrationInvalideError(chemin, [erreur.strerror or "illisible"]) from erreur
    except yaml.YAMLError as erreur:
        raise DemonstrationInvalideError(chemin, [str(erreur)]) from erreur
    except ValidationError as erreur:
        motifs = [f"{'.'.join(map(str, e['loc']))} : {e['msg']}" for e in erreur.errors()]
        raise DemonstrationInvalideError(chemin, motifs) from erreur
