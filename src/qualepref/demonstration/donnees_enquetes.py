"""The surveys of a demonstration: what was published of each, and how to make its forms again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, model_validator

from qualepref.demonstration.donnees import Bloc, Mois, Texte, load_fichier


Poids = dict[str, Annotated[int, Field(ge=0)]]
Effectif = Annotated[int, Field(ge=0)]


class Part(Bloc):
    """Respondents who gave one of these answers: printed as a percentage, or as a number.

    options: answer -> its weight when one of them is drawn.
    """

    options: Annotated[Poids, Field(min_length=1)]
    imprimee: str = ""
    nombre: Effectif | None = None

    @model_validator(mode="after")
    def _check(self) -> Part:
        if bool(self.imprimee) == (self.nombre is not None):
            raise ValueError("donnez « imprimee » ou « nombre », et un seul des deux")
        return self


class ReponsesPubliees(Bloc):
    """What was published of one question.

    parts: the answers published; reste: those of the other respondents, by weight. n: respondents,
    None for the largest number that gives every printed percentage. moyenne: of a number, drawn
    between `minimum` and `maximum`. jour: the answer is the day of the form.
    """

    question: Texte
    n: Effectif | None = None
    parts: tuple[Part, ...] = ()
    reste: Poids = {}
    moyenne: Decimal | None = None
    minimum: int = 0
    maximum: int = 0
    jour: bool = False


class LieuEnquete(Bloc):
    """A site surveyed: its forms, by month where known, and the services they bear on by weight."""

    site: Texte
    retours: Effectif
    par_mois: dict[Mois, Effectif] = {}
    services: Poids = {}

    @model_validator(mode="after")
    def _check(self) -> LieuEnquete:
        if self.par_mois and sum(self.par_mois.values()) != self.retours:
            raise ValueError("« par_mois » ne fait pas le nombre de retours")
        return self


class Remarque(Bloc):
    """A remark in our own words. `relue`: somebody let it be published."""

    texte: Texte
    question: Texte = "suggestions"
    categorie: str = ""
    relue: bool = True


class ResultatPublie(Bloc):
    """A published percentage that no question of the form gives back."""

    libelle: Texte
    imprimee: Texte
    critere: str = ""
    repondants: Effectif | None = None


class Feuilles(Bloc):
    """A batch of paper forms, typed by one account; the other one types some of them again.

    relues: how many are typed twice; ecarts: how many of those differ by one answer, on `question`.
    """

    lot: Annotated[int, Field(gt=0)]
    nombre: Annotated[int, Field(gt=0)]
    par: Texte
    relues: Effectif
    relues_par: Texte
    ecarts: Effectif
    question: Texte


class TestsMystere(Bloc):
    """Mystery tests to draw. part_double: percentage of tests made by two."""

    tests: Annotated[int, Field(gt=0)]
    part_double: Annotated[int, Field(ge=0, le=100)]
    services: tuple[Texte, ...] = ()
    enqueteurs: Annotated[tuple[Texte, ...], Field(min_length=1)]


class CampagneEnquete(Bloc):
    """A campaign. Its days are dates, or numbers of days from the day of loading.

    code: names its draws. garder: questions kept of the questionnaire, all of them when none is
    named. adapter: keys of a question put in place of its own; null takes a key out.
    """

    code: Texte
    pilote: Texte
    titre: Texte
    theme: Texte
    questionnaire: Texte | None = None
    version: str = ""
    garder: tuple[Texte, ...] = ()
    adapter: dict[str, dict[str, Any]] = {}
    ouverte_le: dt.date | int
    fermee_le: dt.date | int
    modes: Poids = {}
    cible: Decimal | None = None
    cibles: dict[str, Decimal] = {}
    methode: Texte
    hypothese: str = ""
    lieux: Annotated[tuple[LieuEnquete, ...], Field(min_length=1)]
    reponses: tuple[ReponsesPubliees, ...] = ()
    remarques: tuple[Remarque, ...] = ()
    resultats: tuple[ResultatPublie, ...] = ()
    feuilles: Feuilles | None = None
    mystere: TestsMystere | None = None

    def bounds(self, le: dt.date) -> tuple[dt.date, dt.date]:
        """Return the first and the last day, for a demonstration loaded on that day."""
        premier, dernier = (
            jour if isinstance(jour, dt.date) else le + dt.timedelta(days=jour)
            for jour in (self.ouverte_le, self.fermee_le)
        )
        return premier, dernier

    @property
    def retours(self) -> int:
        """Forms given back, on all sites."""
        return sum(lieu.retours for lieu in self.lieux)


class Enquetes(Bloc):
    """The surveys of a published document, or those that the demonstration makes up.

    repondants_minimum: percentage of the people asked under which no number of respondents is
    looked for.
    """

    document: Texte
    graine: int
    repondants_minimum: Annotated[int, Field(gt=0, le=100)]
    hypotheses: tuple[Texte, ...] = ()
    campagnes: Annotated[tuple[CampagneEnquete, ...], Field(min_length=1)]

    def list_hypotheses(self) -> tuple[str, ...]:
        """Return everything supposed, in French, in the file's order."""
        return (*self.hypotheses, *(c.hypothese for c in self.campagnes if c.hypothese))


def load_enquetes(dossier: Path) -> tuple[Enquetes, ...]:
    """Return the surveys of a folder, by file name.

    Raises:
        DemonstrationInvalideError: a file is unreadable, with every fault.
    """
    return tuple(load_fichier(p, Enquetes) for p in sorted(dossier.glob("*.yaml")))
