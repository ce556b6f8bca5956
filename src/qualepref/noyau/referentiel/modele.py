"""What a référentiel says, as frozen objects: modules, engagements, registers, indicators.

Nothing here computes; `noyau.calcul` does. Codes are the identifiers used in files, addresses
and the database; labels are French and printed as they are.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Unite(StrEnum):
    """Unit in which a value is printed. A rate is stored as a bare fraction, never times 100."""

    POURCENT = "pourcent"
    POUR_MILLE = "pour_mille"
    JOURS_OUVRES = "jours_ouvres"
    JOURS = "jours"
    NOMBRE = "nombre"
    PAR_MOIS = "par_mois"
    PAR_JOUR = "par_jour"


class Sens(StrEnum):
    """Which way is better: what decides whether a target is met."""

    HAUSSE = "hausse"
    BAISSE = "baisse"
    INFORMATION = "information"


class Periodicite(StrEnum):
    """How often an indicator is followed."""

    MOIS = "mois"
    TRIMESTRE = "trimestre"
    ANNEE = "annee"


class Statut(StrEnum):
    """Whether a module or an engagement binds the site."""

    OBLIGATOIRE = "obligatoire"
    OBLIGATOIRE_SI_CERT = "obligatoire_si_cert"
    CONDITIONNEL = "conditionnel"
    OPTIONNEL = "optionnel"


@dataclass(frozen=True, slots=True)
class SousEngagement:
    """A quoted part of an engagement; `numero` is « engagement.rang », open-ended."""

    numero: str
    texte: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Engagement:
    """One numbered commitment. `condition` is None when it binds without condition."""

    numero: int
    module: int
    texte: str
    statut: Statut
    condition: str | None = None
    thematique: str | None = None
    sous_engagements: tuple[SousEngagement, ...] = ()


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the référentiel and its engagements, in order."""

    numero: int
    titre: str
    statut: Statut
    engagements: tuple[Engagement, ...]


@dataclass(frozen=True, slots=True)
class Horloge:
    """One deadline of a nature of demande.

    `delai`: working days, the day of departure not counted. `depart`: the date field that starts
    it (`recue_le`, or `proposee_le` for the appointment itself); a later `complete_le` replaces
    `recue_le`. `arrivees`: the date fields that stop it, the earliest wins.
    `canaux`: the channels it applies to; empty means all.
    """

    code: str
    libelle: str
    delai: int
    depart: str
    arrivees: tuple[str, ...]
    canaux: tuple[str, ...]
    attente_exige_delai: bool
    source: str
    a_partir_du: dt.date


@dataclass(frozen=True, slots=True)
class Nature:
    """A kind of demande; `horloges` holds one clock, or two for an appointment (the second one
    measures the appointment itself). `exclusions` are the accepted reasons for not counting."""

    code: str
    libelle: str
    module: int
    horloges: tuple[Horloge, ...]
    exclusions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Registre:
    """A register as users keep it: the natures and channels it takes."""

    code: str
    libelle: str
    natures: tuple[Nature, ...]
    canaux: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True)
class Grandeur:
    """A counted quantity of a period (comptage); `dimension` names what it is split by, if any."""

    code: str
    libelle: str
    unite: str
    dimension: str | None
    dimensions: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Terme:
    """One addend of a sum: exactly one of `mesure`, `grandeur`, `territoire`, `indicateur`,
    `periodes` is set.

    mesure: a measure of the cells of demandes. grandeur: a comptage. territoire: `habitants`,
    taken once per period `par` covered. periodes: the number of periods (`mois`, `trimestre`)
    covered. indicateur: another indicator's `partie` (numerateur or denominateur).
    """

    signe: int = 1
    mesure: str | None = None
    grandeur: str | None = None
    territoire: str | None = None
    periodes: str | None = None
    indicateur: str | None = None
    partie: str | None = None
    par: str | None = None
    filtre: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Formule:
    """A ratio of two sums; `denominateur` empty means a plain count."""

    numerateur: tuple[Terme, ...]
    denominateur: tuple[Terme, ...] = ()


@dataclass(frozen=True, slots=True)
class Cible:
    """A dated target, in the indicator's own scale (a rate of 90 % is Fraction(9, 10)).

    `minimum` and `maximum` differ only for an interval such as « 75 à 80 % ». `site` is None for a
    target of the référentiel itself.
    """

    annee: int
    minimum: Fraction
    maximum: Fraction
    unite: Unite
    source: str
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Indicateur:
    """What is measured, how, and against which target.

    `formule` is None when the value only comes from elsewhere (a national tool, a survey).
    `detail`: the dimensions it is also followed by, among service, boite, nature, canal, mois,
    dimension. `base`: what the denominator counts, in words. `version`: content hash of the
    definition, printed with each reading.
    """

    code: str
    libelle: str
    module: int | None
    domaine: str
    engagements: tuple[int, ...]
    im: str | None
    unite: Unite
    sens: Sens
    periodicite: Periodicite
    base: str
    methode: str
    source: str
    formule: Formule | None
    detail: tuple[str, ...]
    cibles: tuple[Cible, ...]
    decimales: int
    version: str


@dataclass(frozen=True, slots=True)
class Referentiel:
    """One dated version of a référentiel, whole."""

    code: str
    version: str
    nom: str
    source: str
    modules: tuple[Module, ...]
    registres: tuple[Registre, ...]
    canaux: tuple[tuple[str, str], ...]
    exclusions: tuple[tuple[str, str], ...]
    grandeurs: tuple[Grandeur, ...]
    domaines: tuple[str, ...]
    indicateurs: tuple[Indicateur, ...]
    modules_optionnels_minimum: int
    seuil_significatif: int
    validite_label_annees: int

    def indicateur(self, code: str) -> Indicateur:
        """Return the indicator of that code.

        Raises:
            KeyError: no such indicator in this version.
        """
        return next(i for i in self.indicateurs if i.code == code)

    def nature(self, code: str) -> Nature:
        """Return the nature of that code, whichever register holds it."""
        return next(n for r in self.registres for n in r.natures if n.code == code)

    def registre(self, code: str) -> Registre:
        """Return the register of that code."""
        return next(r for r in self.registres if r.code == code)

    def registre_of(self, nature: str) -> Registre:
        """Return the register that takes this nature."""
        return next(r for r in self.registres if any(n.code == nature for n in r.natures))

    def count_engagements(self, modules: tuple[int, ...]) -> int:
        """Return how many engagements a perimeter of modules holds."""
        return sum(len(m.engagements) for m in self.modules if m.numero in modules)
