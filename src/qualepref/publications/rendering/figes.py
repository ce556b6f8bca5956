"""What a snapshot holds: every figure of a site and year with its parts, and the words around them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from qualepref.noyau.calcul.releves import Etat, Source, Tracage
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.redaction.modele import TexteRiche
from qualepref.noyau.referentiel.modele import Cible, Periodicite, Sens, Unite, ValeurNationale
from qualepref.publications.rendering.bilan_donnees import Bilan
from qualepref.publications.rules.changements import Changement


# Raised when what is frozen changes its shape; read by rendering, printed nowhere.
FORMAT = 2
# Fields that a shape added, empty in what was frozen before: all shapes named here are read. Two
# snapshots of different shapes are compared without them, nor the words on the report itself.
AJOUTS: Mapping[int, frozenset[str]] = {
    1: frozenset(),
    2: frozenset({"evolutions", "conventions", "intervalle"}),
}


@dataclass(frozen=True, slots=True)
class SiteFige:
    """The site as it was named that day. `autorite`: the State's block, one line per item."""

    code: str
    nom: str
    type: str
    departement: str
    autorite: tuple[str, ...]
    modules: tuple[int, ...]
    prefecture: str = ""


@dataclass(frozen=True, slots=True)
class Definitions:
    """By what the figures were made. `empreinte`: digest of the files of the référentiel."""

    referentiel: str
    version: str
    nom: str
    empreinte: str
    calendrier: str


@dataclass(frozen=True, slots=True)
class ReleveFige:
    """One figure. `debut`, `fin`: days really covered, those asked when nothing was collected.

    `imprime`: « 91,5 % », or the state in words; `fraction`: « 719 / 786 », "" when unknown.
    Numbers are exact and in the indicator's own scale: 90 % is 9/10.
    """

    debut: dt.date
    fin: dt.date
    etat: Etat
    source: Source
    imprime: str
    verdict: Verdict = Verdict.SANS_CIBLE
    numerateur: Fraction | None = None
    denominateur: Fraction | None = None
    valeur: Fraction | None = None
    fraction: str = ""
    tracage: Tracage | None = None
    provenance: str = ""
    empreinte: str = ""


@dataclass(frozen=True, slots=True)
class DetailFige:
    """The figure of one code of a dimension: mailbox, service, month…

    `trimestres`: four, where the indicator is followed by quarter; else none.
    """

    dimension: str
    code: str
    libelle: str
    releve: ReleveFige
    trimestres: tuple[ReleveFige, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicateurFige:
    """An indicator with its definition and all its figures of the year.

    `mois`: twelve; `trimestres`: four, pooled. `precedente`: the year before, by the same
    definition. `cible_imprimee`, `cible_suivante_imprimee`: « 90 % », "" without one.
    """

    code: str
    libelle: str
    domaine: str
    module: int | None
    engagements: tuple[int, ...]
    im: str | None
    unite: Unite
    sens: Sens
    periodicite: Periodicite
    decimales: int
    base: str
    methode: str
    version: str
    annee: ReleveFige
    mois: tuple[ReleveFige, ...]
    trimestres: tuple[ReleveFige, ...]
    precedente: ReleveFige | None = None
    details: tuple[DetailFige, ...] = ()
    cible: Cible | None = None
    cible_suivante: Cible | None = None
    cible_imprimee: str = ""
    cible_suivante_imprimee: str = ""
    calcul: str = ""
    intervalle: str = ""
    moyenne_des_mois: str = ""
    nationale: ValeurNationale | None = None
    nationale_imprimee: str = ""


@dataclass(frozen=True, slots=True)
class Rectificatif:
    """What this snapshot corrects. `reference`: of the one published before, on `publie_le`."""

    reference: str
    publie_le: dt.date
    motif: str
    changements: tuple[Changement, ...]


@dataclass(frozen=True, slots=True)
class Contenu:
    """Everything frozen, for every document of a site and year.

    `bilan`: the annual report in words, surveys included. `textes`: what people wrote, by field.
    `donnees`: plain data by subject: « indicateurs », « enquetes », « affiche » (what the poster
    shows), and one entry per rubric (rendering/rubriques.py). `rectificatif`: None unless figures already published change.
    """

    format: int
    site: SiteFige
    annee: int
    arrete_le: dt.date
    demonstration: bool
    definitions: Definitions
    indicateurs: tuple[IndicateurFige, ...]
    bilan: Bilan
    textes: Mapping[str, TexteRiche] = field(default_factory=dict)
    donnees: Mapping[str, Any] = field(default_factory=dict)
    rectificatif: Rectificatif | None = None

    def indicateur(self, code: str) -> IndicateurFige | None:
        """Return the indicator of that code; None when the perimeter has none."""
        return next((i for i in self.indicateurs if i.code == code), None)


@dataclass(frozen=True, slots=True)
class Fige:
    """A snapshot as documents read it: its content, and the identifier that they print.

    `canonique`: the very text the identifier is the digest of.
    """

    reference: str
    empreinte: str
    canonique: str
    contenu: Contenu
